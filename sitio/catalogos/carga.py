"""Load the reference catalogues from CSV files into the database, as many times as needed.

Each entry of `CATALOGOS` says which file, which columns, how a row becomes a model. A row that is already there with
the same key is rewritten with what the file says; nothing is deleted, because published releases may refer to it.
"""

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TextIO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.catalogos.models import (
    FEDERAL,
    Calendario,
    ClaveCucop,
    DiaInhabil,
    Ley,
    LimiteDeMonto,
    Objeto,
    Partida,
    Uma,
    UnidadCompradora,
)
from sitio.catalogos.models.buscable import Buscable
from sitio.rutas import FIXTURES

CARPETA = FIXTURES / "catalogos"
_LOTE = 1000


class CatalogoInvalido(ValueError):
    """A catalogue file cannot be loaded; the message, in Spanish, names file, row, field and remedy."""


@dataclass(frozen=True)
class Catalogo:
    """A catalogue: its file, its model, its key and the columns of the file (column name: reader of its text).

    A file may leave out the `opcionales`, and then what the database says of them stays.
    """

    archivo: str
    titulo: Any
    modelo: type[models.Model]
    clave: str
    columnas: dict[str, Callable[[str], Any]]
    opcionales: tuple[str, ...] = ()
    # Columns of the key that a file may leave out too: the model's default stands for them.
    de_la_llave: dict[str, Callable[[str], Any]] = field(default_factory=dict)

    @property
    def llave(self) -> list[str]:
        """The fields that make a row the same row."""
        return [*self.de_la_llave, self.clave]


@dataclass(frozen=True)
class Cuenta:
    """What loading one catalogue did: rows read, and rows that were not in the database before."""

    titulo: str
    leidas: int
    nuevas: int


def _texto(valor: str) -> str:
    return " ".join(valor.split())


def _requerido(valor: str) -> str:
    if not (limpio := _texto(valor)):
        raise ValueError(_("está vacío"))
    return limpio


def _fecha(valor: str) -> date:
    try:
        return date.fromisoformat(valor.strip())
    except ValueError:
        raise ValueError(_("no es una fecha AAAA-MM-DD")) from None


def _calendario(valor: str) -> str:
    clave = valor.strip() or FEDERAL
    if not Calendario.objects.filter(clave=clave).exists():
        raise ValueError(_("no es la clave de un calendario (créelo antes en Catálogos, Calendarios)"))
    return clave


def _entero(valor: str) -> int:
    if not valor.strip().isdecimal():
        raise ValueError(_("no es un número entero"))
    return int(valor)


def _pesos(valor: str) -> Decimal:
    try:
        monto = Decimal(valor.strip())
    except InvalidOperation:
        raise ValueError(_("no es un monto en pesos, como 1145000.00")) from None
    if not monto.is_finite() or monto <= 0:
        raise ValueError(_("no es un monto mayor que cero"))
    return monto


def _pesos_o_nada(valor: str) -> Decimal | None:
    return _pesos(valor) if valor.strip() else None


def _de_lista(opciones: type[models.TextChoices]) -> Callable[[str], str]:
    def leer(valor: str) -> str:
        if valor.strip() not in opciones.values:
            raise ValueError(_("no es ninguna de estas: %(opciones)s") % {"opciones": ", ".join(opciones.values)})
        return valor.strip()

    return leer


CATALOGOS = (
    Catalogo(
        "cog.csv",
        gettext_lazy("Clasificador por Objeto del Gasto"),
        Partida,
        "clave",
        {"clave": _requerido, "descripcion": _requerido, "generica": _texto, "concepto": _texto, "capitulo": _texto},
        ("generica", "concepto", "capitulo"),
    ),
    Catalogo(
        "cucop.csv",
        gettext_lazy("CUCoP+"),
        ClaveCucop,
        "clave",
        {"clave": _requerido, "descripcion": _requerido, "unidad": _texto, "partida": _requerido},
    ),
    Catalogo(
        "dias_inhabiles.csv",
        gettext_lazy("Días inhábiles"),
        DiaInhabil,
        "fecha",
        {"fecha": _fecha, "motivo": _requerido},
        de_la_llave={"calendario_id": _calendario},
    ),
    Catalogo(
        "limites_de_monto.csv",
        gettext_lazy("Montos máximos"),
        LimiteDeMonto,
        "tramo",
        {"tramo": _entero, "directa": _pesos, "invitacion": _pesos, "presupuesto_hasta": _pesos_o_nada},
        ("presupuesto_hasta",),
        de_la_llave={"anio": _entero, "ley": _de_lista(Ley), "objeto": _de_lista(Objeto)},
    ),
    Catalogo("umas.csv", gettext_lazy("Valores de la UMA"), Uma, "anio", {"anio": _entero, "diaria": _pesos}),
    Catalogo(
        "unidades_compradoras.csv",
        gettext_lazy("Unidades compradoras de CompraNet"),
        UnidadCompradora,
        "clave",
        {
            "clave": _requerido,
            "nombre": _requerido,
            "institucion": _requerido,
            "siglas": _texto,
            "clave_ramo": _texto,
            "orden_gobierno": _texto,
            "entidad_federativa": _texto,
        },
        ("siglas", "clave_ramo", "orden_gobierno", "entidad_federativa"),
    ),
)


