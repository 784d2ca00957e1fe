"""Verify the whole ledger and say where it was touched, if it was."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.publicacion import reconstruccion
from sitio.publicacion.models import Entrega
from sitio.publicacion.progreso import Progreso
from sitio.publicacion.verificacion import OTRAS, verificar_bitacora, verificar_registros
from sitio.publicacion.verificacion_de_sellos import verificar_sellos


class Command(BaseCommand):
    help = _("Comprueba cada entrega, cadena, registro y sello; sale con 1 si algo no coincide con lo publicado.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        entregas, procesos = Entrega.objects.count(), reconstruccion.total()
        fallas = 0
        with Progreso(self.stdout, _("entregas"), entregas) as leidas:
            for falla in verificar_bitacora(leidas.avanzar):
                fallas += 1
                self._decir(falla.publicador, falla.lugar, falla.motivo)
        with Progreso(self.stdout, _("registros"), procesos) as leidos:
            for falla in verificar_registros(leidos.avanzar):
                fallas += 1
                self._decir(falla.publicador, falla.lugar, falla.motivo)
        for falla in chain(verificar_sellos(), *(comprobar() for comprobar in OTRAS)):
            fallas += 1
            self._decir(falla.publicador, falla.lugar, falla.motivo)
        if fallas:
            raise CommandError(_("La bitácora no está íntegra. Fallas: %(fallas)d.") % {"fallas": fallas})
        datos = {"entregas": entregas, "procesos": procesos}
        self.stdout.write(_("La bitácora está íntegra. Entregas: %(entregas)d. Procesos: %(procesos)d.") % datos)

    def _decir(self, publicador: str, lugar: str, motivo: str) -> None:
        de_quien = publicador or _("toda la bitácora")
        self.stdout.write(f"✗ {de_quien}: {lugar}: {motivo}")
