"""What rules compare the published data with, and OCDS does not say: limits of the year, UMA, lists, calendars."""

from collections.abc import Mapping

import pyarrow as pa

from sitio.ocds.columnas import MONTO

_TEXTO, _DIA, _ENTERO = pa.string(), pa.date32(), pa.int64()


def _esquema(**columnas: pa.DataType) -> pa.Schema:
    return pa.schema(list(columnas.items()))


# Whoever runs the analysis gives the rows; a table that is not given is empty, and the rules that need it then say
# that data is missing.
ESQUEMAS_DE_REFERENCIA: dict[str, pa.Schema] = {
    # The day the analysis is made on, local: one row.
    "corte": _esquema(dia=_DIA),
    # Amounts, without IVA, up to which a procedure other than the public tender is allowed (PEF, annex 9). `ley`:
    # LAASSP or LOPSRM; `objeto`: adquisiciones, obra or servicios_de_obra; `presupuesto_hasta` null: no upper bound.
    "limites": _esquema(
        anio=_ENTERO, ley=_TEXTO, objeto=_TEXTO, presupuesto_hasta=MONTO, directa=MONTO, invitacion=MONTO
    ),
    # What a buying unit (or, without one, a buyer) may spend in a year under a law: the bracket of its limits.
    "presupuestos": _esquema(comprador_id=_TEXTO, unidad_id=_TEXTO, anio=_ENTERO, ley=_TEXTO, monto=MONTO),
    # Daily value of the UMA, MXN.
    "umas": _esquema(anio=_ENTERO, diaria=MONTO),
    # Non-working days besides Saturdays and Sundays, by key of the calendar.
    "inhabiles": _esquema(calendario=_TEXTO, dia=_DIA),
    # External lists that are loaded: one row a list, with its version in force. `publicador` null: for all.
    "listas": _esquema(lista=_TEXTO, tipo=_TEXTO, version=_TEXTO, fecha=_DIA, publicador=_TEXTO),
    # Organizations of the data found in a list. `rfc` and `nombre` are those of `partes` (`rfc`, `nombre_normalizado`);
    # `coincidencia`: rfc, curp, nombre_exacto or nombre_aproximado; `decision`: confirmada, rechazada or null.
    "coincidencias": _esquema(
        publicador=_TEXTO,
        rfc=_TEXTO,
        nombre=_TEXTO,
        lista=_TEXTO,
        tipo=_TEXTO,
        version=_TEXTO,
        renglon=_TEXTO,
        situacion=_TEXTO,
        desde=_DIA,
        hasta=_DIA,
        publicado=_DIA,
        institucion=_TEXTO,
        coincidencia=_TEXTO,
        puntaje=pa.float64(),
        decision=_TEXTO,
    ),
}


def completar(dadas: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return every reference table: the given ones with their columns in place, the others empty.

    Raises ValueError for one that no rule knows, pyarrow.ArrowInvalid for columns of another type.
    """
    if desconocidas := dadas.keys() - ESQUEMAS_DE_REFERENCIA.keys():
        raise ValueError(f"No hay tabla de referencia {', '.join(sorted(desconocidas))}.")
    return {
        nombre: dadas[nombre].select(esquema.names).cast(esquema) if nombre in dadas else esquema.empty_table()
        for nombre, esquema in ESQUEMAS_DE_REFERENCIA.items()
    }
