"""The registry of official file shapes: adding one touches its module and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sitio.catalogos.listas import formas, pdn
from sitio.catalogos.listas.tipos import Lectura
from sitio.catalogos.models import ListaExterna

Tipo = ListaExterna.Tipo


@dataclass(frozen=True)
class Formato:
    """A shape: what people call it, which kinds of list come in it, and its reader (file name and content in)."""

    clave: str
    titulo: Any
    tipos: tuple[str, ...]
    leer: Callable[[str, bytes], Lectura]


FORMATOS = {
    formato.clave: formato
    for formato in (
        Formato("sat_69b", _("SAT, Listado completo 69-B (CSV)"), (Tipo.EFOS,), formas.SAT_69B),
        Formato("sat_69", _("SAT, artículo 69 o 69-B Bis (CSV)"), (Tipo.FISCALES,), formas.SAT_69),
        Formato(
            "directorio_sancionados",
            _("Directorio de Proveedores y Contratistas Sancionados (CSV o XLSX)"),
            (Tipo.INHABILITADOS,),
            formas.SFP_DIRECTORIO,
        ),
        Formato(
            "dof_inhabilitadas",
            _("Empresas inhabilitadas según el DOF (XLSX o CSV, con RFC)"),
            (Tipo.INHABILITADOS,),
            formas.DOF_INHABILITADAS,
        ),
        Formato("s3_particulares", _("PDN S3, particulares (JSON)"), (Tipo.INHABILITADOS,), pdn.S3_PARTICULARES),
        Formato(
            "s3_servidores",
            _("PDN S3, personas servidoras públicas (JSON)"),
            (Tipo.SERVIDORES_SANCIONADOS,),
            pdn.S3_SERVIDORES,
        ),
        Formato("s2", _("PDN S2 (JSON)"), (Tipo.SERVIDORES,), pdn.S2_SERVIDORES),
        Formato(
            "propia", _("Lista propia: rfc, nombre, desde, hasta, motivo (CSV o XLSX)"), (Tipo.PROPIA,), formas.PROPIA
        ),
        Formato("padron", _("Padrón: rfc, nombre (CSV o XLSX)"), (Tipo.PADRON,), formas.PADRON),
        Formato("paises", _("Países: codigo, nombre (CSV o XLSX)"), (Tipo.PARAISOS,), formas.PAISES),
    )
}
