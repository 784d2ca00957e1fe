"""Flags on the reasons to buy without a public tender."""

from collections.abc import Mapping

import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# The text of the LOPSRM before 2025 is not verified.
VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
JUSTIFICACION = ("needsAssessment",)


def sin_fundamento(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P09: a direct award or an invitation names no legal basis, or an article that does not allow it.

    Fields: tender.procurementMethod direct or selective, tender.legalBasis.id («article-fraction»),
    tender.procurementMethodRationale. Articles: 40 to 42 LAASSP 2000, 53 to 55 LAASSP 2025, 41 to 43 LOPSRM.
    Threshold: none, `minimo` 1 basis. Not applicable: public tenders; cancelled or withdrawn; other laws; LOPSRM before
    2025. Insufficient: method or law unknown; a basis told only in words, which a machine cannot judge.
    Source: OCP R010; the same articles.
    """
    f = t.procesos
    articulo = fundamentos.articulo(f)
    listas = (fundamentos.REGLA, fundamentos.EXCEPCION, fundamentos.POR_MONTO)
    permitido = fundamentos.es(f, listas[0]) | fundamentos.es(f, listas[1]) | fundamentos.es(f, listas[2])
    en_palabras = articulo.isnull() & (f.metodo_justificacion.notnull() | f.fundamento_detalle.notnull())
    return comunes.hallar(
        f,
        f.ocid,
        permitido.fill_null(False).cast("int64"),
        no_aplica=comunes.fuera(f, "direct", "selective") | comunes.otra_ley(f, *VERIFICADOS),
        insuficiente=comunes.metodo_desconocido(f) | f.regimen.isnull() | en_palabras,
        bandera=permitido.fill_null(False).cast("int64") < p["minimo"],
        fundamento=f.fundamento,
        metodo=f.metodo,
        regimen=f.regimen,
    )


def sin_justificacion(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P10: an exception to the public tender without the document of its reasons.

    Fields: tender.procurementMethod, tender.legalBasis.id of art. 41 LAASSP 2000, 54 LAASSP 2025 or 42 LOPSRM,
    documents of type needsAssessment in any stage. Threshold: fewer than `minimo` 1. Not applicable: public tenders;
    any other article; cancelled or withdrawn; other laws; LOPSRM before 2025. Insufficient: method, law or basis
    unknown; no document at all published.
    Source: OCP R010; art. 40 LAASSP 2000, 53 LAASSP 2025, 41 LOPSRM.
    """
    f = comunes.documentos(t, t.procesos, justificaciones=JUSTIFICACION)
    excepcion = fundamentos.es(f, fundamentos.EXCEPCION)
    return comunes.hallar(
        f,
        f.ocid,
        f.justificaciones,
        no_aplica=comunes.fuera(f, "direct", "selective") | comunes.otra_ley(f, *VERIFICADOS) | ~excepcion,
        insuficiente=comunes.metodo_desconocido(f) | excepcion.isnull() | (f.documentos == 0),
        bandera=f.justificaciones < p["minimo"],
        fundamento=f.fundamento,
        justificaciones=f.justificaciones,
        regimen=f.regimen,
    )


_LEY = _("Ley aplicable")
_FUNDAMENTO = _("Artículo y fracción publicados")

registrar_bandera(
    Bandera(
        id="P09",
        titulo=_("Falta el fundamento para no licitar, o no es de los que lo permiten"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R010",
        fuente=_("Artículos 40 a 42 de la LAASSP de 2000, 53 a 55 de la LAASSP de 2025 y 41 a 43 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("tender.procurementMethod", "tender.legalBasis", "tender.procurementMethodRationale"),
        parametros=(Parametro("minimo", 1, _("fundamentos"), _("Fundamentos que se esperan, al menos")),),
        por_que_importa=_("La licitación pública es la regla: comprar sin ella exige decir qué artículo lo permite."),
        falsos_positivos=(
            _("El artículo se capturó mal, o se citó otro además del que permite el procedimiento."),
            _("La contratación se rige por un tratado o por otra ley."),
        ),
        que_hacer=_("Capture el artículo y la fracción que permiten el procedimiento, como constan en el expediente."),
        expresion=sin_fundamento,
        evidencias={"fundamento": _FUNDAMENTO, "metodo": _("Método publicado"), "regimen": _LEY},
    )
)

registrar_bandera(
    Bandera(
        id="P10",
        titulo=_("La excepción a la licitación no tiene publicada su justificación"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R010",
        fuente=_("Artículos 40 de la LAASSP de 2000, 53 de la LAASSP de 2025 y 41 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("tender.procurementMethod", "tender.legalBasis", "planning.documents", "tender.documents"),
        parametros=(Parametro("minimo", 1, _("documentos"), _("Justificaciones que se esperan, al menos")),),
        por_que_importa=_("Una excepción se sostiene en las razones que se escribieron antes de contratar."),
        falsos_positivos=(_("La justificación está en el expediente, reservada o con otro tipo de documento."),),
        que_hacer=_("Publique el escrito firmado, con el tipo «Justificación de la contratación»."),
        expresion=sin_justificacion,
        evidencias={
            "fundamento": _FUNDAMENTO,
            "justificaciones": _("Justificaciones publicadas"),
            "regimen": _LEY,
        },
    )
)
