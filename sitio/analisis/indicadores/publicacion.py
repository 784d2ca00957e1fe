"""Indicators of what is published, and those that wait for data that no release has yet."""

from functools import partial

import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.indicadores import base
from sitio.analisis.indicadores.registro import (
    Clase,
    Indicador,
    Ley,
    Medida,
    Sentido,
    UnidadDeMedida,
    registrar_indicador,
)
from sitio.analisis.registro import gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

# LGTAIP art. 58 asks for every three months; open contracting practice, for the contract within thirty days.
DIAS = 30


def cobertura(t: Tablas, ley: Ley) -> ir.Table:
    """A21, B19: of each awarded process, the share that it publishes of the six answers people ask for.

    Who buys, what, from whom, for how much, when and how.
    """
    a = comunes.vigentes(t.adjudicaciones)
    dichas = a.group_by("ocid").agg(cuanto=a.monto.notnull().all(), cuando=a.fecha_dia.notnull().all())
    quienes = t.proveedores_adjudicados.group_by("ocid").agg(quien=t.proveedores_adjudicados.id.notnull().any())
    textos = t.procesos.select("ocid", "titulo", "comprador")
    f = comunes.unir(base.procesos(t, ley).join(dichas, "ocid"), quienes, "ocid")
    f = comunes.unir(f, textos, "ocid")
    respuestas = (f.comprador.notnull(), f.titulo.notnull(), f.quien, f.cuanto, f.cuando, f.metodo.notnull())
    suma = sum((base.si(respuesta) for respuesta in respuestas[1:]), base.si(respuestas[0]))
    return base.observar(f, suma.cast("float64") / len(respuestas))


def contratos_a_tiempo(t: Tablas, ley: Ley) -> ir.Table:
    """A21, B19: the signed contracts, and whether their text was published within thirty days of the signature."""
    d = t.documentos.filter((t.documentos.seccion == "contrato") & (t.documentos.tipo == "contractSigned"))
    d = d.group_by("ocid", contrato="padre_id").agg(publicado=d.fecha_publicacion_dia.min())
    f = comunes.unir(base.contratos(t, ley), d, "ocid", "contrato")
    f = base.excluir(f, sin_firma=f.firma.isnull(), sin_documento=f.publicado.isnull())
    return base.observar(f, base.si(comunes.dias_entre(f.firma, f.publicado) <= DIAS))


def de_procesos(t: Tablas, ley: Ley) -> ir.Table:
    """A17: complaints and how they were resolved are in no field of what is published."""
    return base.no_se_publica(base.procesos(t, ley))


def de_contratos(t: Tablas, ley: Ley) -> ir.Table:
    """B11, B16, B17: estimates, penalties and settlements are in no field of what is published."""
    return base.no_se_publica(base.contratos(t, ley))


_DE_PUBLICACION = {
    Ley.LAASSP: ("A21", _("Calidad y oportunidad de la publicación")),
    Ley.LOPSRM: ("B19", _("Publicación completa de la obra")),
}

for _ley, (_id, _titulo) in _DE_PUBLICACION.items():
    registrar_indicador(
        Indicador(
            id=_id,
            titulo=_titulo,
            version="1.0",
            ley=_ley,
            fuente="OCP U049, U050, U053, U054",
            campos=("buyer", "tender.title", "awards", "contracts.dateSigned", "contracts.documents.datePublished"),
            que_dice=_(
                "Si lo publicado contesta quién compra, qué, a quién, por cuánto, cuándo y cómo; y si es a tiempo."
            ),
            sentido=Sentido.MAYOR,
            medidas=(
                Medida(
                    formula=_("Promedio, por proceso adjudicado, de las seis respuestas que publica ÷ 6"),
                    clase=Clase.MEDIA,
                    unidad=UnidadDeMedida.PORCENTAJE,
                    expresion=partial(cobertura, ley=_ley),
                    clave="cobertura",
                    titulo=_("Respuestas publicadas"),
                ),
                Medida(
                    formula=_("Contratos publicados a los 30 días de su firma, o antes ÷ contratos publicados"),
                    clase=Clase.RAZON,
                    unidad=UnidadDeMedida.PORCENTAJE,
                    expresion=partial(contratos_a_tiempo, ley=_ley),
                    clave="contratos",
                    titulo=_("Contratos en 30 días"),
                ),
            ),
            advertencias=(_("Mide que el dato esté, no que sea verdadero."),),
        )
    )


def _pendiente(
    ident: str, titulo: str, ley: Ley, fuente: str, que_dice: str, formula: str, sentido: Sentido, contratos: bool
) -> None:
    """Register what is owed and cannot be told yet, so that the page says it instead of keeping quiet."""
    expresion = de_contratos if contratos else de_procesos
    medida = Medida(formula, Clase.RAZON, UnidadDeMedida.PORCENTAJE, partial(expresion, ley=ley))
    registrar_indicador(
        Indicador(
            id=ident,
            titulo=titulo,
            version="1.0",
            ley=ley,
            fuente=fuente,
            campos=(),
            que_dice=que_dice,
            sentido=sentido,
            medidas=(medida,),
            advertencias=(_("Ningún campo de lo que se publica lo dice todavía."),),
        )
    )


_pendiente(
    "A17",
    _("Inconformidades fundadas"),
    Ley.LAASSP,
    _("Artículos 65 de la LAASSP de 2000 y 95 de la LAASSP de 2025; OCP R020"),
    _("Cuántos procedimientos se impugnaron con razón."),
    _("Inconformidades fundadas ÷ inconformidades resueltas"),
    Sentido.MENOR,
    contratos=False,
)
_pendiente(
    "B11",
    _("Estimaciones presentadas en plazo"),
    Ley.LOPSRM,
    _("Artículo 54 de la LOPSRM"),
    _("Si los contratistas presentan sus estimaciones en los seis días que da la ley."),
    _("Estimaciones presentadas en 6 días naturales desde el corte ÷ estimaciones"),
    Sentido.MAYOR,
    contratos=True,
)
_pendiente(
    "B16",
    _("Penas y retenciones aplicadas"),
    Ley.LOPSRM,
    _("Artículo 46 Bis de la LOPSRM"),
    _("Si el atraso de las obras tiene las consecuencias que dice el contrato."),
    _("Monto de las penas y retenciones ÷ monto de los trabajos atrasados"),
    Sentido.NEUTRAL,
    contratos=True,
)
_pendiente(
    "B17",
    _("Recepción y finiquito en plazo"),
    Ley.LOPSRM,
    _("Artículo 64 de la LOPSRM"),
    _("Si las obras se reciben y se liquidan en los plazos que da la ley."),
    _("Obras recibidas en 15 días y con finiquito en 60 ÷ obras terminadas"),
    Sentido.MAYOR,
    contratos=True,
)
