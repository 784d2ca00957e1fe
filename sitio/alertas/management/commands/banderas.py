"""Run the Cardinal mode over a file."""

import sys
import zlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sitio.analisis import cardinal
from sitio.analisis.cardinal import Ajustes, AjustesInvalidos, Calculo

# What Cardinal answers to arguments it cannot use.
_USO = 2


class Command(BaseCommand):
    help = _(
        "Calcula las once banderas de Cardinal sobre un archivo con una entrega compilada por línea, "
        "e imprime el mismo JSON que Cardinal."
    )
    # It reads a file and writes to the screen: nothing of this installation is used.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archivo", help=_("JSONL, también comprimido (.jsonl.gz); «-» lee la entrada estándar"))
        parser.add_argument("--ajustes", type=Path, help=_("archivo INI de Cardinal: cada sección activa su bandera"))
        parser.add_argument("--sin-meta", action="store_true", help=_("omite «Meta»: cuartiles y cercas"))
        parser.add_argument("--mapas", action="store_true", help=_("agrega «Maps»: quién está en cada proceso"))

    def handle(self, *args: Any, **opciones: Any) -> None:
        ajustes = self._ajustes(opciones["ajustes"])
        if ajustes.avisa_de_listas:
            self._avisar(_("«no_price_comparison_procurement_methods» no tiene efecto junto a la lista contraria."))
        calculo = self._calcular(opciones["archivo"], ajustes, opciones["mapas"])
        if not ajustes.calla_monedas:
            self._avisar_de_monedas(calculo)
        for parte in cardinal.partes(calculo, con_meta=not opciones["sin_meta"], con_mapas=opciones["mapas"]):
            self.stdout.write(parte.decode(), ending="")
        self.stdout.write()

    def _ajustes(self, ruta: Path | None) -> Ajustes:
        if ruta is None:
            return Ajustes()
        try:
            return cardinal.leer_ajustes(ruta.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(_no_se_lee(ruta, error), returncode=_USO) from error
        except AjustesInvalidos as error:
            raise CommandError(f"{ruta}: {error.decir(_)}", returncode=_USO) from error

    def _calcular(self, archivo: str, ajustes: Ajustes, con_mapas: bool) -> Calculo:
        if archivo == "-":
            return cardinal.calcular_flujo(sys.stdin.buffer, ajustes, self._avisar_de_linea, con_mapas=con_mapas)
        try:
            return cardinal.calcular(Path(archivo), ajustes, self._avisar_de_linea, con_mapas=con_mapas)
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(_no_se_lee(archivo, error), returncode=_USO) from error

    def _avisar_de_linea(self, linea: int) -> None:
        self._avisar(_("Línea %(linea)d: no es JSON válido y se omite.") % {"linea": linea})

    def _avisar_de_monedas(self, calculo: Calculo) -> None:
        monedas = calculo.contexto.monedas
        for moneda, cuantos in monedas.ajenas.items():
            aviso = _("Se omiten %(cuantos)d precios en %(moneda)s: se comparan los que están en %(principal)s.")
            self._avisar(aviso % {"cuantos": cuantos, "moneda": moneda, "principal": monedas.principal})

    def _avisar(self, aviso: str) -> None:
        self.stderr.write(aviso, self.style.WARNING)


def _no_se_lee(ruta: Path | str, error: Exception) -> str:
    return _("%(ruta)s: no se puede leer (%(causa)s).") % {"ruta": ruta, "causa": error}
