"""Make the key that signs the checkpoints of the ledger."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sitio.publicacion import llaves


class Command(BaseCommand):
    help = _(
        "Hace la llave con que se firman los sellos de la bitácora, en el archivo que dice LLAVE_DE_SELLOS. Nunca "
        "escribe encima de otra: para cambiarla, mueva antes el archivo y dígalo con --anterior."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anterior", type=Path, help=_("el archivo de la llave en vigor, para que firme el relevo")
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        destino = llaves.ruta()
        if destino is None:
            raise CommandError(_("Diga en LLAVE_DE_SELLOS en qué archivo va la llave, fuera de la base de datos."))
        try:
            nueva = llaves.crear(destino, opciones["anterior"])
        except FileExistsError as error:
            mensaje = _("Ya hay una llave en %(destino)s y no se escribe encima. Muévala antes si quiere cambiarla.")
            raise CommandError(mensaje % {"destino": destino}) from error
        except (llaves.SinLlave, OSError) as error:
            raise CommandError(str(error)) from error
        datos = {"clave": nueva.clave, "destino": destino, "publica": nueva.publica}
        self.stdout.write(_("Llave %(clave)s en %(destino)s. Su mitad pública: %(publica)s") % datos)
        self.stdout.write(_("Guarde una copia fuera de este servidor: sin ella no se puede firmar un relevo."))
