"""Read the unit prices of every published record again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from sitio.mercado.models import PrecioPublicado
from sitio.mercado.servicios import leer_precios, lotes
from sitio.publicacion.models import Registro
from sitio.publicacion.progreso import Progreso


class Command(BaseCommand):
    help = _("Lee de nuevo los precios unitarios de todos los procesos publicados. Repetirlo no cambia nada.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        registros = Registro.objects.order_by("ocid").values_list("ocid", flat=True)
        with Progreso(self.stdout, _("procesos"), registros.count()) as progreso:
            for lote in lotes(registros.iterator()):
                leer_precios(lote)
                progreso.avanzar(len(lote))
        precios = PrecioPublicado.objects.count()
        self.stdout.write(_("Precios unitarios publicados: %(precios)d.") % {"precios": precios})
