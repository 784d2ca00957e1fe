"""`manage.py importar RUTA...`: files of several kinds, told apart by content, into the ledger.

Exit code: 0 when something could be read, even if the ledger refused all of it (the report says why); 1 when nothing
could.
"""

import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.importacion import servicios
from sitio.importacion.informe import Informe, Resumen
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
                    simular=opciones["simular"],
                    informe=self._informe(pila, opciones["informe"]),
                    avance=self._avisar,
                )
            except servicios.PublicadorInvalido as error:
                raise CommandError(str(error)) from None
        for resumen in importacion.resumenes:
            if resumen.error:
                self.stderr.write(legible(resumen.error))
            if not self._callado:
                self._contar(resumen)
        if not self._callado:
            self._totalizar(importacion, opciones["simular"])
        if not importacion.se_leyo_algo:
            raise CommandError(_("No se pudo leer nada. %(aceptados)s") % {"aceptados": aceptados()})

    def _informe(self, pila: ExitStack, ruta: Path | None) -> Informe:
        if ruta is None:
            return Informe()
        try:
            # The byte order mark makes spreadsheets read the accents.
            return Informe(pila.enter_context(ruta.open("w", encoding="utf-8-sig", newline="")))
        except OSError as error:
            raise CommandError(
                _("No se pudo escribir el informe en %(ruta)s: %(causa)s.") % {"ruta": ruta, "causa": error.strerror}
            ) from None

    def _avisar(self, resumen: Resumen) -> None:
        if not self._callado and time.monotonic() - self._ultimo_aviso >= _SEGUNDOS_ENTRE_AVISOS:
            self._ultimo_aviso = time.monotonic()
            self.stdout.write(
                _("  %(archivo)s: %(leidas)s leídas…")
                % {"archivo": legible(resumen.archivo), "leidas": f"{resumen.leidas:,}"}
            )
            self.stdout.flush()

    def _contar(self, resumen: Resumen) -> None:
        if resumen.leidas or not resumen.error:
            self.stdout.write(_linea(resumen))
        for rechazo in resumen.primeros_rechazos:
            falla = rechazo.fallas[0]
            self.stdout.write(
                _("    %(archivo)s, renglón %(renglon)s, %(campo)s: %(motivo)s")
                % {
                    "archivo": legible(rechazo.archivo),
                    "renglon": rechazo.renglon,
                    "campo": legible(falla.campo) or "—",
                    "motivo": legible(falla.motivo),
                }
            )
        if resumen.rechazadas > len(resumen.primeros_rechazos):
            self.stdout.write(
                _("    …y %(cuantas)s más; pida el detalle con --informe.")
                % {"cuantas": resumen.rechazadas - len(resumen.primeros_rechazos)}
            )

    def _totalizar(self, importacion: servicios.Importacion, simulado: bool) -> None:
        if len(importacion.resumenes) > 1:
            total = Resumen(_("Total"))
            for resumen in importacion.resumenes:
                total.emitidas += resumen.emitidas
                total.repetidas += resumen.repetidas
                total.rechazadas += resumen.rechazadas
                total.entregas += resumen.entregas
            self.stdout.write(_linea(total))
        if simulado:
            self.stdout.write(_("Fue una simulación: no se escribió nada."))


def _linea(resumen: Resumen) -> str:
    return _(
        "%(archivo)s: %(leidas)s leídas; %(emitidas)s emitidas (%(entregas)s entregas), %(repetidas)s repetidas, "
        "%(rechazadas)s rechazadas"
    ) % {
        "archivo": legible(resumen.archivo),
        "leidas": f"{resumen.leidas:,}",
        "emitidas": f"{resumen.emitidas:,}",
        "entregas": f"{resumen.entregas:,}",
        "repetidas": f"{resumen.repetidas:,}",
        "rechazadas": f"{resumen.rechazadas:,}",
    }
