"""What the other rooms may ask of the ledger and of its records. Nothing here sees a draft."""

from typing import Any

from django.db.models import QuerySet

from sitio.ocds.lectura import leer_json
from sitio.publicacion.models import Entrega, Registro


def entrega_compilada(ocid: str) -> dict[str, Any] | None:
    """Return the compiled release of a process, with money as Decimal; None when nothing of it was published."""
    contenido = Registro.objects.filter(ocid=ocid).values_list("compilada", flat=True).first()
    return None if contenido is None else leer_json(bytes(contenido))


def entregas_de(ocid: str) -> QuerySet[Entrega]:
    """Return the releases of a process, oldest first."""
    return Entrega.objects.filter(ocid=ocid).order_by("posicion")
