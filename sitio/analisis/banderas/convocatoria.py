"""Flags on the time given to prepare a proposal."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import MARCO_FEDERAL, Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# What the name of the method says, and the scope it means; the first that is found holds.
AMBITOS = (
    ("tratado", "tratados"),
    ("tlc", "tratados"),
    ("internacional", "internacional"),
    ("nacional", "nacional"),
)
LAASSP = (Regimen.LAASSP_2000.value, Regimen.LAASSP_2025.value)


def plazo_de_presentacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P01: a public tender gave fewer natural days from publication to opening than the law's minimum.

    Fields: tender.procurementMethod, tender.procurementMethodDetails, tender.mainProcurementCategory,
    tender.tenderPeriod. Minimum by law and scope: LAASSP (2000 and 2025) national 15, international 20; LOPSRM 2025
    national 10, international 20, under treaties 40. OCDS has no field for the scope: it is read from the words
    "nacional", "internacional", "tratado" of procurementMethodDetails; without them, a window under every scope's
    minimum is a flag, one over every minimum is not, and between both the data is insufficient. Under treaties the
    LAASSP's own term is not verified: its international one is used.
    Not applicable: other methods; cancelled or withdrawn; law other than the federal; LOPSRM before 17-04-2025 (terms
    not verified). A period cut short with a written reason is a known false positive.
    Source: art. 32 LAASSP 2000, 42 LAASSP 2025, 33 LOPSRM.
    """
    f = t.procesos
    f = f.mutate(dias=comunes.dias_entre(f.fecha_publicacion_dia, f.fecha_apertura_dia), ambito=ambito(f))
    obra = f.regimen == Regimen.LOPSRM_2025.value
    nacional = ibis.ifelse(obra, p["obra_nacional"], p["nacional"])
    internacional = ibis.ifelse(obra, p["obra_internacional"], p["internacional"])
    tratados = ibis.ifelse(obra, p["obra_tratados"], p["internacional"])
    minimo = f.ambito.cases(
        ("nacional", nacional), ("internacional", internacional), ("tratados", tratados), else_=ibis.null("int64")
    )
    dudoso = f.ambito.isnull() & (f.dias >= nacional) & (f.dias < tratados)
    return f.select(
        "ocid",
        sujeto=f.ocid,
        resultado=comunes.resultado(
            no_aplica=comunes.otro_metodo(f, ("open",))
            | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False)
            | (f.marco != MARCO_FEDERAL)
            | (f.regimen == Regimen.LOPSRM_2000.value).fill_null(False),
            insuficiente=comunes.metodo_desconocido(f) | f.dias.isnull() | f.regimen.isnull() | dudoso,
            bandera=f.dias < ibis.coalesce(minimo, nacional),
        ),
        valor=f.dias,
        dias=f.dias,
        minimo=ibis.coalesce(minimo, nacional).cast("int64"),
        ambito=f.ambito,
        regimen=f.regimen,
        publicacion=f.fecha_publicacion_dia,
        apertura=f.fecha_apertura_dia,
    )


def ambito(procesos: ir.Table) -> ir.StringValue:
    """Return the scope that the name of the method tells, null if it tells none."""
    nombre = procesos.metodo_detalle.lower()
    return ibis.cases(*((nombre.contains(palabra), dicho) for palabra, dicho in AMBITOS), else_=ibis.null("string"))


def ambito_de(nombre: str) -> str:
    """Return the scope that the name of a method tells, "" if it tells none."""
    return next((dicho for palabra, dicho in AMBITOS if palabra in nombre.lower()), "")


