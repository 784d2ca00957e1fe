"""Sign now the checkpoints that the daily task would sign."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.publicacion.llaves import SinLlave
from sitio.publicacion.sellos import sellar


class Command(BaseCommand):
    help = _("Firma un sello de la cadena de cada publicador que haya publicado desde el anterior.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        try:
            nuevos = sellar()
        except SinLlave as motivo:
            raise CommandError(str(motivo)) from motivo
        for sello in nuevos:
            datos = {"publicador": sello.publicador.clave, "numero": sello.numero, "secuencia": sello.secuencia}
            self.stdout.write(_("%(publicador)s: sello %(numero)d, hasta el número %(secuencia)d.") % datos)
        self.stdout.write(_("Sellos firmados: %(cuantos)d.") % {"cuantos": len(nuevos)})
