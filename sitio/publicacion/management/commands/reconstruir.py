"""Drop the records and compile them again from the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.publicacion import reconstruccion
from sitio.publicacion.progreso import Progreso
from sitio.publicacion.recompilacion import EntregaIlegible


class Command(BaseCommand):
    help = _("Rehace todos los registros a partir de la bitácora. El portal sigue abierto mientras tanto.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        hechos = 0
        try:
            with Progreso(self.stdout, _("registros"), reconstruccion.total()) as progreso:
                for tramo in reconstruccion.reconstruir():
                    hechos += tramo
                    progreso.avanzar(tramo)
        except EntregaIlegible as error:
            consejo = _("Corra «manage.py verificar_bitacora» para ver qué se dañó.")
            raise CommandError(f"{error}. {consejo}") from error
        self.stdout.write(_("Registros rehechos: %(hechos)d.") % {"hechos": hechos})
