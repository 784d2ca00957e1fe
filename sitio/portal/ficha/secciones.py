"""The five stages of a process as sections: the facts each stage should tell, and the ones it happens to tell."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext

from sitio.componentes.vitral import Luz, Panel
from sitio.ocds.listas import ESTADOS_DE_PLANEACION
from sitio.portal.ficha import tablas
from sitio.portal.ficha.lectura import (
    Objeto,
    codigo,
    codigos,
    datos,
    dia,
    monto,
    numero,
    objeto,
    objetos,
    parrafo,
    periodo,
    si_o_no,
    texto,
)
from sitio.portal.ficha.piezas import Bloque, Seccion
from sitio.portal.ficha.tablas import Partes

# Processes with hundreds of awards exist; their page shows the first ones and points to the data.
BLOQUES = 40


def secciones(compilada: Objeto, paneles: list[Panel]) -> list[Seccion]:
    """Return the five sections of a compiled release, one for each pane of its strip."""
    partes = {texto(parte, "id"): parte for parte in objetos(compilada, "parties")}
    return [_ARMAR[panel.etapa](compilada, panel, partes) for panel in paneles]


def _planeacion(compilada: Objeto, panel: Panel, partes: Partes) -> Seccion:
    planeacion = objeto(compilada, "planning")
    if panel.luz is not Luz.PUBLICADA:
        return Seccion(panel)
    return Seccion(
        panel,
        datos=datos(
            [
                (gettext("Justificación"), parrafo(planeacion, "rationale")),
                (gettext("Presupuesto"), monto(planeacion, "budget.amount")),
            ],
            [
                (gettext("Partida o programa"), texto(planeacion, "budget.id")),
                (gettext("Descripción del presupuesto"), texto(planeacion, "budget.description")),
                (gettext("Proyecto"), texto(planeacion, "budget.project")),
            ],
        ),
        tablas=tablas.hitos(planeacion),
        documentos=tablas.documentos(planeacion),
    )


def _licitacion(compilada: Objeto, panel: Panel, partes: Partes) -> Seccion:
    licitacion = objeto(compilada, "tender")
    if not licitacion:
        return Seccion(panel)
    planeada = texto(licitacion, "status") in ESTADOS_DE_PLANEACION
    return Seccion(
        panel,
        aviso=gettext("Todavía no se publica la convocatoria. Esto es lo planeado hasta ahora.") if planeada else "",
        datos=datos(
            [
                (gettext("Número de procedimiento"), texto(licitacion, "id")),
                (gettext("Estado"), codigo("tenderStatus", licitacion, "status")),
                (gettext("Entidad contratante"), texto(licitacion, "procuringEntity.name")),
                (gettext("Método"), codigo("method", licitacion, "procurementMethod")),
                (gettext("Monto estimado"), monto(licitacion, "value")),
                (gettext("Recepción de proposiciones"), periodo(licitacion, "tenderPeriod", con_hora=True)),
            ],
            [
                (gettext("Descripción"), parrafo(licitacion, "description")),
                (gettext("Detalle del método"), texto(licitacion, "procurementMethodDetails")),
                (gettext("Motivo del método"), parrafo(licitacion, "procurementMethodRationale")),
                (gettext("Qué se contrata"), codigo("procurementCategory", licitacion, "mainProcurementCategory")),
                (gettext("Monto mínimo"), monto(licitacion, "minValue")),
                (gettext("Criterio de adjudicación"), codigo("awardCriteria", licitacion, "awardCriteria")),
                (gettext("Detalle del criterio"), parrafo(licitacion, "awardCriteriaDetails")),
                (gettext("Requisitos para participar"), parrafo(licitacion, "eligibilityCriteria")),
                (gettext("Cómo se presentan"), codigos("submissionMethod", licitacion, "submissionMethod")),
                (gettext("Periodo de aclaraciones"), periodo(licitacion, "enquiryPeriod", con_hora=True)),
                (gettext("Hubo preguntas"), si_o_no(licitacion, "hasEnquiries")),
                (gettext("Evaluación y fallo"), periodo(licitacion, "awardPeriod")),
                (gettext("Vigencia prevista del contrato"), periodo(licitacion, "contractPeriod")),
                (gettext("Número de licitantes"), numero(licitacion, "numberOfTenderers")),
            ],
        ),
        tablas=[
            *tablas.articulos(licitacion),
            *tablas.organizaciones(gettext("Licitantes"), licitacion, "tenderers", partes),
            *tablas.hitos(licitacion),
            *tablas.modificaciones(licitacion),
        ],
        documentos=tablas.documentos(licitacion),
    )


def _adjudicacion(compilada: Objeto, panel: Panel, partes: Partes) -> Seccion:
    adjudicaciones = objetos(compilada, "awards")
    return Seccion(
        panel,
        bloques=_numerar([_una_adjudicacion(a, n, partes) for n, a in enumerate(adjudicaciones[:BLOQUES], start=1)]),
        mas=max(0, len(adjudicaciones) - BLOQUES),
    )


def _una_adjudicacion(adjudicacion: Objeto, n: int, partes: Partes) -> Bloque:
    return Bloque(
        ancla=f"adjudicacion-{n}",
        titulo=texto(adjudicacion, "title") or gettext("Adjudicación %(id)s") % {"id": texto(adjudicacion, "id")},
        datos=datos(
            [
                (gettext("Monto adjudicado"), monto(adjudicacion, "value")),
                (gettext("Fecha del fallo"), dia(adjudicacion, "date")),
                (gettext("Estado"), codigo("awardStatus", adjudicacion, "status")),
            ],
            [
                (gettext("Identificador"), texto(adjudicacion, "id")),
                (gettext("Descripción"), _si_difiere(adjudicacion)),
                (gettext("Motivo"), parrafo(adjudicacion, "rationale")),
                (gettext("Vigencia prevista del contrato"), periodo(adjudicacion, "contractPeriod")),
            ],
        ),
        tablas=[
            *tablas.organizaciones(gettext("Proveedores"), adjudicacion, "suppliers", partes),
            *tablas.articulos(adjudicacion),
            *tablas.modificaciones(adjudicacion),
        ],
        documentos=tablas.documentos(adjudicacion),
    )


def _contrato(compilada: Objeto, panel: Panel, partes: Partes) -> Seccion:
    contratos = objetos(compilada, "contracts")
    return Seccion(
        panel,
        bloques=_numerar([_un_contrato(c, n) for n, c in enumerate(contratos[:BLOQUES], start=1)]),
        mas=max(0, len(contratos) - BLOQUES),
    )


def _un_contrato(contrato: Objeto, n: int) -> Bloque:
    return Bloque(
        ancla=f"contrato-{n}",
        titulo=_titulo_de_contrato(contrato),
        datos=datos(
            [
                (gettext("Monto del contrato"), monto(contrato, "value")),
                (gettext("Fecha de firma"), dia(contrato, "dateSigned")),
                (gettext("Vigencia"), periodo(contrato, "period")),
                (gettext("Estado"), codigo("contractStatus", contrato, "status")),
            ],
            [
                (gettext("Identificador"), texto(contrato, "id")),
                (gettext("Adjudicación de la que viene"), texto(contrato, "awardID")),
                (gettext("Descripción"), _si_difiere(contrato)),
            ],
        ),
        tablas=[
            *tablas.articulos(contrato),
            *tablas.hitos(contrato),
            *tablas.modificaciones(contrato),
        ],
        documentos=tablas.documentos(contrato),
    )


def _ejecucion(compilada: Objeto, panel: Panel, partes: Partes) -> Seccion:
    contratos = [c for c in objetos(compilada, "contracts") if objeto(c, "implementation")]
    return Seccion(
        panel,
        bloques=_numerar([_una_ejecucion(c, n) for n, c in enumerate(contratos[:BLOQUES], start=1)]),
        mas=max(0, len(contratos) - BLOQUES),
    )


def _una_ejecucion(contrato: Objeto, n: int) -> Bloque:
    return Bloque(
        ancla=f"ejecucion-{n}",
        titulo=_titulo_de_contrato(contrato),
        datos=datos([(gettext("Estado del contrato"), codigo("contractStatus", contrato, "status"))]),
        tablas=[*tablas.transacciones(contrato), *tablas.hitos(contrato, "implementation.milestones")],
        documentos=tablas.documentos(contrato, "implementation.documents"),
    )


def _numerar(bloques: list[Bloque]) -> list[Bloque]:
    """Number the titles when there are several: publishers often give all of them the title of the tender."""
    if len(bloques) < 2:
        return bloques
    return [replace(bloque, titulo=f"{n}. {bloque.titulo}") for n, bloque in enumerate(bloques, start=1)]


def _titulo_de_contrato(contrato: Objeto) -> str:
    return texto(contrato, "title") or gettext("Contrato %(id)s") % {"id": texto(contrato, "id")}


def _si_difiere(dato: Objeto) -> str:
    """Return the description unless it only repeats the title."""
    descripcion = parrafo(dato, "description")
    return "" if descripcion == texto(dato, "title") else descripcion


_ARMAR: dict[str, Callable[[Objeto, Panel, Partes], Seccion]] = {
    "planeacion": _planeacion,
    "licitacion": _licitacion,
    "adjudicacion": _adjudicacion,
    "contrato": _contrato,
    "ejecucion": _ejecucion,
}
