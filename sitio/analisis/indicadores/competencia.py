"""Indicators of competition: who takes part, who is new, what is rejected, what comes to nothing."""

from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
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

EVALUADAS = ("valid", "disqualified")
# An invitation is not a proposal, and who withdrew it made none.
SIN_PRESENTAR = ("invited", "withdrawn")
SIN_EFECTO = ("unsuccessful", "cancelled", "withdrawn")
TERMINADAS = ("complete", *SIN_EFECTO)


def participantes(t: Tablas, ley: Ley) -> ir.Table:
    """A08, B05: how many took part in each public tender or invitation that was awarded."""
    f = _con_participantes(t, base.con_fallo(t, base.competidos(t, ley)))
    return base.observar(f, f.participantes)


def de_un_licitante(t: Tablas, ley: Ley) -> ir.Table:
    """A09, B06: the awarded public tenders, and whether exactly one took part."""
    f = base.con_fallo(t, base.procesos(t, ley))
    f = _con_participantes(t, f.filter(f.metodo == "open"))
    return base.observar(f, base.si(f.participantes == 1))


def _con_participantes(t: Tablas, f: ir.Table) -> ir.Table:
    """Add `participantes`: the distinct tenderers and winners, or the published number if it is greater."""
    listados = t.licitantes.select("ocid", quien=ibis.coalesce(t.licitantes.id, t.licitantes.nombre))
    ganadores = t.proveedores_adjudicados
    ganadores = ganadores.select("ocid", quien=ibis.coalesce(ganadores.id, ganadores.nombre))
    cuantos = listados.group_by("ocid").agg(listados=listados.quien.nunique())
    todos = listados.union(ganadores)
    todos = todos.group_by("ocid").agg(distintos=todos.quien.nunique())
    dichos = t.procesos.select("ocid", "numero_licitantes")
    f = comunes.unir(comunes.unir(comunes.unir(f, cuantos, "ocid"), todos, "ocid"), dichos, "ocid")
    hay_lista = f.listados.fill_null(0) > 0
    por_lista = ibis.ifelse(hay_lista, f.distintos, 0).fill_null(0)
    f = f.mutate(participantes=ibis.greatest(por_lista, f.numero_licitantes.fill_null(0)).cast("int64"))
    return base.excluir(f, sin_licitantes=f.participantes == 0)


def licitantes_nuevos(t: Tablas, ley: Ley) -> ir.Table:
    """A10: who took part in a year, and whether for the first time with this publisher."""
    return _nuevos(t, ley, t.licitantes.select("ocid", "id"))


def proveedores_nuevos(t: Tablas, ley: Ley) -> ir.Table:
    """A10: who won in a year, and whether for the first time with this publisher."""
    return _nuevos(t, ley, t.proveedores_adjudicados.select("ocid", "id"))


def _nuevos(t: Tablas, ley: Ley, quienes: ir.Table) -> ir.Table:
    """Observe each firm once a year. In the first year of a publisher everybody would be new: it tells nothing."""
    f = comunes.proveedor(quienes, t.partes).select("ocid", "proveedor").filter(ibis._.proveedor.notnull())
    f = f.join(base.procesos(t, ley).filter(ibis._.anio.notnull()), "ocid")
    f = f.group_by("publicador", "anio", "proveedor").agg(
        excluido=ibis.ifelse(f.excluido.isnull().any(), None, f.excluido.max())
    )
    f = f.mutate(
        primero=f.anio.min().over(group_by=["publicador", "proveedor"]),
        inicio=f.anio.min().over(group_by="publicador"),
        unidad_id=ibis.null("string"),
        metodo=ibis.null("string"),
    )
    f = base.excluir(f, primer_anio=f.anio == f.inicio)
    return base.observar(f, base.si(f.anio == f.primero), clave=f.proveedor)


def desechadas(t: Tablas, ley: Ley) -> ir.Table:
    """A13: the proposals presented, and whether they were disqualified."""
    o = t.ofertas.select("ocid", estado_oferta="estado")
    f = o.join(base.procesos(t, ley), "ocid")
    f = f.filter(~f.estado_oferta.isin(SIN_PRESENTAR).fill_null(False))
    f = base.excluir(f, sin_valoracion=~f.estado_oferta.isin(EVALUADAS))
    return base.observar(f, base.si(f.estado_oferta == "disqualified"))


def sin_resultado(t: Tablas, ley: Ley) -> ir.Table:
    """A14: the procedures that ended, and whether in nothing: deserted, cancelled or withdrawn."""
    f = base.procesos(t, ley)
    f = f.filter(f.estado_licitacion.isnull() | f.estado_licitacion.isin(TERMINADAS))
    f = base.excluir(f, sin_estado=f.estado_licitacion.isnull())
    return base.observar(f, base.si(f.estado_licitacion.isin(SIN_EFECTO)))


_LICITANTES = ("tender.tenderers", "tender.numberOfTenderers", "awards.suppliers")


