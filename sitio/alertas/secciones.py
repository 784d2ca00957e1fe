"""The sections `plazos` and `banderas` of a procedure template: their schema, and what else must hold of them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from sitio.analisis.registro import BANDERAS, PLAZOS, Bandera, DefinicionDePlazo
from sitio.catalogos.calendario import titulos
from sitio.ocds.listas import ETAPAS
from sitio.procesos.plantillas.secciones import Falla

Regla = TypeVar("Regla", Bandera, DefinicionDePlazo)

DIAS_MAXIMOS = 365
UMBRAL_MAXIMO = 1_000_000_000
# As long as the column that keeps it with each deadline.
LARGO_DE_FUNDAMENTO = 300

ESQUEMA_DE_PLAZOS: dict[str, Any] = {
    "title": "Plazos que difieren de los de la ley federal",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["clave", "activo"],
        "additionalProperties": False,
        "dependentRequired": {"dias": ["unidad"], "unidad": ["dias"]},
        "properties": {
            "clave": {"type": "string", "title": "Clave del plazo"},
            "activo": {"type": "boolean", "title": "Si el plazo se calcula"},
            "dias": {
                "type": "integer",
                "minimum": -DIAS_MAXIMOS,
                "maximum": DIAS_MAXIMOS,
                "title": "Días del término; negativos si se cuentan hacia atrás",
            },
            "unidad": {"enum": ["habiles", "naturales"], "title": "Cómo se cuentan los días"},
            "calendario": {"type": "string", "maxLength": 40, "title": "Clave de un calendario"},
            "fundamento": {"type": "string", "maxLength": LARGO_DE_FUNDAMENTO, "title": "Artículo en que se apoya"},
        },
    },
}

ESQUEMA_DE_BANDERAS: dict[str, Any] = {
    "title": "Banderas apagadas o con otros umbrales",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["clave", "activa"],
        "additionalProperties": False,
        "properties": {
            "clave": {"type": "string", "title": "Clave de la bandera"},
            "activa": {"type": "boolean", "title": "Si la bandera se aplica"},
            "parametros": {
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0, "maximum": UMBRAL_MAXIMO},
                "title": "Umbrales que difieren",
            },
        },
    },
}


def ajustables() -> dict[str, Bandera]:
    """Return the flags that a template may change: those that one process is enough for."""
    return {b.id: b for b in en_orden(BANDERAS) if b.de_un_proceso}


def en_orden(reglas: Mapping[str, Regla]) -> list[Regla]:
    """Return the rules as a procedure meets them: by stage."""
    return sorted(reglas.values(), key=lambda regla: (ETAPAS.index(regla.etapa), regla.id))


def sentido(definicion: DefinicionDePlazo) -> int:
    """Return 1 for a term that runs from its base, -1 for one counted back from it, 0 for a date agreed by contract."""
    if None in definicion.terminos:
        return 0
    return 1 if next(iter(definicion.terminos.values())).dias >= 0 else -1


def comprobar_plazos(plazos: list[dict[str, Any]]) -> Iterator[Falla]:
    """Yield what is wrong with the section `plazos`, once its structure is right."""
    calendarios = titulos()
    yield from _claves(plazos, PLAZOS, _("el plazo"))
    for i, plazo in enumerate(plazos):
        if plazo["clave"] not in PLAZOS:
            continue
        razon = _de_dias(PLAZOS[plazo["clave"]], plazo.get("dias"))
        if razon:
            yield [i, "dias"], razon
        calendario = plazo.get("calendario", "")
        if calendario and calendario not in calendarios:
            yield [i, "calendario"], _desconocida(_("el calendario"), calendario, calendarios)


def comprobar_banderas(banderas: list[dict[str, Any]]) -> Iterator[Falla]:
    """Yield what is wrong with the section `banderas`, once its structure is right."""
    conocidas = ajustables()
    yield from _claves(banderas, conocidas, _("la bandera"))
    for i, bandera in enumerate(banderas):
        if bandera["clave"] not in conocidas:
            continue
        umbrales = conocidas[bandera["clave"]].valores()
        for nombre, valor in bandera.get("parametros", {}).items():
            if nombre not in umbrales:
                yield [i, "parametros", nombre], _desconocida(_("el umbral"), nombre, umbrales)
            elif isinstance(umbrales[nombre], int) and not isinstance(valor, int):
                yield [i, "parametros", nombre], _("este umbral se cuenta en enteros: escríbalo sin decimales")


def _claves(filas: list[dict[str, Any]], conocidas: Mapping[str, object], que: str) -> Iterator[Falla]:
    vistas: set[str] = set()
    for i, fila in enumerate(filas):
        clave = fila["clave"]
        if clave not in conocidas:
            yield [i, "clave"], _desconocida(que, clave, conocidas)
        elif clave in vistas:
            yield [i, "clave"], _("%(que)s «%(clave)s» está dos veces; deje una sola") % {"que": que, "clave": clave}
        vistas.add(clave)


def _de_dias(definicion: DefinicionDePlazo, dias: int | None) -> str:
    """Return why a definition cannot take `dias`, or nothing."""
    sigue = sentido(definicion)
    if dias is None or dias * sigue > 0:
        return ""
    if sigue == 0:
        return _("la fecha se pacta en el contrato: este plazo solo se enciende o se apaga, no lleva días")
    if sigue < 0:
        return _("este plazo se cuenta hacia atrás: escriba los días con signo negativo")
    return _("escriba al menos un día")


def _desconocida(que: str, clave: str, conocidas: Collection[str]) -> str:
    return _("no existe %(que)s «%(clave)s»; los valores posibles son: %(lista)s") % {
        "que": que,
        "clave": clave,
        "lista": ", ".join(sorted(conocidas)) or _("ninguno"),
    }
