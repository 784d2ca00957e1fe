"""What must hold of a template before it is stored: everything wrong with it, each with its place in the JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from sitio.ocds import listas
from sitio.procesos.plantillas import rutas
from sitio.procesos.plantillas.campos import campos_de, valor_inicial
from sitio.procesos.plantillas.motivos import motivo
from sitio.procesos.plantillas.secciones import SECCIONES

ESQUEMA = Path(__file__).parent.parent / "esquema" / "plantilla.json"
# A stage is begun from a published page of the other: servicios.crear_etapa.
NACE_DE = {"contrato": "adjudicacion", "ejecucion": "contrato"}
Ruta = tuple[str | int, ...]


@dataclass(frozen=True)
class Falla:
    """One thing wrong with (or to look at in) a template: where in the JSON, and the reason in Spanish."""

    ruta: Ruta
    motivo: str

    def __str__(self) -> str:
        return _("%(lugar)s: %(motivo)s") % {"lugar": self.lugar, "motivo": self.motivo}

    @property
    def lugar(self) -> str:
        """The JSON path: `etapas/0/aprobacion/1/dias`."""
        return "/".join(map(str, self.ruta)) or _("raíz")


class PlantillaInvalida(ValueError):
    """A template that cannot be used. `fallas` has every reason; the message tells them one a line."""

    def __init__(self, mensaje: str, fallas: list[Falla] | None = None) -> None:
        super().__init__(mensaje)
        self.fallas = fallas or [Falla((), mensaje)]


def comprobar(contenido: Any) -> None:
    """Refuse a template that breaks the schema or contradicts the stages it speaks of. Raises PlantillaInvalida."""
    if halladas := fallas(contenido):
        raise PlantillaInvalida("\n".join(map(str, halladas)), halladas)


def esquema() -> dict[str, Any]:
    """Return the JSON Schema of a template, with the sections that other rooms registered."""
    base, secciones = _base(), {nombre: seccion.esquema for nombre, seccion in SECCIONES.items()}
    return {**base, "properties": {**base["properties"], **secciones}}


@cache
def _base() -> dict[str, Any]:
    base: dict[str, Any] = json.loads(ESQUEMA.read_text(encoding="utf-8"))
    return base


def fallas(contenido: Any) -> list[Falla]:
    """Return everything wrong with a template, in the order of its paths; empty when it may be stored."""
    halladas = list(_de_esquema(esquema(), contenido))
    rotas = {falla.ruta[:2] for falla in halladas}
    if isinstance(contenido, dict):
        halladas += _de_contenido(contenido, rotas)
    return sorted(halladas, key=lambda falla: [f"{p:03d}" if isinstance(p, int) else p for p in falla.ruta])


def fallas_de_etapa(etapa: dict[str, Any]) -> list[Falla]:
    """Return everything wrong with one stage of a template; paths begin at the stage."""
    base = esquema()
    estructura = list(_de_esquema({"$ref": "#/$defs/etapa", "$defs": base["$defs"]}, etapa))
    return estructura or list(_de_etapa(etapa))


def fallas_de_seccion(nombre: str, valor: Any) -> list[Falla]:
    """Return everything wrong with the value of a registered section; paths begin at the section."""
    seccion = SECCIONES[nombre]
    estructura = list(_de_esquema(seccion.esquema, valor))
    return estructura or [Falla(tuple(ruta), razon) for ruta, razon in seccion.comprobar(valor)]


def avisos(contenido: dict[str, Any]) -> list[Falla]:
    """Return what somebody should look at in a valid template, though it may be stored."""
    return [
        Falla(
            ("etapas", i, "campos_adicionales", j, "ruta"),
            _("el estándar OCDS no conoce «%(ruta)s»: se publicará como un dato adicional propio")
            % {"ruta": extra["ruta"]},
        )
        for i, etapa in enumerate(contenido["etapas"])
        for j, extra in enumerate(etapa.get("campos_adicionales", ()))
        if extra["tipo"] != "documento" and not rutas.conocida(etapa["etapa"], extra["ruta"])
    ]


def _de_esquema(esquema: dict[str, Any], dato: Any) -> Iterator[Falla]:
    validador = Draft202012Validator(esquema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    vistas = set()
    for error in validador.iter_errors(dato):
        falla = Falla(tuple(error.absolute_path), motivo(error))
        if falla not in vistas:
            vistas.add(falla)
            yield falla


def _de_contenido(contenido: dict[str, Any], rotas: set[Ruta]) -> Iterator[Falla]:
    if not any(ruta[:1] == ("marco_legal",) for ruta in rotas) and "marco_legal" in contenido:
        yield from _de_marco(contenido["marco_legal"])
    etapas = contenido.get("etapas")
    if isinstance(etapas, list):
        sanas = [(i, e) for i, e in enumerate(etapas) if ("etapas", i) not in rotas]
        yield from _de_orden([e["etapa"] if isinstance(e, dict) and "etapa" in e else "" for e in etapas])
        for i, etapa in sanas:
            yield from (Falla(("etapas", i, *falla.ruta), falla.motivo) for falla in _de_etapa(etapa))
    for nombre in SECCIONES.keys() & contenido.keys():
        if not any(ruta[:1] == (nombre,) for ruta in rotas):
            propias = SECCIONES[nombre].comprobar(contenido[nombre])
            yield from (Falla((nombre, *ruta), razon) for ruta, razon in propias)


def _de_marco(marco: dict[str, Any]) -> Iterator[Falla]:
    if marco.get("desde", "") > marco.get("hasta", "9999"):
        yield Falla(("marco_legal", "hasta"), _("el último día de vigencia no puede ser anterior al primero"))


def _de_orden(etapas: list[Any]) -> Iterator[Falla]:
    for i, nombre in enumerate(etapas):
        if nombre and nombre in etapas[:i]:
            yield Falla(("etapas", i, "etapa"), _("la etapa «%(etapa)s» está dos veces") % {"etapa": nombre})
        previa = NACE_DE.get(nombre) if isinstance(nombre, str) else None
        if previa and previa not in etapas[:i]:
            razon = _("la etapa «%(etapa)s» va después de «%(previa)s», y aquí no la tiene antes")
            yield Falla(("etapas", i, "etapa"), razon % {"etapa": nombre, "previa": previa})


def _de_etapa(etapa: dict[str, Any]) -> Iterator[Falla]:
    nombre, conocidos = etapa["etapa"], campos_de(etapa["etapa"])
    for i, campo in enumerate(etapa["campos_obligatorios"]):
        if campo not in conocidos:
            yield Falla(("campos_obligatorios", i), _sin_campo(nombre, campo))
    tipos = listas.codigos("documentType")
    for i, tipo in enumerate(etapa["documentos_obligatorios"]):
        if tipo not in tipos:
            yield Falla(("documentos_obligatorios", i), _sin_documento(tipo))
    for campo, valor in etapa.get("valores", {}).items():
        if razon := _de_valor(nombre, campo, valor):
            yield Falla(("valores", campo), razon)
    yield from _de_adicionales(nombre, etapa.get("campos_adicionales", []))


def _de_valor(etapa: str, campo: str, valor: Any) -> str | None:
    if campo not in campos_de(etapa):
        return _sin_campo(etapa, campo)
    if not campos_de(etapa)[campo].admite_valor:
        return _("«%(campo)s» no admite un valor propuesto: depende de cada proceso") % {"campo": campo}
    try:
        valor_inicial(etapa, campo, valor)
    except ValidationError as error:
        return " ".join(error.messages)
    return None


def _de_adicionales(etapa: str, extras: list[dict[str, Any]]) -> Iterator[Falla]:
    repetidas = {clave for clave, veces in Counter(extra["clave"] for extra in extras).items() if veces > 1}
    for i, extra in enumerate(extras):
        lugar: Ruta = ("campos_adicionales", i)
        if extra["clave"] in repetidas:
            yield Falla((*lugar, "clave"), _("la clave «%(clave)s» está dos veces") % {"clave": extra["clave"]})
        yield from (Falla((*lugar, "ruta"), razon) for razon in rutas.fallas(etapa, extra))
        yield from (Falla((*lugar, campo), razon) for campo, razon in _de_tipo(extra))
        for otra in extras[:i]:
            documentos = "documento" in (extra["tipo"], otra["tipo"])
            if not documentos and rutas.se_estorban(extra["ruta"], otra["ruta"]):
                razon = _("esa ruta se estorba con la de «%(otra)s»") % {"otra": otra["titulo"]}
                yield Falla((*lugar, "ruta"), razon)


def _de_tipo(extra: dict[str, Any]) -> Iterator[tuple[str, str]]:
    valores = [opcion["valor"] for opcion in extra.get("opciones", ())]
    if extra["tipo"] == "opcion" and not valores:
        yield "opciones", _("escriba al menos una opción")
    if extra["tipo"] != "opcion" and valores:
        yield "opciones", _("solo un campo de tipo «opcion» lleva opciones")
    if len(valores) != len(set(valores)):
        yield "opciones", _("hay dos opciones con el mismo valor")
    if "tipo_documento" in extra:
        if extra["tipo"] != "documento":
            yield "tipo_documento", _("solo un campo de tipo «documento» lleva tipo de documento")
        elif extra["tipo_documento"] not in listas.codigos("documentType"):
            yield "tipo_documento", _sin_documento(extra["tipo_documento"])


def _sin_campo(etapa: str, campo: str) -> str:
    return _("la etapa «%(etapa)s» no tiene el campo «%(campo)s»") % {"etapa": etapa, "campo": campo}


def _sin_documento(tipo: str) -> str:
    return _("«%(tipo)s» no es un tipo de documento de OCDS ni de sus extensiones") % {"tipo": tipo}
