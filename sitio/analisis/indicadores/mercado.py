"""Indicators of the market: how concentrated purchases are, and who gets them."""

from functools import partial

import ibis
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


def por_proveedor(t: Tablas, ley: Ley) -> ir.Table:
    """A11, B18: what each award gave, in pesos without IVA, by supplier.

    An award to several is nobody's in particular: how they share it is not published, and it is left out.
    """
    f = comunes.proveedor(t.proveedores_adjudicados, t.partes)
    quienes = f.group_by(ocid=f.ocid, adjudicacion=f.adjudicacion_id)
    quienes = quienes.agg(distintos=f.proveedor.nunique(), proveedor=f.proveedor.min())
    a = base.con_monto(comunes.unir(base.adjudicaciones(t, ley), quienes, "ocid", "adjudicacion"))
    a = base.excluir(a, sin_proveedor=a.proveedor.isnull(), conjunta=a.distintos > 1)
    return base.observar(a, a.neto, clave=ibis.ifelse(a.excluido.isnull(), a.proveedor, None))


def a_mipymes(t: Tablas) -> ir.Table:
    """A12: the size of a firm is in no field of what is published."""
    return base.no_se_publica(base.adjudicaciones(t, Ley.LAASSP))


_CAMPOS = ("awards.value", "awards.suppliers", "parties.identifier")
_ADVERTENCIAS = (
    _("Sin RFC, una empresa con dos claves cuenta como dos, y la concentración parece menor."),
    _("En mercados con pocos proveedores posibles, una concentración alta es de esperarse."),
)


def _concentracion(ley: Ley) -> tuple[Medida, ...]:
    return (
        Medida(
            formula=_("Monto de los diez proveedores con más monto adjudicado ÷ monto adjudicado, sin IVA"),
            clase=Clase.DIEZ_MAYORES,
            unidad=UnidadDeMedida.PORCENTAJE,
            expresion=partial(por_proveedor, ley=ley),
            clave="diez_mayores",
            titulo=_("Los diez mayores"),
        ),
        Medida(
            formula=_("Índice de Herfindahl-Hirschman: suma de los cuadrados de las participaciones, de 0 a 10,000"),
            clase=Clase.HERFINDAHL,
            unidad=UnidadDeMedida.PUNTOS,
            expresion=partial(por_proveedor, ley=ley),
            clave="herfindahl",
            titulo=_("Índice de concentración"),
        ),
    )


registrar_indicador(
    Indicador(
        id="A11",
        titulo=_("Concentración en diez proveedores"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U025, U034",
        campos=_CAMPOS,
        que_dice=_("Si lo que se compra se reparte entre muchos proveedores o va a unos cuantos."),
        sentido=Sentido.NEUTRAL,
        medidas=_concentracion(Ley.LAASSP),
        advertencias=_ADVERTENCIAS,
    )
)
registrar_indicador(
    Indicador(
        id="A12",
        titulo=_("Participación de MIPYMES"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Ley para el Desarrollo de la Competitividad de la Micro, Pequeña y Mediana Empresa, artículo 3"),
        campos=("parties.details.scale", "awards.value"),
        que_dice=_("Qué parte de lo adjudicado va a empresas micro, pequeñas y medianas."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                formula=_("Monto adjudicado a micro, pequeñas y medianas empresas ÷ monto adjudicado, sin IVA"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=a_mipymes,
            ),
        ),
        advertencias=(_("El tamaño de las empresas no forma parte todavía de lo que se publica."),),
    )
)
registrar_indicador(
    Indicador(
        id="B18",
        titulo=_("Concentración de contratistas"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente="OCP U025, U034",
        campos=_CAMPOS,
        que_dice=_("Si la obra se reparte entre muchos contratistas o va a unos cuantos."),
        sentido=Sentido.NEUTRAL,
        medidas=_concentracion(Ley.LOPSRM),
        advertencias=_ADVERTENCIAS,
    )
)
