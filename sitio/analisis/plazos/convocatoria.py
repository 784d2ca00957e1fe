"""How long the call must be public before the opening: minimum periods, which are counted back and never shortened."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.banderas.convocatoria import ambito
from sitio.analisis.plazos.filas import del_proceso
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import DefinicionDePlazo, Termino, Unidad, gettext_noop, registrar_plazo
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# Natural days from the publication of the call to the opening, by law.
NACIONAL = {Regimen.LAASSP_2000: 15, Regimen.LAASSP_2025: 15, Regimen.LOPSRM_2025: 10}
INTERNACIONAL = {Regimen.LAASSP_2000: 20, Regimen.LAASSP_2025: 20, Regimen.LOPSRM_2025: 20}
TRATADOS_DE_OBRA = 40
REDUCIDO = 10
INVITACION = 5
LAASSP = (Regimen.LAASSP_2000, Regimen.LAASSP_2025)

# What justifies a reduced period is published among the documents of the tender as this (OCDS documentType).
JUSTIFICACION = "needsAssessment"


def convocadas(t: Tablas, metodos: tuple[str, ...]) -> ir.Table:
    """Return the processes of `metodos` that go on or ended in an award, with their regime."""
    f = t.procesos
    sin_fallo = (*comunes.SIN_EFECTO, *comunes.EN_PLANEACION)
    return f.filter(f.metodo.isin(metodos) & ~f.estado_licitacion.isin(sin_fallo).fill_null(False))


def _publicas(t: Tablas) -> ir.Table:
    """Return the public tenders with their scope, days given, and the day their reduced period was justified."""
    f = convocadas(t, ("open",))
    d = t.documentos.filter((t.documentos.seccion == "licitacion") & (t.documentos.tipo == JUSTIFICACION))
    f = comunes.con_minimo(f, d, "fecha_publicacion_dia", "justificacion")
    f = f.mutate(
        ambito=ambito(f).fill_null(""), dias_dados=comunes.dias_entre(f.fecha_publicacion_dia, f.fecha_apertura_dia)
    )
    reducible = f.regimen.isin([r.value for r in LAASSP]) & (f.dias_dados >= REDUCIDO)
    return f.mutate(reducida=(reducible & f.justificacion.notnull()).fill_null(False))


def _filas(t: Tablas, f: ir.Table) -> ir.Table:
    return del_proceso(
        t,
        f,
        sujeto=f.ocid,
        base=f.fecha_apertura_dia,
        cumplido_en=f.fecha_publicacion_dia,
        publicacion=f.fecha_publicacion_dia,
        apertura=f.fecha_apertura_dia,
    )


def nacional(t: Tablas) -> ir.Table:
    """D03, O02: the call is published at least 15 natural days before the opening (works: 10).

    Applies to public tenders that are not said to be international: no scope has a shorter minimum. Not to those with
    a justified reduced period (D05). Base: tender.tenderPeriod.endDate, counted back. Met by its startDate.
    Source: art. 32 LAASSP 2000, 42 LAASSP 2025, 33 LOPSRM.
    """
    f = _publicas(t)
    return _filas(t, f.filter(~f.ambito.isin(["internacional", "tratados"]) & ~f.reducida))


def internacional(t: Tablas) -> ir.Table:
    """D04, O02: the call of an international tender is published at least 20 natural days before the opening.

    Base and evidence as D03. Under treaties too (LAASSP: their own, longer term is not verified), but for works,
    which have D06. Source: art. 32 LAASSP 2000, 42 LAASSP 2025, 33 LOPSRM.
    """
    f = _publicas(t)
    de_obra = (f.regimen == Regimen.LOPSRM_2025.value).fill_null(False)
    con_tratados = (f.ambito == "tratados") & ~de_obra
    return _filas(t, f.filter(((f.ambito == "internacional") | con_tratados) & ~f.reducida))


def tratados(t: Tablas) -> ir.Table:
    """D06, O02: the call of works under treaties is published at least 40 natural days before the opening.

    Base and evidence as D03. The LAASSP's term under treaties is not verified. Source: art. 33 LOPSRM.
    """
    f = _publicas(t)
    return _filas(t, f.filter(f.ambito == "tratados"))


def reducido(t: Tablas) -> ir.Table:
    """D05: a reduced period is of at least 10 natural days, and its justification is published.

    Applies to public tenders under the LAASSP that gave less than D03 or D04 ask. Base: tender.tenderPeriod.endDate,
    counted back. Met by the later of the call and a tender document of type needsAssessment; without one, by nothing.
    Source: art. 32 LAASSP 2000, 42 LAASSP 2025 (justified by the area, authorized by the head of the contracting one).
    """
    f = _publicas(t)
    internacionales = f.ambito.isin(["internacional", "tratados"])
    # The same in both texts of the law.
    minimo = ibis.ifelse(internacionales, INTERNACIONAL[LAASSP[0]], NACIONAL[LAASSP[0]])
    f = f.filter(f.dias_dados < minimo)
    return del_proceso(
        t,
        f,
        sujeto=f.ocid,
        base=f.fecha_apertura_dia,
        cumplido_en=ibis.ifelse(
            f.justificacion.notnull(), ibis.greatest(f.fecha_publicacion_dia, f.justificacion), ibis.null("date")
        ),
        publicacion=f.fecha_publicacion_dia,
        apertura=f.fecha_apertura_dia,
        justificacion=f.justificacion,
    )


def invitacion(t: Tablas) -> ir.Table:
    """D15: the last invitation is delivered at least 5 natural days before the opening.

    Applies to invitations under the LAASSP (works: the convener sets it, art. 44 LOPSRM). Base and evidence as D03:
    tender.tenderPeriod.startDate is the delivery of the last invitation.
    Source: art. 43 LAASSP 2000, 56-IV LAASSP 2025.
    """
    return _filas(t, convocadas(t, ("selective",)))


def modificacion(t: Tablas) -> ir.Table:
    """D08, O03: the call is modified, at the latest, seven natural days before the opening.

    Applies to each amendment of a public tender. Base: tender.tenderPeriod.endDate, counted back. Met by
    tender.amendments.date. Source: art. 33 LAASSP 2000, 43 LAASSP 2025, 34 LOPSRM.
    """
    m = t.modificaciones.filter((t.modificaciones.seccion == "licitacion") & t.modificaciones.id.notnull())
    m = m.select("ocid", modificacion="id", fecha="fecha_dia")
    f = m.join(convocadas(t, ("open",)).select("ocid", "regimen", "fecha_apertura_dia"), "ocid")
    return del_proceso(
        t,
        f,
        sujeto=f.modificacion,
        base=f.fecha_apertura_dia,
        cumplido_en=f.fecha,
        apertura=f.fecha_apertura_dia,
        modificacion=f.fecha,
    )


def antes(dias: int, articulo: str) -> Termino:
    """Return a term counted back from an act in natural days: moving it to a working day would shorten a minimum."""
    return Termino(-dias, Unidad.NATURALES, articulo, se_recorre=False)


_PERIODO = ("tender.tenderPeriod.startDate", "tender.tenderPeriod.endDate")
_AREA = _("Área contratante")
_EVIDENCIAS = {
    "publicacion": _("Publicación de la convocatoria o última invitación"),
    "apertura": _("Presentación y apertura de proposiciones"),
}
_ARTICULOS = {
    Regimen.LAASSP_2000: _("Artículo 32 de la LAASSP de 2000"),
    Regimen.LAASSP_2025: _("Artículo 42 de la LAASSP de 2025"),
    Regimen.LOPSRM_2025: _("Artículo 33 de la LOPSRM"),
}
_QUE_CUMPLE = _("La fecha de publicación de la convocatoria")
_MOVER_LA_APERTURA = _("Publique antes la convocatoria, o mueva la presentación y apertura de proposiciones.")

registrar_plazo(
    DefinicionDePlazo(
        id="D03",
        titulo=_("Publicar la convocatoria con el plazo mínimo"),
        version="1.0",
        etapa="licitacion",
        responsable=_AREA,
        terminos={regimen: antes(dias, _ARTICULOS[regimen]) for regimen, dias in NACIONAL.items()},
        campos=(*_PERIODO, "tender.procurementMethodDetails", "tender.documents"),
        evidencia_que_cumple=_QUE_CUMPLE,
        que_hacer=_MOVER_LA_APERTURA,
        expresion=nacional,
        evidencias=_EVIDENCIAS,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D04",
        titulo=_("Publicar la convocatoria internacional con el plazo mínimo"),
        version="1.0",
        etapa="licitacion",
        responsable=_AREA,
        terminos={regimen: antes(dias, _ARTICULOS[regimen]) for regimen, dias in INTERNACIONAL.items()},
        campos=(*_PERIODO, "tender.procurementMethodDetails", "tender.documents"),
        evidencia_que_cumple=_QUE_CUMPLE,
        que_hacer=_MOVER_LA_APERTURA,
        expresion=internacional,
        evidencias=_EVIDENCIAS,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D05",
        titulo=_("Justificar el plazo reducido"),
        version="1.0",
        etapa="licitacion",
        responsable=_("Área requirente y titular del área contratante"),
        terminos={regimen: antes(REDUCIDO, _ARTICULOS[regimen]) for regimen in LAASSP},
        campos=(*_PERIODO, "tender.procurementMethodDetails", "tender.documents"),
        evidencia_que_cumple=_("La justificación, con su fecha, entre los documentos de la licitación"),
        que_hacer=_("Publique la justificación del plazo reducido, autorizada, entre los documentos de la licitación."),
        expresion=reducido,
        evidencias={**_EVIDENCIAS, "justificacion": _("Publicación de la justificación")},
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D06",
        titulo=_("Publicar la convocatoria bajo tratados con el plazo mínimo"),
        version="1.0",
        etapa="licitacion",
        responsable=_AREA,
        terminos={Regimen.LOPSRM_2025: antes(TRATADOS_DE_OBRA, _ARTICULOS[Regimen.LOPSRM_2025])},
        campos=(*_PERIODO, "tender.procurementMethodDetails"),
        evidencia_que_cumple=_QUE_CUMPLE,
        que_hacer=_MOVER_LA_APERTURA,
        expresion=tratados,
        evidencias=_EVIDENCIAS,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D15",
        titulo=_("Entregar la última invitación con el plazo mínimo"),
        version="1.0",
        etapa="licitacion",
        responsable=_AREA,
        terminos={
            Regimen.LAASSP_2000: antes(INVITACION, _("Artículo 43 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: antes(INVITACION, _("Artículo 56, fracción IV, de la LAASSP de 2025")),
        },
        campos=_PERIODO,
        evidencia_que_cumple=_("La fecha de la última invitación"),
        que_hacer=_("Entregue antes la última invitación, o mueva la presentación y apertura de proposiciones."),
        expresion=invitacion,
        evidencias=_EVIDENCIAS,
    )
)

registrar_plazo(
    DefinicionDePlazo(
        id="D08",
        titulo=_("Modificar la convocatoria a tiempo"),
        version="1.0",
        etapa="licitacion",
        responsable=_AREA,
        terminos={
            Regimen.LAASSP_2000: antes(7, _("Artículo 33 de la LAASSP de 2000")),
            Regimen.LAASSP_2025: antes(7, _("Artículo 43 de la LAASSP de 2025")),
            Regimen.LOPSRM_2025: antes(7, _("Artículo 34 de la LOPSRM")),
        },
        campos=("tender.amendments.date", "tender.tenderPeriod.endDate"),
        evidencia_que_cumple=_("La fecha de la modificación"),
        que_hacer=_("Modifique la convocatoria a más tardar siete días antes de la apertura, o mueva la apertura."),
        expresion=modificacion,
        evidencias={
            "apertura": _("Presentación y apertura de proposiciones"),
            "modificacion": _("Modificación de la convocatoria"),
        },
    )
)
