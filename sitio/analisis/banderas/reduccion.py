"""Flags on a period to present proposals that was cut short."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.banderas.convocatoria import ambito
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

LAASSP = (Regimen.LAASSP_2000.value, Regimen.LAASSP_2025.value)
# «Justificación de la contratación»: the only type of document for written reasons.
JUSTIFICACION = ("needsAssessment",)


def plazo_reducido(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P02: a period between ten days and the legal minimum, without the written reasons the law asks for.

    Fields: tender.procurementMethod, tender.procurementMethodDetails, tender.tenderPeriod, documents of type
    needsAssessment in any stage. Minimum: 15 natural days national, 20 international; `reducido` 10 is the least with
    reasons (under it, P01 alone speaks). Not applicable: other methods; cancelled or withdrawn; other laws.
    Insufficient: dates, method or law missing; a scope that is not told and matters; no document at all published.
    Source: art. 32 LAASSP 2000, 42 LAASSP 2025.
    """
    f = comunes.documentos(t, t.procesos, justificaciones=JUSTIFICACION)
    f = f.mutate(dias=comunes.dias_entre(f.fecha_publicacion_dia, f.fecha_apertura_dia), ambito=ambito(f))
    minimo = f.ambito.cases(
        ("nacional", p["nacional"]),
        ("internacional", p["internacional"]),
        ("tratados", p["internacional"]),
        else_=ibis.null("int64"),
    )
    completo = f.dias >= minimo.coalesce(p["internacional"])
    corto = f.dias < minimo.coalesce(p["nacional"])
    sin_saber = f.dias.isnull() | f.regimen.isnull() | (~completo & ~corto) | (corto & (f.documentos == 0))
    return comunes.hallar(
        f,
        f.ocid,
        f.dias,
        no_aplica=comunes.fuera(f, "open") | comunes.otra_ley(f, *LAASSP) | (f.dias < p["reducido"]).fill_null(False),
        insuficiente=comunes.metodo_desconocido(f) | sin_saber,
        bandera=corto & (f.justificaciones == 0),
        dias=f.dias,
        minimo=minimo.cast("int64"),
        ambito=f.ambito,
        justificaciones=f.justificaciones,
        regimen=f.regimen,
    )


registrar_bandera(
    Bandera(
        id="P02",
        titulo=_("El plazo se redujo sin publicar la justificación"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 32 de la LAASSP de 2000 y 42 de la LAASSP de 2025"),
        regimenes=(Regimen.LAASSP_2000, Regimen.LAASSP_2025),
        campos=("tender.procurementMethod", "tender.procurementMethodDetails", "tender.tenderPeriod", "documents"),
        parametros=(
            Parametro("nacional", 15, _("días naturales"), _("Mínimo en licitación nacional")),
            Parametro("internacional", 20, _("días naturales"), _("Mínimo en licitación internacional")),
            Parametro("reducido", 10, _("días naturales"), _("Mínimo con plazo reducido y justificado")),
        ),
        por_que_importa=_(
            "La ley deja acortar el plazo solo por razones justificadas del área requirente, para que nadie "
            "quede fuera por falta de tiempo."
        ),
        falsos_positivos=(
            _("La justificación existe y se publicó con otro tipo de documento, o todavía no se publica."),
            _("La fecha de publicación o la de apertura se capturó mal."),
        ),
        que_hacer=_("Publique la justificación autorizada, con el tipo «Justificación de la contratación»."),
        expresion=plazo_reducido,
        evidencias={
            "dias": _("Días naturales de la publicación a la apertura"),
            "minimo": _("Mínimo de ley que se comparó"),
            "ambito": _("Ámbito de la licitación"),
            "justificaciones": _("Documentos de justificación publicados"),
            "regimen": _("Ley aplicable"),
        },
    )
)
