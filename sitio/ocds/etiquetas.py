"""Which tags a new release carries (OCDS releaseTag), from its sections and from what they change."""

from collections.abc import Collection, Iterator
from typing import Any

from sitio.ocds import fusion
from sitio.ocds.listas import ESTADOS_DE_PLANEACION

Objeto = dict[str, Any]

# Base tag of each section, in the order of the stages; execution lives inside the contracts.
_SECCION_DE = {"planning": "planning", "tender": "tender", "award": "awards", "contract": "contracts"}
_BASES = (*_SECCION_DE, "implementation")
_PROPIOS_DE_LA_ENTREGA = {"ocid", "id", "date", "tag", "initiationType"}
_LICITACION_CANCELADA = frozenset({"cancelled", "withdrawn"})
_CONTRATO_TERMINADO = frozenset({"terminated", "cancelled"})


class SinCambios(ValueError):
    """The release would change nothing of what is already public: there is nothing to publish."""


def decidir(
    previa: Objeto | None, nueva: Objeto, historicas: Collection[str], compilada: Objeto | None = None
) -> list[str]:
    """The tags of `nueva`, in the order of the stages.

    `previa` is the compiled release so far (None: nothing public yet) and `historicas` the tags of all its releases.
    What counts is what the merge would change, so a release may repeat whole sections or carry only the news.
    A member that is new in `awards` or `contracts` gets the base tag, one that changes an Update; an Update, Amendment,
    Cancellation or Termination is given only after its base tag. What belongs to no stage (parties, buyer) is told as
    an update of the stages `nueva` carries. `compilada` is `nueva` merged over `previa`, for who has it already.
    Raises SinCambios when the merge leaves everything as it is, or there is
    no stage to speak of.
    """
    antes = previa or {}
    # A captured release has no date yet; for the comparison it happens when the last one did.
    sin_fecha = {"date": antes.get("date", "1970-01-01T00:00:00Z")}
    despues = fusion.agregar(previa, {**sin_fecha, **nueva}) if compilada is None else compilada
    posibles = [*_de_etapas(antes, despues, historicas)]
    if not posibles and _sin_etapas(antes) != _sin_etapas(despues):
        posibles = [f"{base}Update" for base in _bases_a_actualizar(nueva, historicas)]
    if not posibles:
        raise SinCambios(
            "La entrega no cambia nada de lo ya publicado: no hay qué publicar. Modifique algún dato de la etapa."
        )
    return list(dict.fromkeys(_con_base(etiqueta, historicas) for etiqueta in posibles))


def _de_etapas(antes: Objeto, despues: Objeto, historicas: Collection[str]) -> Iterator[str]:
    licitacion = _de_licitacion(antes.get("tender", {}), despues.get("tender", {}), historicas)
    if antes.get("planning") != despues.get("planning") or licitacion == ["planningUpdate"]:
        yield "planningUpdate" if "planning" in historicas else "planning"
    yield from (etiqueta for etiqueta in licitacion if etiqueta != "planningUpdate")
    for previo, actual in _cambiados(antes, despues, "awards"):
        yield _de_adjudicacion(previo, actual)
    contratos = _cambiados(antes, despues, "contracts")
    for previo, actual in contratos:
        yield from _de_contrato(previo, actual)
    for previo, actual in contratos:
        yield from _de_ejecucion(previo, actual)


def _de_licitacion(previa: Objeto, actual: Objeto, historicas: Collection[str]) -> list[str]:
    if previa == actual:
        return []
    if "tender" not in historicas and _solo_planeada(previa, actual):
        return ["planningUpdate"]
    dichas = []
    if _crecio(previa, actual, "amendments"):
        dichas.append("tenderAmendment")
    if _paso_a(previa, actual, _LICITACION_CANCELADA):
        dichas.append("tenderCancellation")
    return dichas or ["tenderUpdate"]


def _solo_planeada(previa: Objeto, actual: Objeto) -> bool:
    """Whether the tender is still a plan, or one that was dropped before any call (OCDS releaseTag, planningUpdate)."""
    dejada = previa.get("status") in ESTADOS_DE_PLANEACION and actual.get("status") in _LICITACION_CANCELADA
    return dejada or actual.get("status") in ESTADOS_DE_PLANEACION


def _de_adjudicacion(previa: Objeto | None, actual: Objeto) -> str:
    if previa is None:
        return "award"
    return "awardCancellation" if _paso_a(previa, actual, {"cancelled"}) else "awardUpdate"


def _de_contrato(previo: Objeto | None, actual: Objeto) -> list[str]:
    if previo is None:
        return ["contract"]
    if _sin(previo, "implementation") == _sin(actual, "implementation"):
        return []
    dichas = []
    if _crecio(previo, actual, "amendments"):
        dichas.append("contractAmendment")
    if _paso_a(previo, actual, _CONTRATO_TERMINADO):
        dichas.append("contractTermination")
    return dichas or ["contractUpdate"]


def _de_ejecucion(previo: Objeto | None, actual: Objeto) -> list[str]:
    previa, nueva = (previo or {}).get("implementation"), actual.get("implementation")
    if previa == nueva:
        return []
    return ["implementationUpdate" if previa else "implementation"]


def _con_base(etiqueta: str, historicas: Collection[str]) -> str:
    """The tag itself, or its base when no release of the process carries the base yet."""
    base = next(base for base in _BASES if etiqueta.startswith(base))
    return etiqueta if base in historicas else base


def _bases_a_actualizar(nueva: Objeto, historicas: Collection[str]) -> list[str]:
    presentes = [base for base, seccion in _SECCION_DE.items() if nueva.get(seccion)]
    return presentes or [base for base in _BASES if base in historicas][-1:]


def _cambiados(antes: Objeto, despues: Objeto, seccion: str) -> list[tuple[Objeto | None, Objeto]]:
    previos = {miembro["id"]: miembro for miembro in antes.get(seccion, ())}
    pares = [(previos.get(miembro["id"]), miembro) for miembro in despues.get(seccion, ())]
    return [(previo, actual) for previo, actual in pares if previo != actual]


def _crecio(previo: Objeto, actual: Objeto, lista: str) -> bool:
    return len(actual.get(lista, ())) > len(previo.get(lista, ()))


def _paso_a(previo: Objeto, actual: Objeto, estados: Collection[str]) -> bool:
    return actual.get("status") in estados and previo.get("status") not in estados


def _sin(objeto: Objeto, *campos: str) -> Objeto:
    return {clave: valor for clave, valor in objeto.items() if clave not in campos}


def _sin_etapas(compilada: Objeto) -> Objeto:
    return _sin(compilada, *_PROPIOS_DE_LA_ENTREGA, *_SECCION_DE.values())