def plazo_de_invitacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P03: fewer natural days between the last invitation and the opening than the law's minimum.

    Fields: tender.procurementMethod selective, tender.mainProcurementCategory, tender.tenderPeriod (its start is the
    delivery of the last invitation). Threshold: `minimo` 5 natural days. Not applicable: other methods; cancelled
    or withdrawn; works (art. 44 LOPSRM: fixed case by case); law other than the federal.
    Source: art. 43 LAASSP 2000, 56-IV LAASSP 2025.
    """
    f = t.procesos
    f = f.mutate(dias=comunes.dias_entre(f.fecha_publicacion_dia, f.fecha_apertura_dia))
    return f.select(
        "ocid",
        sujeto=f.ocid,
        resultado=comunes.resultado(
            no_aplica=comunes.otro_metodo(f, ("selective",))
            | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False)
            | (f.marco != MARCO_FEDERAL)
            | (f.categoria == "works").fill_null(False),
            insuficiente=comunes.metodo_desconocido(f) | f.dias.isnull() | ~f.regimen.isin(LAASSP).fill_null(False),
            bandera=f.dias < p["minimo"],
        ),
        valor=f.dias,
        dias=f.dias,
        minimo=ibis.literal(p["minimo"], "int64"),
        regimen=f.regimen,
        invitacion=f.fecha_publicacion_dia,
        apertura=f.fecha_apertura_dia,
    )


_FECHAS_DE_LICITACION = (
    "tender.procurementMethod",
    "tender.procurementMethodDetails",
    "tender.mainProcurementCategory",
    "tender.tenderPeriod.startDate",
    "tender.tenderPeriod.endDate",
)
_NATURALES = _("días naturales")

registrar_bandera(
    Bandera(
        id="P01",
        titulo=_("El plazo para presentar propuestas fue menor al mínimo de ley"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R003",
        fuente=_("Artículos 32 de la LAASSP de 2000, 42 de la LAASSP de 2025 y 33 de la LOPSRM"),
        regimenes=(Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025),
        campos=_FECHAS_DE_LICITACION,
        parametros=(
            Parametro("nacional", 15, _NATURALES, _("Mínimo en licitación nacional (LAASSP)")),
            Parametro("internacional", 20, _NATURALES, _("Mínimo en licitación internacional (LAASSP)")),
            Parametro("obra_nacional", 10, _NATURALES, _("Mínimo en licitación nacional (LOPSRM)")),
            Parametro("obra_internacional", 20, _NATURALES, _("Mínimo en licitación internacional (LOPSRM)")),
            Parametro("obra_tratados", 40, _NATURALES, _("Mínimo en licitación bajo tratados (LOPSRM)")),
        ),
        por_que_importa=_(
            "Con poco tiempo para preparar una propuesta participan menos empresas, y quien ya conocía la compra lleva "
            "ventaja."
        ),
        falsos_positivos=(
            _(
                "El área requirente justificó por escrito un plazo reducido, de al menos 10 días naturales, y se "
                "autorizó: el documento debe estar en el expediente."
            ),
            _("La fecha de publicación o la de apertura se capturó mal."),
        ),
        que_hacer=_(
            "Si la apertura no ha ocurrido, prográmela para después del mínimo. Si hubo plazo reducido, publique su "
            "justificación con la licitación."
        ),
        expresion=plazo_de_presentacion,
        evidencias={
            "dias": _("Días naturales de la publicación a la apertura"),
            "minimo": _("Mínimo de ley que se comparó"),
            "ambito": _("Ámbito de la licitación"),
            "regimen": _("Ley aplicable"),
            "publicacion": _("Publicación de la convocatoria"),
            "apertura": _("Presentación y apertura de proposiciones"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="P03",
        titulo=_("La invitación dio menos días que el mínimo de ley"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R003",
        fuente=_("Artículos 43 de la LAASSP de 2000 y 56, fracción IV, de la LAASSP de 2025"),
        regimenes=(Regimen.LAASSP_2000, Regimen.LAASSP_2025),
        campos=_FECHAS_DE_LICITACION,
        parametros=(Parametro("minimo", 5, _NATURALES, _("Mínimo entre la última invitación y la apertura")),),
        por_que_importa=_(
            "Con menos días de los que pide la ley, las personas invitadas no alcanzan a preparar su propuesta."
        ),
        falsos_positivos=(
            _("La fecha de inicio publicada no es la de entrega de la última invitación."),
            _("La fecha de apertura se capturó mal."),
        ),
        que_hacer=_("Verifique cuándo se entregó la última invitación. Si la apertura no ha ocurrido, reprográmela."),
        expresion=plazo_de_invitacion,
        evidencias={
            "dias": _("Días naturales de la última invitación a la apertura"),
            "minimo": _("Mínimo de ley que se comparó"),
            "regimen": _("Ley aplicable"),
            "invitacion": _("Entrega de la última invitación"),
            "apertura": _("Presentación y apertura de proposiciones"),
        },
    )
)
