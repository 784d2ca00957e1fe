"""Deadlines of the administrative rescission of a contract."""

import ibis.expr.types as ir

from sitio.analisis.plazos.filas import CIERRE, de_codigo, documentos, entre
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas
from sitio.ocds import hitos

_ = gettext_noop

# Working days to answer, and then to decide, by law.
DEFENSA = {Regimen.LAASSP_2000: 5, Regimen.LAASSP_2025: 5, Regimen.LOPSRM_2025: 15}
RESOLUCION = {Regimen.LAASSP_2000: 15, Regimen.LAASSP_2025: 10, Regimen.LOPSRM_2025: 10}


def defensa(t: Tablas) -> ir.Table:
    """D25, O17: the supplier answers the notice of rescission within five working days (works: fifteen).

    Base: a milestone of the contract with code `rescision-inicio`, dateMet. Met by one with code `rescision-defensa` or
    `rescision-resolucion`. Source: art. 54 LAASSP 2000, 77 LAASSP 2025, 61 LOPSRM.
    """
    contestada = de_codigo(t, hitos.DEFENSA, hitos.RESOLUCION_DE_RESCISION)
    return entre(t, de_codigo(t, hitos.INICIO_DE_RESCISION), contestada)


def resolucion(t: Tablas) -> ir.Table:
    """D25R, O17: the rescission is decided within the days that follow those for the defence.

    They run one after the other from the notice: 5 and 15 working days (LAASSP 2000, whose «días» are working days:
    LFPA art. 28), 5 and 10 (LAASSP 2025), 15 and 10 (LOPSRM). Base as D25. Met by a milestone with code
    `rescision-resolucion`. Source: art. 54 LAASSP 2000, 77 LAASSP 2025, 61 LOPSRM.
    """
    return entre(t, de_codigo(t, hitos.INICIO_DE_RESCISION), de_codigo(t, hitos.RESOLUCION_DE_RESCISION))


def finiquito(t: Tablas) -> ir.Table:
    """O17: the settlement is made within thirty natural days of the rescission.

    Base: a milestone of the contract with code `rescision-resolucion`, dateMet. Met by one with code `finiquito`, or by
    a dated closing document. The LAASSP's term is of its regulation and not verified. Source: art. 62 LOPSRM.
    """
    return entre(
        t,
        de_codigo(t, hitos.RESOLUCION_DE_RESCISION),
        de_codigo(t, hitos.FINIQUITO),
        documentos(t, *CIERRE),
    )


_ARTICULOS = {
    Regimen.LAASSP_2000: _("Artículo 54 de la LAASSP de 2000"),
    Regimen.LAASSP_2025: _("Artículo 77 de la LAASSP de 2025"),
    Regimen.LOPSRM_2025: _("Artículo 61 de la LOPSRM"),
}
_HITOS = ("contracts.implementation.milestones.code", "contracts.implementation.milestones.dateMet")
_JURIDICO = _("Jurídico y administrador del contrato")
_INICIO = _("Inicio de la rescisión")

registrar_plazo(
    DefinicionDePlazo(
        id="D25",
        titulo=_("Esperar la defensa en la rescisión"),
        version="1.0",
        etapa="ejecucion",
        responsable=_JURIDICO,
        terminos={r: Termino(dias, Unidad.HABILES, _ARTICULOS[r]) for r, dias in DEFENSA.items()},
        campos=_HITOS,
        evidencia_que_cumple=_("Un hito con el código «rescision-defensa» o «rescision-resolucion» y su fecha"),
        que_hacer=_("Reciba la defensa y agregue el hito «rescision-defensa» con su fecha; si no llega, resuelva."),
        expresion=defensa,
        evidencias={"contrato": _("Contrato"), "hito": _INICIO, "cumplimiento": _("Defensa o resolución")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D25R",
        titulo=_("Resolver la rescisión"),
        version="1.0",
        etapa="ejecucion",
        responsable=_JURIDICO,
        terminos={r: Termino(DEFENSA[r] + dias, Unidad.HABILES, _ARTICULOS[r]) for r, dias in RESOLUCION.items()},
        campos=_HITOS,
        evidencia_que_cumple=_("Un hito con el código «rescision-resolucion» y su fecha"),
        que_hacer=_("Resuelva la rescisión y agregue a la ejecución el hito «rescision-resolucion» con su fecha."),
        expresion=resolucion,
        evidencias={"contrato": _("Contrato"), "hito": _INICIO, "cumplimiento": _("Resolución")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="O17",
        titulo=_("Hacer el finiquito tras la rescisión de la obra"),
        version="1.0",
        etapa="ejecucion",
        responsable=_JURIDICO,
        terminos={Regimen.LOPSRM_2025: Termino(30, Unidad.NATURALES, _("Artículo 62 de la LOPSRM"))},
        campos=(*_HITOS, "contracts.implementation.documents"),
        evidencia_que_cumple=_("Un hito con el código «finiquito» y su fecha, o el documento que cierra el contrato"),
        que_hacer=_("Haga el finiquito y publíquelo en la etapa de ejecución, con su fecha."),
        expresion=finiquito,
        evidencias={
            "contrato": _("Contrato"),
            "hito": _("Resolución de la rescisión"),
            "cumplimiento": _("Finiquito"),
        },
    )
)
