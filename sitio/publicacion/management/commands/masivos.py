"""Generate the bulk files that are behind what was published."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.publicacion.masivos import asiento, conjuntos, generacion
from sitio.publicacion.masivos.conjuntos import Conjunto
from sitio.publicacion.models import Publicador


class Command(BaseCommand):
    help = _("Genera los archivos masivos que estén atrasados respecto de lo publicado.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--publicador", metavar="CLAVE", help=_("solo los de este publicador"))
        parser.add_argument("--anio", type=int, metavar="AAAA", help=_("solo los de este año"))
        parser.add_argument("--todo", action="store_true", help=_("también los que están al día"))

    def handle(self, *args: Any, **opciones: Any) -> None:
        asiento.barrer()
        hechas = 0
        for conjunto in self._conjuntos(opciones["publicador"]):
            for parte in generacion.actualizar(conjunto, anio=opciones["anio"], todo=opciones["todo"]):
                hechas += 1
                quien = parte.publicador or _("todo el portal")
                if opciones["verbosity"]:
                    self.stdout.write(f"  {quien}: {parte.anio}, {parte.numero}")
        if opciones["verbosity"]:
            self.stdout.write(_("Partes generadas: %(hechas)d.") % {"hechas": hechas})

    def _conjuntos(self, clave: str | None) -> list[Conjunto]:
        if clave is None:
            return conjuntos.todos()
        publicador = Publicador.objects.filter(clave=clave).first()
        if publicador is None:
            raise CommandError(_("No hay un publicador con la clave «%(clave)s».") % {"clave": clave})
        return [Conjunto(publicador)]
