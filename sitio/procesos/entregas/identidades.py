"""The ids under which a process published its parties and members, which its next release must repeat as they were.

A process that began in another system keeps the ids that system gave: OCDS merges by them, and 1 is not "1".
"""

from typing import Any

from sitio.catalogos.models import Organizacion
from sitio.ocds import rutas

# What the register's columns hold.
_ESQUEMA, _IDENTIFICADOR = 40, 60


def clave_de(parte: dict[str, Any]) -> tuple[str, str]:
    """Return (scheme, identifier) under which a published party stands in our register.

    A party without an identifier of its own is known by the id it was published with, never by an invented RFC.
    """
    identificador = parte.get("identifier") or {}
    esquema, numero = str(identificador.get("scheme") or ""), str(identificador.get("id") or "")
    if esquema and numero and len(esquema) <= _ESQUEMA and len(numero) <= _IDENTIFICADOR:
        return esquema, numero.strip().upper()
    return "X-OCDS", str(parte.get("id", ""))[:_IDENTIFICADOR]


def organizacion_de(parte: dict[str, Any]) -> Organizacion | None:
    """Return the organization of the register that a published party is, adding it if it is not there."""
    esquema, numero = clave_de(parte)
    nombre = str(parte.get("name") or (parte.get("identifier") or {}).get("legalName") or "").strip()
    if not numero or not nombre:
        return None
    fila, _nueva = Organizacion.objects.get_or_create(
        esquema=esquema, identificador=numero, defaults={"nombre": nombre[:500]}
    )
    return fila


def conservar(entrega: dict[str, Any], previa: dict[str, Any]) -> None:
    """Give back to the parties and members of `entrega` the ids they have in `previa`, and its buyer to the process.

    Who goes on with a process is often another institution than the one that began it: what is public stays.
    """
    ids = {id_en_el_padron(parte): parte["id"] for parte in previa.get("parties", []) if "id" in parte}
    distintos = {propio: publicado for propio, publicado in ids.items() if propio != publicado}
    if distintos:
        _reescribir(entrega, distintos)
    for lista in ("awards", "contracts"):
        publicados = {str(m.get("id")): m for m in previa.get(lista, [])}
        for miembro in entrega.get(lista, []):
            if publicado := publicados.get(str(miembro["id"])):
                miembro.update({campo: publicado[campo] for campo in ("id", "awardID") if campo in publicado})
    for ruta, papel in (("buyer", "buyer"), ("tender.procuringEntity", "procuringEntity")):
        _conservar_referencia(entrega, previa, ruta, papel)


def con_ids_del_padron(previa: dict[str, Any]) -> dict[str, Any]:
    """Return a compiled release whose parties have the ids of our register, to compare with what is captured here."""
    if "parties" not in previa:
        return previa
    return {**previa, "parties": [{**parte, "id": id_en_el_padron(parte)} for parte in previa["parties"]]}


def id_en_el_padron(parte: dict[str, Any]) -> str:
    """Return the id that a published party would have had, had it been captured here."""
    return "-".join(clave_de(parte))


def _conservar_referencia(entrega: dict[str, Any], previa: dict[str, Any], ruta: str, papel: str) -> None:
    publicada, nueva = rutas.leer(previa, ruta), rutas.leer(entrega, ruta)
    if not publicada or not nueva or publicada.get("id") == nueva["id"]:
        return
    rutas.poner(entrega, ruta, publicada)
    tenia = {p["id"] for p in previa.get("parties", []) if papel in (p.get("roles") or [])}
    for parte in entrega.get("parties", []):
        if parte["id"] == nueva["id"] and parte["id"] not in tenia:
            parte["roles"] = [p for p in parte["roles"] if p != papel]
    if partes := [parte for parte in entrega.pop("parties", []) if parte["roles"]]:
        entrega["parties"] = partes


def _reescribir(dato: Any, ids: dict[str, Any]) -> None:
    if isinstance(dato, list):
        for hijo in dato:
            _reescribir(hijo, ids)
    elif isinstance(dato, dict):
        if "name" in dato and dato.get("id") in ids:
            dato["id"] = ids[dato["id"]]
        for hijo in dato.values():
            _reescribir(hijo, ids)
