"""What the other rooms may ask of the ledger and of its records. Nothing here sees a draft."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Entrega, LlavePublica, Publicador, Registro, Retiro, Sello


def entrega_compilada(ocid: str) -> dict[str, Any] | None:
    """Return the compiled release of a process, with money as Decimal; None when nothing of it was published."""
    contenido = Registro.objects.filter(ocid=ocid).values_list("compilada", flat=True).first()
    return None if contenido is None else leer_json(bytes(contenido))


def entregas_de(ocid: str) -> QuerySet[Entrega]:
    """Return the rows of a process in the ledger, oldest first: releases, withdrawn ones and acts of withdrawal."""
    return Entrega.objects.filter(ocid=ocid).order_by("posicion")


def retiros_de(ocid: str) -> QuerySet[Retiro]:
    """Return the authorized withdrawals of a process, oldest first."""
    return Retiro.objects.filter(entrega__ocid=ocid, autorizada_en__isnull=False).order_by("acta")


@dataclass(frozen=True)
class Cadena:
    """Where the chain of a publisher ends (`ultima`, None before it publishes), and its last checkpoint, if any."""

    publicador: Publicador
    ultima: Entrega | None
    sello: Sello | None


def cadenas() -> list[Cadena]:
    """Return the chain of every publisher as it is now (three queries)."""
    ultima = Entrega.objects.filter(publicador=OuterRef("pk")).order_by("-secuencia").values("posicion")[:1]
    sello = Sello.objects.filter(publicador=OuterRef("pk")).order_by("-numero").values("pk")[:1]
    publicadores = list(Publicador.objects.annotate(ultima=Subquery(ultima), sello=Subquery(sello)))
    entregas = Entrega.objects.defer("contenido").in_bulk([p.ultima for p in publicadores if p.ultima])
    sellos = Sello.objects.select_related("llave").in_bulk([p.sello for p in publicadores if p.sello])
    return [Cadena(p, entregas.get(p.ultima), sellos.get(p.sello)) for p in publicadores]


def llaves() -> QuerySet[LlavePublica]:
    """Return the public keys that the portal has had, oldest first."""
    return LlavePublica.objects.order_by("pk")
