"""`manage.py generar_calendario CLAVE AÑO`: the non-working days of law of a year, as often as wanted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.catalogos.dias_de_ley import PRIMER_ANIO, ULTIMO_ANIO, generar
from sitio.catalogos.models import Calendario


class Command(BaseCommand):
    """Add to a calendar the days of the LFT and the LFPA, and say how many it lacked."""

    help = "Agrega a un calendario los días inhábiles de ley de un año (LFT art. 74 y LFPA art. 28). Puede repetirse."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the calendar and the year."""
        parser.add_argument("clave", help="Clave del calendario, por ejemplo federal.")
        parser.add_argument("anio", type=int, metavar="AÑO")

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Generate, or say which calendar or year cannot be."""
        calendario = Calendario.objects.filter(clave=opciones["clave"]).first()
        if calendario is None:
            raise CommandError(_("No hay un calendario con la clave «%(clave)s».") % opciones)
        if not PRIMER_ANIO <= opciones["anio"] <= ULTIMO_ANIO:
            raise CommandError(_("El año va de %(desde)d a %(hasta)d.") % {"desde": PRIMER_ANIO, "hasta": ULTIMO_ANIO})
        cuantos = generar(calendario, opciones["anio"])
        self.stdout.write(_("%(titulo)s: %(cuantos)d días nuevos") % {"titulo": calendario, "cuantos": cuantos})
