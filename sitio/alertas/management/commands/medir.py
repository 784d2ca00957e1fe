"""Compute the indicators now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sitio.alertas import mediciones
from sitio.alertas.models import MotivoDeCorrida
from sitio.publicacion.models import Publicador


class Command(BaseCommand):
    help = _("Calcula los indicadores con lo publicado. Repetirlo reemplaza las cifras anteriores.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("claves", nargs="*", help=_("claves de las instituciones; sin ellas, todas"))

    def handle(self, *args: Any, **opciones: Any) -> None:
        claves = opciones["claves"] or mediciones.con_registros()
        publicadores = {p.clave: p for p in Publicador.objects.filter(clave__in=claves)}
        if faltan := sorted(set(claves) - publicadores.keys()):
            raise CommandError(_("No hay institución con clave %(clave)s.") % {"clave": ", ".join(faltan)})
        for clave in claves:
            cifras = mediciones.medir(publicadores[clave], motivo=MotivoDeCorrida.MANUAL)
            self.stdout.write(_("%(clave)s: %(cifras)d cifras.") % {"clave": clave, "cifras": cifras})