def _participacion(ley: Ley) -> tuple[Medida, ...]:
    return (
        Medida(
            formula=_("Promedio de participantes distintos por licitación o invitación adjudicada"),
            clase=Clase.MEDIA,
            unidad=UnidadDeMedida.NUMERO,
            expresion=partial(participantes, ley=ley),
            clave="promedio",
            titulo=_("Promedio"),
        ),
        Medida(
            formula=_("Mediana de participantes distintos por licitación o invitación adjudicada"),
            clase=Clase.MEDIANA,
            unidad=UnidadDeMedida.NUMERO,
            expresion=partial(participantes, ley=ley),
            clave="mediana",
            titulo=_("Mediana"),
        ),
    )


def _un_licitante(ley: Ley) -> tuple[Medida, ...]:
    return (
        Medida(
            formula=_("Licitaciones públicas adjudicadas con un solo participante ÷ licitaciones públicas adjudicadas"),
            clase=Clase.RAZON,
            unidad=UnidadDeMedida.PORCENTAJE,
            expresion=partial(de_un_licitante, ley=ley),
        ),
    )


_DE_PARTICIPACION = {Ley.LAASSP: ("A08", "A09"), Ley.LOPSRM: ("B05", "B06")}
_TITULOS = {
    Ley.LAASSP: (_("Participantes por procedimiento"), _("Licitaciones con un solo licitante")),
    Ley.LOPSRM: (_("Participantes por procedimiento de obra"), _("Licitaciones de obra con un solo licitante")),
}

for _ley, (_cuantos, _uno) in _DE_PARTICIPACION.items():
    registrar_indicador(
        Indicador(
            id=_cuantos,
            titulo=_TITULOS[_ley][0],
            version="1.0",
            ley=_ley,
            fuente="OCP U017, U018",
            campos=_LICITANTES,
            que_dice=_("Cuántos compiten por cada contrato cuando se convoca o se invita."),
            sentido=Sentido.MAYOR,
            medidas=_participacion(_ley),
            advertencias=(_("Una propuesta conjunta de dos empresas cuenta como dos participantes."),),
        )
    )
    registrar_indicador(
        Indicador(
            id=_uno,
            titulo=_TITULOS[_ley][1],
            version="1.0",
            ley=_ley,
            fuente="OCP U015",
            campos=_LICITANTES,
            que_dice=_("En cuántas licitaciones públicas hubo una sola propuesta entre la que elegir."),
            sentido=Sentido.MENOR,
            medidas=_un_licitante(_ley),
            advertencias=(_("En mercados muy especializados puede haber un solo proveedor posible."),),
        )
    )

registrar_indicador(
    Indicador(
        id="A10",
        titulo=_("Licitantes y proveedores nuevos"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U021, U022, U027, U031",
        campos=("parties.identifier", "tender.tenderers", "awards.suppliers"),
        que_dice=_("Qué tan abierta está la puerta: cuántos de los que participan o ganan no lo habían hecho antes."),
        sentido=Sentido.NEUTRAL,
        medidas=(
            Medida(
                formula=_("Licitantes del año que no habían participado antes ÷ licitantes del año"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(licitantes_nuevos, ley=Ley.LAASSP),
                clave="licitantes",
                titulo=_("Licitantes"),
                ambitos=POR_ANIO,
            ),
            Medida(
                formula=_("Proveedores del año que no habían ganado antes ÷ proveedores del año"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(proveedores_nuevos, ley=Ley.LAASSP),
                clave="proveedores",
                titulo=_("Proveedores"),
                ambitos=POR_ANIO,
            ),
        ),
        advertencias=(
            _("Solo se conoce lo publicado aquí: quien participó antes de publicar aparece como nuevo."),
            _("Sin RFC, una empresa con dos claves cuenta como dos."),
        ),
    )
)
registrar_indicador(
    Indicador(
        id="A13",
        titulo=_("Propuestas desechadas"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U024",
        campos=("bids.details.status",),
        que_dice=_("Cuántas de las propuestas evaluadas no cumplieron lo que pedía la convocatoria."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("Propuestas desechadas ÷ propuestas evaluadas"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(desechadas, ley=Ley.LAASSP),
            ),
        ),
    )
)
registrar_indicador(
    Indicador(
        id="A14",
        titulo=_("Procedimientos desiertos o cancelados"),
        version="1.0",
        ley=Ley.LAASSP,
        fuente="OCP U063, U064",
        campos=("tender.status",),
        que_dice=_("Cuántos de los procedimientos terminados no llevaron a ninguna compra."),
        sentido=Sentido.MENOR,
        medidas=(
            Medida(
                formula=_("Procedimientos desiertos, cancelados o retirados ÷ procedimientos terminados"),
                clase=Clase.RAZON,
                unidad=UnidadDeMedida.PORCENTAJE,
                expresion=partial(sin_resultado, ley=Ley.LAASSP),
            ),
        ),
    )
)
