"""Parties against the references that give them their roles."""

from collections.abc import Iterator

from sitio.ocds import listas, referencias
from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Vista, miembros, regla

_CON_LUGAR = frozenset({"procuringEntity", "tenderer", "supplier", "payer", "payee"})


@regla("papel_sin_referencia", Nivel.AVISO, "consistent.parties_roles")
def papel_sin_referencia(vista: Vista) -> Iterator[Hallazgo]:
    referidos = {(str(r.get("id")), papel) for _, papel, r in referencias.organizaciones(vista.entrega)}
    for ruta, parte in miembros(vista.entrega, "parties"):
        for papel in parte.get("roles") or ():
            if papel in _CON_LUGAR and (str(parte.get("id")), papel) not in referidos:
                titulo = listas.titulo("partyRole", papel)
                yield (*ruta, "roles"), {"nombre": parte.get("name", parte.get("id")), "papel": titulo}
