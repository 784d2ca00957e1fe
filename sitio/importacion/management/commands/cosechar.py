"""`manage.py cosechar URL`: another publisher's feed into the ledger, from where the last run left it.

Exit code: 0 when the feed was read to its end, or to the pages asked for; 1 when it was stopped by an error or by a
page with something refused.
"""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.importacion.cosecha import servicios
from sitio.importacion.cosecha.direcciones import DireccionProhibida
from sitio.importacion.cosecha.red import Limites
from sitio.importacion.cuenta import contar, linea, total
from sitio.importacion.informe import abrir
from sitio.importacion.models import Cosecha
from sitio.importacion.publicadores import PublicadorInvalido
from sitio.importacion.valores import legible


class Command(BaseCommand):
    """Harvest a feed and tell, page by page, what became of what it holds."""

    help = "Trae a la bitácora lo que otro publica en una dirección; repetirlo trae solo las novedades."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("url", metavar="URL", help="Dirección de los datos.")
        parser.add_argument("--publicador", metavar="CLAVE", help="Publicador de lo que no dice el suyo.")
        parser.add_argument("--prefijo", metavar="ocds-xxxxxx", help="Prefijo OCID de ese publicador, si es nuevo.")
        parser.add_argument(
            "--parcial", action="store_true", help="De una página con rechazos entra lo demás, y se sigue."
        )
        parser.add_argument("--desde-cero", action="store_true", help="Olvida hasta dónde se había llegado.")
        parser.add_argument("--max-paginas", type=int, metavar="N", help="Cuántas páginas leer, a lo más.")
        parser.add_argument(
            "--informe", type=Path, metavar="ARCHIVO.csv", help="Dónde escribir lo rechazado y por qué."
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Translate: arguments in, account out."""
        try:
            cosecha = servicios.preparar(
                opciones["url"],
                publicador=opciones["publicador"],
                prefijo=opciones["prefijo"],
                parcial=opciones["parcial"],
            )
            with ExitStack() as pila:
                importacion = servicios.cosechar(
                    cosecha,
                    limites=Limites.de_ajustes(),
                    desde_cero=opciones["desde_cero"],
                    max_paginas=opciones["max_paginas"],
                    informe=abrir(pila, opciones["informe"]),
                )
        except (DireccionProhibida, PublicadorInvalido, servicios.CosechaOcupada) as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(_("No se pudo escribir: %(causa)s.") % {"causa": error.strerror or error}) from None
        if opciones["verbosity"]:
            for resumen in importacion.resumenes:
                contar(self.stdout, resumen)
            self.stdout.write(linea(total(importacion.resumenes)))
        self._terminar(cosecha, callado=not opciones["verbosity"])

    def _terminar(self, cosecha: Cosecha, *, callado: bool) -> None:
        if cosecha.estado == Cosecha.Estado.DETENIDA:
            raise CommandError(legible(cosecha.ultimo_error))
        if not callado and cosecha.estado == Cosecha.Estado.AL_DIA:
            self.stdout.write(_("Se llegó al final. La próxima vez se traerán solo las novedades."))
        elif not callado:
            self.stdout.write(_("Quedan páginas. La próxima vez se seguirá donde se quedó."))
