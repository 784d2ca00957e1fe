"""Evaluate flags: each one once for every distinct set of thresholds that the templates of the processes give it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from sitio.analisis.ajustes import Ajustes, Valores
from sitio.analisis.motor.conexion import Base, en_memoria
from sitio.analisis.registro import BANDERAS, Alcance, Bandera, Resultado, Severidad
from sitio.analisis.tablas import Contexto

# What is not evidence, by whether the flag is of one process.
_DE_TODOS = ("publicador", "sujeto", "resultado", "valor", "severidad")
PROPIAS = {True: ("ocid", *_DE_TODOS), False: ("procesos", *_DE_TODOS)}


@dataclass(frozen=True)
class Hallazgo:
    """What one flag says of one subject, with the numbers it used.

    `ocid` is empty for what is not of one process; `procesos` are then those behind it.
    """

    bandera_id: str
    ocid: str
    sujeto: str
    resultado: Resultado
    valor: Decimal | None
    evidencia: dict[str, Any] = field(default_factory=dict)
    publicador: str = ""
    severidad: Severidad | None = None
    procesos: tuple[str, ...] = ()


def evaluar(
    tablas: Mapping[str, pa.Table],
    banderas: Iterable[Bandera] | None = None,
    *,
    contexto: Contexto | None = None,
    ajustes: Mapping[str, Ajustes] | None = None,
    referencias: Mapping[str, pa.Table] | None = None,
) -> list[Hallazgo]:
    """Evaluate `banderas` over the tables of `sitio.ocds.tablas.aplanar`; one result per subject.

    By default, all those that a process alone is enough for: the others need every process of the publishers.
    `contexto` says, by ocid, who publishes and the body of law of the buyer where it is not the federal one (rules
    that name federal articles then do not apply). `ajustes`, also by ocid, what the template of a process changes: each
    flag runs once for every distinct set of thresholds, and one switched off does not apply, which is not the same as
    clean. `referencias`: the tables of `referencias`.
    """
    elegidas = [b for b in BANDERAS.values() if b.de_un_proceso] if banderas is None else banderas
    with en_memoria(tablas, contexto, referencias) as base:
        return [h for bandera in elegidas for h in evaluar_en(base, bandera, contexto, ajustes)]


def evaluar_en(
    base: Base,
    bandera: Bandera,
    contexto: Contexto | None = None,
    ajustes: Mapping[str, Ajustes] | None = None,
) -> Iterator[Hallazgo]:
    """Evaluate one flag over the tables of `base`; yield one result per subject."""
    if bandera.alcance is Alcance.PROCESO:
        yield from _por_proceso(base, bandera, contexto or Contexto(), ajustes or {})
        return
    sentencia = base.consulta(bandera.expresion, tuple(bandera.valores().items()))
    for fila in base.filas(sentencia, ("publicador", "sujeto")):
        yield hallazgo_de(bandera, fila, {})


def _por_proceso(
    base: Base, bandera: Bandera, contexto: Contexto, ajustes: Mapping[str, Ajustes]
) -> Iterator[Hallazgo]:
    """Run a flag once for each distinct set of thresholds, keeping of each run the processes that have that set."""
    normales = tuple(bandera.valores().items())
    propios: dict[str, Valores] = {ocid: a.valores(bandera) for ocid, a in ajustes.items()}
    for valores in sorted({normales, *propios.values()}):
        for fila in base.filas(base.consulta(bandera.expresion, valores), ("ocid", "sujeto")):
            if propios.get(fila["ocid"], normales) == valores:
                yield hallazgo_de(bandera, {**fila, "publicador": contexto.publicadores.get(fila["ocid"], "")}, ajustes)


def hallazgo_de(bandera: Bandera, fila: Mapping[str, Any], ajustes: Mapping[str, Ajustes]) -> Hallazgo:
    """Return what a row of a flag says, and of its process, what the template changed."""
    valor, severidad, propias = fila["valor"], fila.get("severidad"), PROPIAS[bandera.alcance is Alcance.PROCESO]
    hallazgo = Hallazgo(
        bandera_id=bandera.id,
        ocid=fila.get("ocid", ""),
        sujeto=fila["sujeto"],
        resultado=Resultado(fila["resultado"]),
        valor=None if valor is None else Decimal(str(valor)),
        evidencia={nombre: v for nombre, v in fila.items() if nombre not in propias},
        publicador=fila["publicador"],
        severidad=None if severidad is None else Severidad(severidad),
        procesos=tuple(sorted(fila.get("procesos") or ())),
    )
    return _ajustado(hallazgo, bandera, ajustes)


def _ajustado(hallazgo: Hallazgo, bandera: Bandera, ajustes: Mapping[str, Ajustes]) -> Hallazgo:
    """Say in the evidence what the template of the process changed; a flag that it switches off does not apply."""
    propios = ajustes.get(hallazgo.ocid)
    if propios is None or bandera.id not in propios.banderas:
        return hallazgo
    activa = propios.banderas[bandera.id].activa
    evidencia = propios.evidencia(activa=activa, parametros=dict(propios.valores(bandera)))
    resultado = hallazgo.resultado if activa else Resultado.NO_APLICA
    return replace(hallazgo, resultado=resultado, evidencia=hallazgo.evidencia | evidencia)
