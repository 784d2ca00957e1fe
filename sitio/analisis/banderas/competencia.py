"""Flags on how many took part."""

from collections.abc import Mapping

import ibis.expr.types as ir

from sitio.analisis import comunes, concurrencia
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

METODOS = ("open", "selective")
TERMINADAS = ("complete", "unsuccessful")


def un_solo_oferente(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """P20: exactly one took part in a public tender or in an invitation.

    Fields: tender.procurementMethod, tender.status, tender.tenderPeriod.endDate, tender.tenderers,
    tender.numberOfTenderers, awards. Counts distinct tenderers: those of `tender.tenderers` and the awarded suppliers
    together, or tender.numberOfTenderers if it says more. Threshold: `maximo` tenderers (1); none at all is a deserted
    procedure, not this flag. Not applicable: direct awards; cancelled, withdrawn or planned procedures; and those whose
    reception of proposals is not over (no award, not complete, opening not before the last release).
    Insufficient: method unknown, or nothing says who took part. A joint proposal of two firms counts as two.
    Source: OCP R018; the principle of competition of art. 134 of the Constitution.
    """
    fallos = t.adjudicaciones.filter(t.adjudicaciones.estado.isnull() | (t.adjudicaciones.estado != "cancelled"))
    fallos = fallos.group_by(ocid_fallo=fallos.ocid).agg(adjudicaciones=fallos.count())

    f = concurrencia.con_oferentes(t)
    f = f.left_join(fallos, f.ocid == fallos.ocid_fallo)
    terminada = (
        (f.adjudicaciones.fill_null(0) > 0)
        | f.estado_licitacion.isin(TERMINADAS).fill_null(False)
        | (f.fecha_apertura < f.fecha_entrega).fill_null(False)
    )
    parada = f.estado_licitacion.isin([*comunes.SIN_EFECTO, *comunes.EN_PLANEACION]).fill_null(False)
    return f.select(
        "ocid",
        sujeto=f.ocid,
        resultado=comunes.resultado(
            no_aplica=comunes.otro_metodo(f, METODOS) | parada | ~terminada,
            insuficiente=comunes.metodo_desconocido(f) | f.oferentes.isnull(),
            bandera=(f.oferentes >= 1) & (f.oferentes <= p["maximo"]),
        ),
        valor=f.oferentes.fill_null(0),
        oferentes=f.oferentes.fill_null(0),
        metodo=f.metodo,
        licitantes_listados=f.licitantes.fill_null(0),
        numero_publicado=f.numero_licitantes,
        apertura=f.fecha_apertura_dia,
    )


registrar_bandera(
    Bandera(
        id="P20",
        titulo=_("Se recibió una sola propuesta"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R018",
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=(
            "tender.procurementMethod",
            "tender.status",
            "tender.tenderPeriod.endDate",
            "tender.tenderers",
            "tender.numberOfTenderers",
            "awards",
        ),
        parametros=(Parametro("maximo", 1, _("oferente"), _("Se señala cuando participa, como máximo")),),
        por_que_importa=_(
            "Cuando solo participa una empresa no hay precios con qué comparar. Puede ser señal de requisitos muy "
            "cerrados, de poca difusión o de plazos cortos."
        ),
        falsos_positivos=(
            _("El bien o servicio tiene un único proveedor, por patente o derechos exclusivos."),
            _("El mercado local es pequeño o la compra es muy especializada."),
            _("La lista de licitantes publicada está incompleta."),
        ),
        que_hacer=_(
            "Revise en el expediente la difusión, los requisitos y las preguntas de la junta de aclaraciones. Si la "
            "lista de licitantes publicada está incompleta, corríjala en la etapa de licitación."
        ),
        expresion=un_solo_oferente,
        evidencias={
            "oferentes": _("Oferentes distintos"),
            "metodo": _("Método publicado"),
            "licitantes_listados": _("Licitantes en la lista publicada"),
            "numero_publicado": _("Número de licitantes publicado"),
            "apertura": _("Presentación y apertura de proposiciones"),
        },
    )
)
