"""Is this release fit to publish? Checks against the schema and the rules of OCDS, answered in Spanish for a clerk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sitio.ocds import coherencia, esquema, fusion, listas, referencias, rutas, validador
from sitio.ocds.canonico import NoCanonizable, exigir_canonizable
from sitio.ocds.coherencia import Nivel
from sitio.ocds.identificadores import validar_ocid
from sitio.ocds.mensajes import TIPOS, redactar
from sitio.ocds.rasgos import IDS_DUDOSOS, RAROS
from sitio.ocds.referencias import Falla

# What the ledger can keep.
LARGO_OCID = 200
LARGO_ID = 250


@dataclass(frozen=True)
class ErrorDePerfil:
    """One thing wrong with a release: where (JSON path), which field (Spanish title), what to do, and the rule.

    `nivel`: an `error` is not published; an `aviso` is for somebody to look at.
    """

    ruta: list[str | int]
    campo: str
    mensaje: str
    regla: str = ""
    nivel: str = Nivel.ERROR

    def __str__(self) -> str:
        return f"{self.lugar} ({rutas.texto(self.ruta)}): {self.mensaje}" if self.ruta else self.mensaje

    @property
    def lugar(self) -> str:
        """The way to the field for people: «Licitación › Artículo 3 › Cantidad»."""
        titulos = esquema.titulos(self.ruta)
        siguientes = [*self.ruta[1:], ""]
        return " › ".join(
            titulo for titulo, siguiente in zip(titulos, siguientes, strict=True) if not isinstance(siguiente, int)
        )


def errores(
    entrega: dict[str, Any],
    *,
    estricto: bool = False,
    previa: dict[str, Any] | None = None,
    rasgos: int | None = None,
) -> list[ErrorDePerfil]:
    """Everything wrong with a release, in the order of its fields, one thing a field. Empty: it may be published.

    Always: the structure and closed lists of OCDS 1.1.5 (extra fields are welcome, as in the standard), addresses that
    are not of the web, and what would break the ledger: an id with `#`, an id twice in one list, text or numbers that
    canonical JSON refuses. `estricto` (what we capture ourselves) also holds our extensions to their schemas, and
    refuses empty values, an ocid out of form, broken references, and what cannot be true (`coherencia`); `previa`, the
    compiled release so far, is where references to earlier stages are found, and what nulls may take back. `rasgos`
    are those of `fusion.rasgos_de`, for who has them already.
    """
    if not isinstance(entrega, dict):
        return [_redactado(([], "type", {"tipos": TIPOS["object"], "valor": _breve(entrega)}))]
    if ilegible := [*_de_forma(entrega)]:
        return [_redactado(falla) for falla in ilegible]
    rasgos = fusion.rasgos_de(entrega) if rasgos is None else rasgos
    fallas = [*_de_bitacora(entrega, rasgos)]
    if estricto:
        fallas += [*_de_ocid(entrega), *(_de_vacios(entrega, previa) if _hay_vacios(entrega) else ())]
    fallas += _de_estructura(entrega, completo=estricto, exacta=not rasgos & RAROS)
    if estricto:
        fallas += referencias.fallas(entrega, previa)
        # Rules read values: over a broken structure they would repeat what is already told, or stumble.
        fallas += coherencia.fallas(entrega, previa, Nivel.ERROR) if not fallas else ()
    return [_redactado(falla) for falla in sorted(_sin_ecos(fallas), key=_orden)]


def avisos(
    entrega: dict[str, Any], previa: dict[str, Any] | None = None, ahora: datetime | None = None
) -> list[ErrorDePerfil]:
    """What somebody should look at in a release without errors, in the order of its fields; it may be published.

    With `previa`, the compiled release so far, the whole process is looked at, and only what `entrega` brings is told.
    `ahora` is the present, for what should not be dated later.
    """
    fallas = _sin_ecos([*coherencia.fallas(entrega, previa, Nivel.AVISO, ahora)])
    return [_redactado(falla, Nivel.AVISO) for falla in sorted(fallas, key=_orden)]


def _de_forma(entrega: dict[str, Any]) -> Iterator[Falla]:
    try:
        exigir_canonizable(entrega)
    except NoCanonizable as error:
        yield error.ruta, "no_canonizable", {"motivo": error.motivo}


def _de_bitacora(entrega: dict[str, Any], rasgos: int) -> Iterator[Falla]:
    ocid, clave = str(entrega.get("ocid")), str(entrega.get("id"))
    if len(ocid) > LARGO_OCID:
        yield ["ocid"], "largo", {"maximo": LARGO_OCID}
    if len(clave) > LARGO_ID:
        yield ["id"], "largo", {"maximo": LARGO_ID}
    if "#" in clave:
        yield ["id"], "id_gato", {}
    for ruta, valor, regla in fusion.ids_malos(entrega) if rasgos & IDS_DUDOSOS else ():
        yield list(ruta), regla, {"valor": _breve(valor)}


def _de_ocid(entrega: dict[str, Any]) -> Iterator[Falla]:
    if isinstance(ocid := entrega.get("ocid"), str) and ocid.strip():
        try:
            validar_ocid(ocid)
        except ValueError as error:
            yield ["ocid"], "ocid_forma", {"motivo": str(error)}


def _hay_vacios(dato: Any) -> bool:
    """Whether `_de_vacios` may have something to say: quicker to tell than where."""
    if isinstance(dato, str):
        return not dato.strip()
    if isinstance(dato, dict):
        return not dato or any(map(_hay_vacios, dato.values()))
    if isinstance(dato, list):
        return not dato or any(map(_hay_vacios, dato))
    return dato is None


def _de_vacios(dato: Any, previa: Any, ruta: tuple[str | int, ...] = ()) -> Iterator[Falla]:
    # A null over something already published is no slip: it is how OCDS takes a value back (merging).
    retira = dato is None and previa not in (None, {}, [])
    if not retira and (dato is None or dato in ({}, []) or (isinstance(dato, str) and not dato.strip())):
        yield list(ruta), "vacio", {}
    if isinstance(dato, dict):
        for clave, valor in dato.items():
            yield from _de_vacios(valor, previa.get(clave) if isinstance(previa, dict) else None, (*ruta, clave))
    elif isinstance(dato, list):
        # By text: an id of a wrong type is somebody else's failure to tell, and must not stop this one.
        previos = {str(m.get("id")): m for m in previa if isinstance(m, dict)} if isinstance(previa, list) else {}
        for i, valor in enumerate(dato):
            anterior = previos.get(str(valor.get("id"))) if isinstance(valor, dict) else None
            yield from _de_vacios(valor, anterior, (*ruta, i))


def _de_estructura(entrega: dict[str, Any], *, completo: bool, exacta: bool) -> Iterator[Falla]:
    error: Any  # of jsonschema's ValidationError, the stubs leave every attribute optional
    for error in validador.errores(entrega, completo=completo, exacta=exacta):
        datos: dict[str, Any] = {"valor": _breve(error.instance)}
        regla = str(error.validator)
        if regla == "type":
            tipos = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
            datos["tipos"] = " o ".join(TIPOS[tipo] for tipo in tipos if tipo != "null")
            regla = "type:number" if {"number", "integer"} & {*tipos} - {"string"} else "type"
        elif regla == "enum":
            lista = error.schema["codelist"]
            datos["opciones"] = ", ".join(f"{codigo} ({titulo})" for codigo, titulo in listas.opciones(lista))
            regla = "enum:currency" if lista == "currency" else "enum"
        elif regla == "format":
            regla = f"format:{error.validator_value}"
        yield list(error.absolute_path), regla, datos


def _sin_ecos(fallas: list[Falla]) -> list[Falla]:
    """One failure a place (the first is the most telling); no "twice the same" over members told by their id."""
    por_lugar: dict[tuple[str | int, ...], Falla] = {}
    for falla in fallas:
        por_lugar.setdefault(tuple(falla[0]), falla)
    con_repetidos = {lugar[:-2] for lugar, falla in por_lugar.items() if falla[1] == "id_repetido"}
    return [falla for lugar, falla in por_lugar.items() if falla[1] != "uniqueItems" or lugar not in con_repetidos]


def _orden(falla: Falla) -> tuple[int, list[tuple[int, str]]]:
    secciones = list(esquema.entrega()["properties"])
    seccion = falla[0][0] if falla[0] else ""
    lugar = secciones.index(str(seccion)) if seccion in secciones else len(secciones)
    return lugar, [(parte, "") if isinstance(parte, int) else (-1, parte) for parte in falla[0]]


def _redactado(falla: Falla, nivel: Nivel = Nivel.ERROR) -> ErrorDePerfil:
    ruta, regla, datos = falla
    campo = esquema.titulos(ruta)[-1] if ruta else "Entrega"
    return ErrorDePerfil(ruta, campo, redactar(regla, campo=campo, **datos), regla, nivel)


def _breve(valor: Any) -> str:
    """What the field holds, as JSON would show it, short enough for a message."""
    texto = f"«{valor}»" if isinstance(valor, str) else json.dumps(valor, ensure_ascii=False, default=str)
    return texto if len(texto) <= 60 else f"{texto[:57]}…"
