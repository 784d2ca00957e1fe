"""What officers edit: the page tree, one module per stage, and the record of who approved what."""

from sitio.procesos.models.adjudicacion import AdjudicacionPage
from sitio.procesos.models.aprobaciones import Aprobacion, EtapaPublicada, TareaAprobacion
from sitio.procesos.models.arbol import (
    EjercicioPage,
    Folio,
    InstitucionPage,
    PapelInstitucional,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.models.archivos import ArchivoDeDocumento, ArchivoPublicado, EnlaceRevisado
from sitio.procesos.models.contrato import ContratoPage
from sitio.procesos.models.delegaciones import Delegacion
from sitio.procesos.models.ejecucion import EjecucionPage
from sitio.procesos.models.etapa import EtapaPage
from sitio.procesos.models.licitacion import LicitacionPage
from sitio.procesos.models.planeacion import PlaneacionPage
from sitio.procesos.models.plantilla import BorradorDePlantilla, FlujoDeEtapa, PlantillaProcedimiento
from sitio.procesos.models.renglones import adjudicacion, contrato, ejecucion, licitacion, planeacion  # noqa: F401 - their tables

__all__ = [
    "AdjudicacionPage",
    "Aprobacion",
    "ArchivoDeDocumento",
    "ArchivoPublicado",
    "BorradorDePlantilla",
    "ContratoPage",
    "Delegacion",
    "EjecucionPage",
    "EjercicioPage",
    "EnlaceRevisado",
    "EtapaPage",
    "EtapaPublicada",
    "FlujoDeEtapa",
    "Folio",
    "InstitucionPage",
    "LicitacionPage",
    "PapelInstitucional",
    "PlaneacionPage",
    "PlantillaProcedimiento",
    "ProcesoPage",
    "TareaAprobacion",
    "UnidadCompradoraPage",
]
