"""The register as OCDS tells it: the `parties` of a release, and one identity for each organization in a process.

An organization has in a process the id it was first published with there. After a merge, a row that was found to be
another one, and that other one, are told as one party: a process that already published either keeps its id; the rest
use the id of the one that stays. What was published is never rewritten.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects

from sitio.catalogos.models import BeneficiarioFinal, Contacto, Organizacion
from sitio.catalogos.models.organizacion import FISICA
from sitio.ocds import listas, referencias

Objeto = dict[str, Any]
# Roles that sell or may come to sell: for others, who owns them is not a matter of the process.
PROVEEDORES = frozenset(
    {"supplier", "tenderer", "payee", "subcontractor", "invitedSupplier", "issuingSupplier", "guarantor"}
)
# Of each block, the members that the register keeps, and so may take back.
PROPIOS = {
    "identifier": ("legalPersonality", "givenName", "patronymicName", "matronymicName"),
    "address": ("streetAddress", "locality", "region", "postalCode", "countryName"),
    "details": ("listedOnRegulatedMarket",),
}


def bloque(organizacion: Organizacion) -> Objeto:
    """Return an organization as an OCDS party without roles: what is known of it and may be published."""
    vigente = organizacion.vigente
    contactos = [_contacto(c) for c in vigente.contactos.all() if c.publicar]
    return _lleno(
        id=organizacion.id_ocds,
        name=vigente.nombre,
        identifier=_identificador(vigente),
        additionalIdentifiers=[*_otros_identificadores(vigente)],
        address=_domicilio(vigente),
        contactPoint=_principal(vigente, contactos),
        additionalContactPoints=contactos[1:],
        position=vigente.cargo,
        memberOf=[{"id": g.vigente.id_ocds, "name": g.vigente.nombre} for g in _grupos(vigente)],
        beneficialOwners=[_beneficiario(b) for b in vigente.beneficiarios.all() if b.publicar],
        details=_lleno(listedOnRegulatedMarket=vigente.cotiza_en_bolsa),
    )


def componer(papeles: Iterable[tuple[Organizacion, str]], previa: Objeto) -> list[Objeto]:
    """Return the `parties` of a release: who takes part with which roles, and the groups they belong to.

    `previa` is the compiled release so far: each party keeps the roles and the id it has there, and what the register
    no longer says of it is taken back with nulls, which is how OCDS merge takes a value back.
    """
    papeles = list(papeles)
    _traer(organizacion.vigente for organizacion, _papel in papeles)
    previas = _previas(previa)
    partes: dict[str, Objeto] = {}
    for organizacion, papel in papeles:
        parte = _agregar(partes, organizacion, previas)
        if papel not in parte["roles"]:
            parte["roles"].append(papel)
    pendientes = [organizacion.vigente for organizacion, _papel in papeles]
    while pendientes:
        for grupo in _grupos(pendientes.pop()):
            if identidad(grupo, previas) not in partes:
                _agregar(partes, grupo, previas)
                pendientes.append(grupo.vigente)
    return [_sin_vacios(_retirado(parte, previas.get(clave, {}))) for clave, parte in partes.items()]


def unificar(entrega: Objeto, organizaciones: Iterable[Organizacion], previa: Objeto) -> None:
    """Make every reference of `entrega` to one of `organizaciones` say the id and name of its party, in place."""
    previas = _previas(previa)
    actuales = {o.id_ocds: (identidad(o, previas), o.vigente.nombre) for o in organizaciones}
    for _ruta, _papel, referencia in referencias.organizaciones(entrega):
        # Without a name it is a reference that is being taken back, which keeps the id it was published with.
        if (clave := referencia.get("id")) in actuales and referencia.get("name") is not None:
            referencia["id"], referencia["name"] = actuales[clave]


def identidad(organizacion: Organizacion, previas: Objeto) -> str:
    """Return the id of an organization in a process whose published parties are `previas`, by id."""
    vigente = organizacion.vigente
    candidatas = [organizacion, vigente, *_absorbidas(vigente)]
    return next((o.id_ocds for o in candidatas if o.id_ocds in previas), vigente.id_ocds)


def _traer(organizaciones: Iterable[Organizacion]) -> None:
    """Read at once what `bloque` tells of each organization: a tender may have a hundred."""
    hijos = ("contactos", "beneficiarios", "identificadores_adicionales", "membresias__grupo", "unidas")
    prefetch_related_objects([*organizaciones], *hijos)


def _absorbidas(vigente: Organizacion) -> Iterator[Organizacion]:
    for unida in vigente.unidas.all():
        yield unida
        yield from _absorbidas(unida)


def _previas(previa: Objeto) -> Objeto:
    return {parte["id"]: parte for parte in previa.get("parties", []) if "id" in parte}


def _agregar(partes: dict[str, Objeto], organizacion: Organizacion, previas: Objeto) -> Objeto:
    clave = identidad(organizacion, previas)
    if clave not in partes:
        partes[clave] = {**bloque(organizacion), "id": clave, "roles": [*(previas.get(clave, {}).get("roles") or ())]}
        for grupo in partes[clave].get("memberOf", ()):
            grupo["id"] = _identidad_de_grupo(organizacion, grupo["id"], previas)
    return partes[clave]


def _identidad_de_grupo(organizacion: Organizacion, clave: str, previas: Objeto) -> str:
    grupo = next(g for g in _grupos(organizacion.vigente) if g.vigente.id_ocds == clave)
    return identidad(grupo, previas)


def _sin_vacios(parte: Objeto) -> Objeto:
    """A group may have no role of its own; and owners are told only of who sells."""
    if not PROVEEDORES & {*parte["roles"]}:
        parte.pop("beneficialOwners", None)
    if not parte["roles"]:
        del parte["roles"]
    return parte


def _retirado(parte: Objeto, previa: Objeto) -> Objeto:
    """Return `parte` with nulls where the register no longer says what is public.

    Of what others may have published (an import) only people's data goes, never what the register does not keep.
    """
    for clave, publicado in previa.items():
        actual = parte.get(clave)
        if clave == "beneficialOwners":
            parte[clave] = _sin_retirados(actual or [], publicado)
        elif clave == "additionalContactPoints" and not actual:
            # The standard has no empty list here: what is left says only what is public anyway.
            parte[clave] = [{"name": parte["name"]}]
        elif clave == "contactPoint" or (actual and clave in PROPIOS):
            faltan = {c: v for c, v in publicado.items() if c not in (actual or {})}
            propios = PROPIOS.get(clave, faltan)
            parte[clave] = {**_nulos({c: v for c, v in faltan.items() if c in propios}), **(actual or {})}
    return {clave: valor for clave, valor in parte.items() if valor not in ([], {}) or clave == "roles"}


def _sin_retirados(actuales: list[Objeto], publicados: list[Objeto]) -> list[Objeto]:
    por_id = {fila["id"]: fila for fila in actuales}
    antes = {fila["id"]: fila for fila in publicados}
    filas = [{**_nulos(_faltante(antes.get(clave, {}), fila)), **fila} for clave, fila in por_id.items()]
    retirados = [fila for clave, fila in antes.items() if clave not in por_id and len(fila) > 1]
    return [*filas, *({**_nulos(fila), "id": fila["id"]} for fila in retirados)]


def _faltante(publicado: Objeto, actual: Objeto) -> Objeto:
    return {clave: valor for clave, valor in publicado.items() if clave not in actual}


def _nulos(publicado: Any) -> Any:
    return {c: _nulos(v) for c, v in publicado.items()} if isinstance(publicado, dict) else None


def _lleno(**campos: Any) -> Objeto:
    """Only what there is to say: OCDS has no empty values."""
    return {clave: valor for clave, valor in campos.items() if valor is not None and valor not in ("", [], {})}


def _identificador(organizacion: Organizacion) -> Objeto:
    return _lleno(
        scheme=organizacion.esquema,
        id=organizacion.identificador,
        legalName=organizacion.razon_social or organizacion.nombre,
        legalPersonality=organizacion.personalidad,
        **(_partes_del_nombre(organizacion) if organizacion.personalidad == FISICA else {}),
    )


def _partes_del_nombre(fila: Organizacion | Contacto) -> Objeto:
    return _lleno(
        givenName=fila.nombre_de_pila, patronymicName=fila.primer_apellido, matronymicName=fila.segundo_apellido
    )


def _otros_identificadores(organizacion: Organizacion) -> Iterator[Objeto]:
    vistos = {organizacion.id_ocds}
    propios = organizacion.identificadores_adicionales.all()
    filas = [(o.esquema, o.identificador, o.razon_social) for o in propios]
    filas += [(o.esquema, o.identificador, o.razon_social or o.nombre) for o in _absorbidas(organizacion)]
    for esquema, identificador, nombre in filas:
        if (clave := f"{esquema}-{identificador}") not in vistos:
            vistos.add(clave)
            yield _lleno(scheme=esquema, id=identificador, legalName=nombre)


def _domicilio(organizacion: Organizacion) -> Objeto:
    o = organizacion
    # The fiscal address of a natural person is often their home.
    reservado = o.personalidad == FISICA and not o.publicar_domicilio
    calle = " ".join(filter(None, (o.tipo_vialidad, o.vialidad, o.numero_exterior)))
    interior = f"interior {o.numero_interior}" if o.numero_interior else ""
    colonia = " ".join(filter(None, (o.tipo_asentamiento, o.asentamiento)))
    lugar = _lleno(
        streetAddress="" if reservado else ", ".join(filter(None, (calle, interior, colonia))),
        locality=", ".join(dict.fromkeys(filter(None, (o.localidad, o.municipio)))),
        region=o.entidad_federativa,
        postalCode="" if reservado else o.codigo_postal,
    )
    return {**lugar, "countryName": listas.titulo("country", o.pais)} if lugar or o.pais != "MX" else {}


def _contacto(contacto: Contacto) -> Objeto:
    return _lleno(
        type=contacto.tipo,
        name=contacto.nombre,
        **_partes_del_nombre(contacto),
        email=contacto.correo,
        telephone=contacto.telefono,
        faxNumber=contacto.fax,
        url=contacto.url,
        availableLanguage=contacto.lista_de_idiomas,
    )


def _principal(organizacion: Organizacion, contactos: list[Objeto]) -> Objeto:
    """The first contact that may be published, and the web site of the organization, which concerns nobody."""
    sitio = _lleno(url=organizacion.sitio_web)
    if contactos:
        return {**sitio, **contactos[0]}
    return {"name": organizacion.nombre, **sitio} if sitio else {}


def _grupos(organizacion: Organizacion) -> list[Organizacion]:
    return [membresia.grupo for membresia in organizacion.membresias.all()]


def _beneficiario(persona: BeneficiarioFinal) -> Objeto:
    publico = _lleno(id=persona.clave, name=persona.nombre, nationalities=persona.nacionalidades)
    if not persona.publicar_datos:
        return publico
    identificador = _lleno(scheme=persona.esquema, id=persona.identificador) if persona.identificador else {}
    pais = listas.titulo("country", persona.pais) if persona.pais else ""
    domicilio = _lleno(
        streetAddress=persona.domicilio,
        locality=persona.localidad,
        region=persona.region,
        postalCode=persona.codigo_postal,
        countryName=pais,
    )
    return {
        **publico,
        **_lleno(identifier=identificador, address=domicilio, email=persona.correo, telephone=persona.telefono),
    }
