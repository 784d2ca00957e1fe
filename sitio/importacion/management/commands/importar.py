"""`manage.py importar RUTA...`: files of several kinds, told apart by content, into the ledger.

Exit code: 0 when everything the files hold is in the ledger; 1 when anything was refused or could not be read, with
`--parcial` too. What did enter is told before leaving.
"""

import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.importacion import servicios
from sitio.importacion.cuenta import contar, linea, total
from sitio.importacion.informe import Informe, Resumen, abrir
from sitio.importacion.registro import aceptados
from sitio.importacion.valores import legible

_SEGUNDOS_ENTRE_AVISOS = 1.0


class Command(BaseCommand):
    """Import files or folders and tell, file by file, what became of what they hold."""

    help = "Importa archivos o carpetas; reconoce por su contenido de qué tipo son. Repetirlo no duplica nada."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("rutas", nargs="+", type=Path, metavar="RUTA", help="Archivo, carpeta o .zip.")
        parser.add_argument(
            "--simular", action="store_true", help="Hace todo y lo deshace: no escribe nada en la base."
        )
        parser.add_argument(
            "--parcial",
            action="store_true",
            help="De un archivo con rechazos entra lo demás; sin esto, no entra nada de él.",
        )
        parser.add_argument("--avisos", action="store_true", help="Anota también lo que entra y parece extraño.")
        parser.add_argument("--publicador", metavar="CLAVE", help="Publicador de lo que no dice el suyo.")
        parser.add_argument("--prefijo", metavar="ocds-xxxxxx", help="Prefijo OCID de lo que no trae ocid.")
        parser.add_argument(
            "--informe", type=Path, metavar="ARCHIVO.csv", help="Dónde escribir lo rechazado y por qué."
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Translate: arguments in, account out."""
        self._ultimo_aviso = time.monotonic()
        self._callado = opciones["verbosity"] == 0
        with ExitStack() as pila:
            try:
                importacion = servicios.importar(
                    opciones["rutas"],
                    publicador=opciones["publicador"],
                    prefijo=opciones["prefijo"],
                    parcial=opciones["parcial"],
                    avisos=opciones["avisos"],
                    simular=opciones["simular"],
                    informe=self._informe(pila, opciones["informe"]),
                    avance=self._avisar,
                )
            except servicios.PublicadorInvalido as error:
                raise CommandError(str(error)) from None
        self._dar_cuenta(importacion, opciones["simular"])
        if not importacion.se_leyo_algo:
            raise CommandError(_("No se pudo leer nada. %(aceptados)s") % {"aceptados": aceptados()})
        if not importacion.completa:
            raise CommandError(_despedida(importacion, parcial=opciones["parcial"]))

    def _dar_cuenta(self, importacion: servicios.Importacion, simulado: bool) -> None:
        for resumen in importacion.resumenes:
            if resumen.error:
                self.stderr.write(legible(resumen.error))
            if not self._callado:
                contar(self.stdout, resumen)
        if not self._callado:
            self._totalizar(importacion, simulado)

    def _informe(self, pila: ExitStack, ruta: Path | None) -> Informe:
        try:
            return abrir(pila, ruta)
        except OSError as error:
            raise CommandError(
                _("No se pudo escribir el informe en %(ruta)s: %(causa)s.") % {"ruta": ruta, "causa": error.strerror}
            ) from None

    def _avisar(self, resumen: Resumen) -> None:
        if not self._callado and time.monotonic() - self._ultimo_aviso >= _SEGUNDOS_ENTRE_AVISOS:
            self._ultimo_aviso = time.monotonic()
            self.stdout.write(
                _("  %(archivo)s: %(leidas)s leídas, %(emitidas)s emitidas…")
                % {
                    "archivo": legible(resumen.archivo),
                    "leidas": f"{resumen.leidas:,}",
                    "emitidas": f"{resumen.emitidas:,}",
                }
            )
            self.stdout.flush()

    def _totalizar(self, importacion: servicios.Importacion, simulado: bool) -> None:
        if len(importacion.resumenes) > 1:
            self.stdout.write(linea(total(importacion.resumenes)))
        if simulado:
            self.stdout.write(_("Fue una simulación: no se escribió nada."))


def _despedida(importacion: servicios.Importacion, *, parcial: bool) -> str:
    rechazadas = sum(resumen.rechazadas for resumen in importacion.resumenes)
    if parcial:
        return _("Se rechazaron %(cuantas)s unidades; lo demás entró. Corríjalas y vuelva a importar.") % {
            "cuantas": f"{rechazadas:,}"
        }
    return _(
        "Se rechazaron %(cuantas)s unidades o hubo archivos que no se leyeron completos, y no entró nada de los "
        "archivos que las traen. Corríjalos y vuelva a importar, o use --parcial para que entre lo demás."
    ) % {"cuantas": f"{rechazadas:,}"}