def cargar_catalogos(carpeta: Path = CARPETA) -> Iterator[Cuenta]:
    """Load every catalogue found in `carpeta`, one transaction each, and tell what was done as it goes.

    Raises CatalogoInvalido when a file is missing or wrong; the catalogues before it stay loaded.
    """
    for catalogo in CATALOGOS:
        yield cargar(catalogo, carpeta / catalogo.archivo)


def cargar(catalogo: Catalogo, ruta: Path) -> Cuenta:
    """Insert or update the rows of one catalogue file, all or none."""
    ruta = _comprimido(ruta)
    filas, columnas = _leer(catalogo, ruta)
    gestor = catalogo.modelo._default_manager
    with transaction.atomic():
        antes = gestor.count()
        gestor.bulk_create(
            filas,
            batch_size=_LOTE,
            update_conflicts=True,
            unique_fields=catalogo.llave,
            update_fields=[campo for campo in columnas if campo != catalogo.clave],
        )
        return Cuenta(str(catalogo.titulo), len(filas), gestor.count() - antes)


def _comprimido(ruta: Path) -> Path:
    """Return the file, or the same compressed with gzip when only that one is there."""
    comprimido = ruta.with_name(f"{ruta.name}.gz")
    return comprimido if comprimido.exists() and not ruta.exists() else ruta


def _leer(catalogo: Catalogo, ruta: Path) -> tuple[list[models.Model], list[str]]:
    filas: dict[Any, models.Model] = {}
    columnas: list[str] = []
    for numero, renglon in _renglones(catalogo, ruta):
        columnas = columnas or [columna for columna in catalogo.columnas if columna in renglon]
        fila = _fila(catalogo, ruta, numero, renglon)
        clave = tuple(getattr(fila, campo) for campo in catalogo.llave)
        if clave in filas:
            raise CatalogoInvalido(
                _("%(archivo)s, renglón %(renglon)s: la clave «%(clave)s» ya apareció antes. Deje una sola.")
                % {"archivo": ruta.name, "renglon": numero, "clave": getattr(fila, catalogo.clave)}
            )
        filas[clave] = fila
    return list(filas.values()), [*columnas, *(["busqueda"] if issubclass(catalogo.modelo, Buscable) else [])]


def _abrir(ruta: Path) -> TextIO:
    if ruta.suffix == ".gz":
        return gzip.open(ruta, "rt", encoding="utf-8-sig", newline="")
    return ruta.open(encoding="utf-8-sig", newline="")


def _renglones(catalogo: Catalogo, ruta: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with _abrir(ruta) as archivo:
            lector = csv.DictReader(archivo)
            pedidas = [columna for columna in catalogo.columnas if columna not in catalogo.opcionales]
            faltan = [columna for columna in pedidas if columna not in (lector.fieldnames or [])]
            if faltan:
                raise CatalogoInvalido(
                    _("%(archivo)s: falta la columna «%(columna)s». El encabezado debe decir: %(columnas)s.")
                    % {"archivo": ruta.name, "columna": faltan[0], "columnas": ", ".join(catalogo.columnas)}
                )
            for renglon in lector:
                yield lector.line_num, renglon
    except FileNotFoundError:
        raise CatalogoInvalido(
            _("No está el archivo «%(ruta)s». Póngalo ahí o indique otra carpeta.") % {"ruta": ruta}
        ) from None
    except UnicodeDecodeError:
        raise CatalogoInvalido(
            _("%(archivo)s no está en UTF-8. Guárdelo como «CSV UTF-8» y vuelva a cargarlo.") % {"archivo": ruta.name}
        ) from None
    except (gzip.BadGzipFile, EOFError):
        raise CatalogoInvalido(
            _("%(archivo)s no es un archivo gzip completo. Vuelva a comprimirlo, o póngalo sin comprimir.")
            % {"archivo": ruta.name}
        ) from None


def _fila(catalogo: Catalogo, ruta: Path, numero: int, renglon: dict[str, str]) -> models.Model:
    valores = {}
    for columna, leer in {**catalogo.columnas, **catalogo.de_la_llave}.items():
        if _titulo(columna) not in renglon:
            continue
        try:
            valores[columna] = _recortar(catalogo, columna, leer(renglon[_titulo(columna)] or ""))
        except ValueError as error:
            raise CatalogoInvalido(
                _("%(archivo)s, renglón %(renglon)s, campo %(campo)s: «%(valor)s» %(motivo)s. Corríjalo.")
                % {
                    "archivo": ruta.name,
                    "renglon": numero,
                    "campo": _titulo(columna),
                    "valor": renglon[_titulo(columna)],
                    "motivo": error,
                }
            ) from None
    fila = catalogo.modelo(**valores)
    if isinstance(fila, Buscable):
        fila.preparar()
    return fila


def _titulo(columna: str) -> str:
    """Return how the file calls a field: a key to another table without Django's `_id`."""
    return columna.removesuffix("_id")


def _recortar(catalogo: Catalogo, columna: str, valor: Any) -> Any:
    """Cut descriptions to what the model holds, with an ellipsis: CUCoP+ has a few of up to 4,000 characters."""
    campo = catalogo.modelo._meta.get_field(columna)
    limite = getattr(campo, "max_length", None)
    if not isinstance(valor, str) or limite is None or len(valor) <= limite:
        return valor
    if columna == "descripcion":
        return valor[: limite - 1] + "…"
    raise ValueError(_("tiene más de %(limite)s caracteres") % {"limite": limite})
