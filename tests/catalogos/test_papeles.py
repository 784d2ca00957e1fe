"""The role names of the two capture systems before ours are ours, or the manual says which one is."""

import pytest

from sitio.ocds import listas
from tests.casas import RAIZ

# The Sistema 6's partyRole.ts and INAI's table rolecatalog; the value is ours, where it is another.
PAPELES = {
    **dict.fromkeys(("buyer", "procuringEntity", "payer", "reviewBody", "funder", "supplier", "tenderer")),
    **dict.fromkeys(("enquirer", "payee", "interestedParty", "guarantor", "attendee", "official")),
    **dict.fromkeys(("invitedSupplier", "issuingSupplier", "requestingUnit", "contractingUnit")),
    **dict.fromkeys(("technicalUnit", "responsibleUnit")),
    "procuringArea": "requestingUnit",
    "techArea": "technicalUnit",
    "contractAdmin": "responsibleUnit",
}


@pytest.mark.parametrize(("codigo", "nuestro"), PAPELES.items())
def test_todo_papel_de_los_otros_capturadores_tiene_uno_nuestro_con_titulo(codigo: str, nuestro: str | None) -> None:
    assert (nuestro or codigo) in listas.codigos("partyRole")
    if nuestro:
        manual = (RAIZ / "docs" / "manual" / "perfil-de-datos.md").read_text(encoding="utf-8")
        assert f"`{codigo}` es `{nuestro}`" in manual
