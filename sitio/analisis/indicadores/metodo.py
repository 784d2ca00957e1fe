"""Indicators of the method: how much is bought by public tender, and how much outside it."""

from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, fundamentos
from sitio.analisis.indicadores import base
from sitio.analisis.indicadores.registro import (
    POR_ANIO,
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

LICITACION = "open"
# Per cent of the authorized budget that may be awarded for its amount, outside the public tender.
TOPES = {Ley.LAASSP: 30, Ley.LOPSRM: 20}


def monto_licitado(t: Tablas, ley: Ley) -> ir.Table:
    """A03, B02: what was awarded by public tender, in pesos without IVA."""
    f = base.con_metodo(base.con_monto(base.adjudicaciones(t, ley)))
    return base.observar(f, f.neto * base.si(f.metodo == LICITACION), f.neto)


def procesos_licitados(t: Tablas, ley: Ley) -> ir.Table:
    """A04, B02: processes with an award in force, and whether they were public tenders."""
    f = base.con_metodo(base.con_fallo(t, base.procesos(t, ley)))
    return base.observar(f, base.si(f.metodo == LICITACION))


def por_monto(t: Tablas, ley: Ley) -> ir.Table:
    """A05, B03: what was awarded for its amount (arts. 42, 55; 43 LOPSRM) against what the law allows of the budget.

    The awards are observed one by one; the budget of each buyer and year, once, and it is none of the things counted.
    """
    autorizado = _autorizado(t, ley)
    f = comunes.unir(_fuera_de_licitacion(t, ley), autorizado, "comprador_id", "anio")
    f = base.excluir(f, sin_presupuesto=f.autorizado.isnull())
    ejercido = base.observar(f, f.neto * base.si(fundamentos.es(f, fundamentos.POR_MONTO)), 0)
    quienes = base.procesos(t, ley).select("publicador", "comprador_id", "anio").distinct()
    b = quienes.join(autorizado, ["comprador_id", "anio"])
    b = b.mutate(unidad_id=ibis.null("string"), metodo=ibis.null("string"), excluido=ibis.null("string"))
    permitido = b.autorizado * ibis.literal(TOPES[ley]) / 100
    return ejercido.union(base.observar(b, 0, permitido.cast(base.EXACTO), cuenta=0))


def _autorizado(t: Tablas, ley: Ley) -> ir.Table:
    p = t.presupuestos.filter((t.presupuestos.ley == ley.value) & t.presupuestos.unidad_id.isnull())
    return p.group_by("comprador_id", "anio").agg(autorizado=p.monto.max())


def _fuera_de_licitacion(t: Tablas, ley: Ley) -> ir.Table:
    """Return the awards without public tender; the article that allowed them has to be known, and the law it is of."""
    f = base.con_metodo(base.con_monto(base.adjudicaciones(t, ley)))
    f = f.filter((f.metodo != LICITACION).fill_null(True))
    return base.excluir(f, otra_ley=f.regimen.isnull(), sin_fundamento=fundamentos.articulo(f).isnull())


def por_excepcion(t: Tablas, ley: Ley) -> ir.Table:
    """A06: what was awarded by exception to the public tender (arts. 41, 54), in pesos without IVA, out of all."""
    f = base.con_metodo(base.con_monto(base.adjudicaciones(t, ley)))
    licitada = (f.metodo == LICITACION).fill_null(False)
    f = base.excluir(
        f,
        otra_ley=f.regimen.isnull(),
        sin_fundamento=~licitada & fundamentos.articulo(f).isnull(),
    )
    excepcion = ~licitada & fundamentos.es(f, fundamentos.EXCEPCION)
    return base.observar(f, f.neto * base.si(excepcion), f.neto)


_CAMPOS = ("tender.procurementMethod", "awards.value", "awards.status")
_DE_MONTO = _("Monto adjudicado por licitación pública ÷ monto adjudicado, sin IVA")
_DE_NUMERO = _("Procesos adjudicados por licitación pública ÷ procesos adjudicados")

registrar_indicador(
    Indicador(
        id="A03",
        titulo=_("Licitación pública, por monto"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículo 134 de la Constitución; OCP U011 y U014"),
        campos=_CAMPOS,
        que_dice=_("Qué parte de lo adjudicado se compró por licitación pública, que es la regla general."),
        sentido=Sentido.MAYOR,
        medidas=(Medida(_DE_MONTO, Clase.RAZON, UnidadDeMedida.PORCENTAJE, partial(monto_licitado, ley=Ley.LAASSP)),),
    )
)
registrar_indicador(
    Indicador(
        id="A04",
        titulo=_("Licitación pública, por número"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículo 134 de la Constitución; OCP U010"),
        campos=_CAMPOS,
        que_dice=_("Qué parte de los procesos adjudicados fueron licitaciones públicas."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(_DE_NUMERO, Clase.RAZON, UnidadDeMedida.PORCENTAJE, partial(procesos_licitados, ley=Ley.LAASSP)),
        ),
    )
)
registrar_indicador(
    Indicador(
        id="A05",
        titulo=_("Compras por monto frente al 30 % del presupuesto"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 42 de la LAASSP de 2000 y 55 de la LAASSP de 2025"),
        campos=("tender.legalBasis.id", *_CAMPOS),
        que_dice=_("Cuánto se ha usado de lo que la ley permite adjudicar por monto, sin licitación pública."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("Monto adjudicado por los artículos 42 o 55, sin IVA ÷ 30 % del presupuesto autorizado"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(por_monto, ley=Ley.LAASSP),
                ambitos=POR_ANIO,
            ),
        ),
        advertencias=(_("Necesita el presupuesto autorizado de la institución en el año; sin él no hay cifra."),),
    )
)
registrar_indicador(
    Indicador(
        id="A06",
        titulo=_("Compras por excepción a la licitación pública"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente=_("Artículos 41 de la LAASSP de 2000 y 54 de la LAASSP de 2025; OCP U016"),
        campos=("tender.legalBasis.id", *_CAMPOS),
        que_dice=_("Qué parte de lo adjudicado se compró por una de las excepciones que la ley enumera."),
        sentido=Sentido.NEUTRAL,
        medidas=(
            Medida(
                formula=_("Monto adjudicado por los artículos 41 o 54 ÷ monto adjudicado, sin IVA"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(por_excepcion, ley=Ley.LAASSP),
            ),
        ),
        advertencias=(_("Algunas excepciones son obligadas: patentes, obras de arte, proveedor único."),),
    )
)
registrar_indicador(
    Indicador(
        id="B02",
        titulo=_("Licitación pública en obra"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Artículo 134 de la Constitución; OCP U010 y U011"),
        campos=_CAMPOS,
        que_dice=_("Qué parte de la obra se contrata por licitación pública, que es la regla general."),
        sentido=Sentido.MAYOR,
        medidas=(
            Medida(
                _DE_MONTO,
                Clase.RAZON,
                UnidadDeMedida.PORCENTAJE,
                partial(monto_licitado, ley=Ley.LOPSRM),
                "monto",
                _("Por monto"),
            ),
            Medida(
                _DE_NUMERO,
                Clase.RAZON,
                UnidadDeMedida.PORCENTAJE,
                partial(procesos_licitados, ley=Ley.LOPSRM),
                "numero",
                _("Por número"),
            ),
        ),
    )
)
registrar_indicador(
    Indicador(
        id="B03",
        titulo=_("Obra por monto frente al 20 % del presupuesto"),
        version="1.0",
        ley=Ley.LOPSRM,
        fuente=_("Artículo 43 de la LOPSRM"),
        campos=("tender.legalBasis.id", *_CAMPOS),
        que_dice=_("Cuánto se ha usado de lo que la ley permite contratar por monto, sin licitación pública."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("Monto adjudicado por el artículo 43, sin IVA ÷ 20 % del presupuesto autorizado"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(por_monto, ley=Ley.LOPSRM),
                ambitos=POR_ANIO,
            ),
        ),
        advertencias=(
            _("Necesita el presupuesto autorizado de la institución en el año; sin él no hay cifra."),
            _("El tope de los procedimientos anteriores al 17 de abril de 2025 era otro."),
        ),
    )
)
