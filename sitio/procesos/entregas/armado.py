"""The one function that turns a stage page into a release."""

from typing import Any

from sitio.catalogos import partes as padron
from sitio.procesos import adicionales
from sitio.procesos.entregas.identidades import con_ids_del_padron, conservar
from sitio.procesos.entregas.modificaciones import fechar_modificaciones
from sitio.procesos.mapeo import referencia, retirar
from sitio.procesos.models.etapa import EtapaPage
from sitio.publicacion import consultas


def entrega_de(etapa: EtapaPage) -> dict[str, Any]:
    """Return the release that publishing `etapa` (this object: a revision or the live page) would emit.

    It carries the stage's blocks, the buyer, and every organization it names, with all the roles each
    one has had in the process (OCDS merge replaces `roles` whole). Id, date and tags are the ledger's.
    """
    proceso = etapa.proceso
    comprador = proceso.institucion.organizacion
    previa = consultas.entrega_compilada(proceso.ocid) or {}
    volcado = etapa.bloque()
    fechar_modificaciones({"ocid": proceso.ocid, **volcado.bloque}, previa)
    partes = [(comprador, "buyer"), *volcado.partes]
    propia = con_ids_del_padron(previa)
    entrega = {
        "ocid": proceso.ocid,
        "initiationType": "tender",
        "language": "es",
        "parties": padron.componer(partes, propia),
        "buyer": referencia(comprador),
        **volcado.bloque,
    }
    padron.unificar(entrega, (organizacion for organizacion, _papel in partes), propia)
    conservar(entrega, previa)
    mapa = [*etapa.MAPA, *adicionales.mapa(etapa)]
    retirar(etapa.lugar(entrega), etapa.lugar(previa), mapa, etapa)
    return entrega
