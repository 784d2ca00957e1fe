"""Rules a JSON Schema cannot say: organizations named in a release are among its parties, contracts point at an award.

Source: OCDS 1.1, "Organization references" (and those of our extensions); Pelican's checks reference.*,
consistent.*_in_parties_roles and consistent.*_name_in_parties.
"""

from collections.abc import Iterator
from typing import Any

from sitio.ocds import listas, rutas
from sitio.ocds.rutas import objetos

Objeto = dict[str, Any]
# Where it fails, which rule of `mensajes`, and the data of its message.
Falla = tuple[list[str | int], str, dict[str, Any]]
# Where an organization is named, and the party role it stands for there; without one, any role will do.
LUGARES: tuple[tuple[str, str], ...] = (
    ("buyer", "buyer"),
    ("planning.requestingUnits", "requestingUnit"),
    ("planning.responsibleUnits", "responsibleUnit"),
    ("planning.contractingUnits", "contractingUnit"),
    ("planning.budget.budgetBreakdown.sourceParty", "sourceParty"),
    ("planning.requestsForQuotes.invitedSuppliers", "invitedSupplier"),
    ("planning.requestsForQuotes.quotes.issuingSupplier", "issuingSupplier"),
    ("tender.procuringEntity", "procuringEntity"),
    ("tender.tenderers", "tenderer"),
    ("tender.enquiries.author", "enquirer"),
    ("tender.clarificationMeetings.attendees", "attendee"),
    ("tender.clarificationMeetings.officials", "official"),
    ("bids.details.tenderers", "tenderer"),
    ("awards.suppliers", "supplier"),
    ("awards.subcontracting.subcontracts.subcontractor", "subcontractor"),
    ("awards.subcontracting.subcontracts.mainContractors", "supplier"),
    ("contracts.suppliers", "supplier"),
    ("contracts.signatories", ""),
    ("contracts.guarantees.guarantor", "guarantor"),
    ("contracts.implementation.budgetBreakdown.sourceParty", "sourceParty"),
    ("contracts.implementation.transactions.payer", "payer"),
    ("contracts.implementation.transactions.payee", "payee"),
    ("parties.memberOf", ""),
)


def organizaciones(entrega: Objeto) -> Iterator[tuple[list[str | int], str, Objeto]]:
    """Every organization reference of a release: its path, the party role it stands for, and itself."""
    for ruta, papel in LUGARES:
        for lugar, referencia in rutas.miembros(entrega, *ruta.split(".")):
            if referencia:
                yield list(lugar), papel, referencia


def fallas(entrega: Objeto, previa: Objeto | None) -> Iterator[Falla]:
    """What is wrong with the references of `entrega`, on its own or after `previa`, the compiled release so far."""
    yield from _de_organizaciones(entrega, previa or {})
    adjudicaciones = {str(a.get("id")) for fuente in (entrega, previa or {}) for a in objetos(fuente, "awards")}
    # A release of the contract stage alone, seen without the earlier ones, cannot tell.
    if not adjudicaciones and previa is None:
        return
    for i, contrato in enumerate(objetos(entrega, "contracts")):
        if "awardID" in contrato and str(contrato["awardID"]) not in adjudicaciones:
            yield ["contracts", i, "awardID"], "adjudicacion_perdida", {"valor": contrato["awardID"]}


def _de_organizaciones(entrega: Objeto, previa: Objeto) -> Iterator[Falla]:
    partes = {parte.get("id"): parte for fuente in (previa, entrega) for parte in objetos(fuente, "parties")}
    for ruta, papel, referencia in organizaciones(entrega):
        clave = referencia.get("id")
        if not clave:
            yield ruta, "referencia_sin_id", {}
        elif clave not in partes:
            yield ruta, "referencia_perdida", {"valor": clave}
        else:
            yield from _contra_su_parte(ruta, papel, referencia, partes[clave])


def _contra_su_parte(ruta: list[str | int], papel: str, referencia: Objeto, parte: Objeto) -> Iterator[Falla]:
    nombre = referencia.get("name")
    if nombre is not None and nombre != parte.get("name"):
        datos = {"valor": parte["id"], "nombre": nombre, "nombre_parte": parte.get("name")}
        yield [*ruta, "name"], "referencia_nombre", datos
    if papel and papel not in (parte.get("roles") or ()):
        yield ruta, "referencia_papel", {"valor": parte["id"], "papel": listas.titulo("partyRole", papel)}
