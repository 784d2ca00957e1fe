"""Documents: a media type that exists, in the stage where such a document belongs, briefly described."""

import re
from collections.abc import Iterator

from sitio.ocds import listas
from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Objeto, Ruta, Vista, regla

LARGO_DESCRIPCION = 250
_FORMATO = re.compile(
    r"(application|audio|font|haptics|image|message|model|multipart|text|video)/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*"
    r"|offline/print"
)
_SECCION_DE = {"planning": "planning", "tender": "tender", "awards": "award", "contracts": "contract", "bids": "bid"}
_TODAS = ("tender", "award", "contract", "implementation")
# Column Section of documentType.csv of OCDS 1.1.5: the sections where each type belongs.
SECCIONES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("plannedProcurementNotice", "procurementPlan", "marketStudies", "assetAndLiabilityAssessment",
         "riskProvisions", "needsAssessment", "feasibilityStudy", "projectPlan"), ("planning",)
    ),
    **dict.fromkeys(
        ("tenderNotice", "biddingDocuments", "technicalSpecifications", "evaluationCriteria", "evaluationReports",
         "hearingNotice", "eligibilityCriteria", "clarifications", "shortlistedFirms", "billOfQuantity"), ("tender",)
    ),
    **dict.fromkeys(("awardNotice", "winningBid"), ("award",)),
    **dict.fromkeys(
        ("contractNotice", "contractSigned", "contractAnnexe", "subContract", "contractSummary"), ("contract",)
    ),
    **dict.fromkeys(
        ("completionCertificate", "physicalProgressReport", "financialProgressReport", "finalAudit", "debarments"),
        ("implementation",),
    ),
    **dict.fromkeys(("contractArrangements", "contractSchedule"), ("tender", "award", "contract")),
    **dict.fromkeys(("conflictOfInterest", "cancellationDetails"), _TODAS),
    **dict.fromkeys(("contractDraft", "complaints"), ("tender", "award")),
    "environmentalImpact": ("planning", "implementation"),
    "contractGuarantees": ("tender", "contract"),
    "bidders": ("tender", "bidder"),
    "illustration": ("tender", "bid", "contract", "implementation"),
    "submissionDocuments": ("bid", "award", "contract"),
}  # fmt: skip


@regla("formato_de_documento", Nivel.AVISO, "document_format_codelist")
def formato(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, documento in _documentos(vista):
        valor = documento.get("format")
        if isinstance(valor, str) and not _FORMATO.fullmatch(valor):
            yield (*ruta, "format"), {"valor": valor}


@regla("documento_de_otra_etapa", Nivel.AVISO, "document_type")
def de_otra_etapa(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, documento in _documentos(vista):
        tipo = documento.get("documentType")
        seccion = "implementation" if "implementation" in ruta else _SECCION_DE.get(str(ruta[0]), "")
        if isinstance(tipo, str) and seccion not in SECCIONES.get(tipo, (seccion,)):
            yield (*ruta, "documentType"), {"valor": listas.titulo("documentType", tipo)}


@regla("descripcion_larga", Nivel.AVISO, "document_description_length")
def descripcion_larga(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, documento in _documentos(vista):
        texto = documento.get("description")
        if isinstance(texto, str) and len(texto) > LARGO_DESCRIPCION:
            yield (*ruta, "description"), {"maximo": LARGO_DESCRIPCION}


def _documentos(vista: Vista) -> Iterator[tuple[Ruta, Objeto]]:
    for ruta, objeto in vista.objetos:
        if len(ruta) > 1 and ruta[-2] == "documents":
            yield ruta, objeto
