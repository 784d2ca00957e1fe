"""Flags on ties between tenderers, or between one of them and the buyer."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, participacion
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

COMPRADORES = ("buyer", "procuringEntity", "contractingUnit", "requestingUnit")


def mismo_contacto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X09: tenderers of one process share a telephone, a mail address, a domicile or a contact person.

    Fields: parties[] contactPoint and address of those in tender.tenderers or bids.details[].tenderers. Firms are the
    same by RFC, else by id. Threshold: at least `minimo` 1 datum shared by two of them. Not applicable: direct awards;
    cancelled or withdrawn. Insufficient: method unknown; fewer than two tenderers with something to compare.
    Source: OCP R042 and R044, whose formulas look at more.
    """
    medios = participacion.participantes(t).join(participacion.medios(t), ["ocid", "id"])
    con_datos = medios.group_by("ocid").agg(con_datos=medios.quien.nunique())
    comunes_a_dos = medios.group_by("ocid", "medio", "dato").agg(quienes=medios.quien.nunique())
    comunes_a_dos = comunes_a_dos.filter(comunes_a_dos.quienes >= 2).group_by("ocid")
    compartidos = comunes_a_dos.agg(compartidos=ibis._.count(), medio=ibis._.medio.min(), quienes=ibis._.quienes.max())
    f = comunes.unir(comunes.unir(t.procesos, con_datos, "ocid"), compartidos, "ocid")
    cuantos = f.compartidos.fill_null(0)
    return comunes.hallar(
        f,
        f.ocid,
        cuantos,
        no_aplica=comunes.fuera(f, "open", "selective"),
        insuficiente=comunes.metodo_desconocido(f) | (f.con_datos.fill_null(0) < 2),
        bandera=cuantos >= p["minimo"],
        compartidos=cuantos,
        medio=f.medio,
        participantes=f.quienes,
    )


def contacto_del_comprador(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X10: somebody who took part or won has the telephone or the mail address of the buyer.

    Fields: parties[] contactPoint of tenderers and suppliers, and of the buyer, the procuring entity and its units.
    Threshold: at least `minimo` 1 datum. Not applicable: cancelled or withdrawn. Insufficient: one side publishes no
    way to reach it.
    Source: OCP R043.
    """
    medios = participacion.medios(t).filter(ibis._.medio.isin(["correo", "telefono"]))
    ids = participacion.participantes(t).union(participacion.ganadores(t)).select("ocid", "id").distinct()
    de_fuera = ids.join(medios, ["ocid", "id"]).select("ocid", "id", "medio", "dato")
    de_casa = t.partes.filter(_es_comprador(t.partes)).select("ocid", "id").distinct()
    de_casa = de_casa.join(medios, ["ocid", "id"]).select("ocid", "medio", "dato", id_casa="id")
    pares = de_fuera.join(de_casa, ["ocid", "medio", "dato"])
    pares = pares.filter(pares.id != pares.id_casa)
    f = t.procesos
    for tabla in (
        pares.group_by("ocid").agg(iguales=pares.dato.nunique(), medio=pares.medio.min(), participante=pares.id.min()),
        de_fuera.group_by("ocid").agg(de_fuera=ibis._.count()),
        de_casa.group_by("ocid").agg(de_casa=ibis._.count()),
    ):
        f = comunes.unir(f, tabla, "ocid")
    cuantos = f.iguales.fill_null(0)
    return comunes.hallar(
        f,
        f.ocid,
        cuantos,
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=f.de_fuera.isnull() | f.de_casa.isnull(),
        bandera=cuantos >= p["minimo"],
        iguales=cuantos,
        medio=f.medio,
        participante=f.participante,
    )


def _es_comprador(partes: ir.Table) -> ir.BooleanValue:
    es = ibis.literal(False)
    for papel in COMPRADORES:
        es = es | comunes.tiene(partes.papeles, papel)
    return es


def mismos_duenos(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X11: two tenderers of one process have the same beneficial owner.

    Fields: parties[].beneficialOwners (identifier, else name) of those in tender.tenderers or bids.details[].tenderers.
    Threshold: at least `minimo` 1 owner of two of them. The law forbids it in the same lot: where the tender has lots
    it weighs less, because the data does not tell. Not applicable: direct awards; cancelled or withdrawn. Insufficient:
    method unknown; fewer than two tenderers tell their owners.
    Source: art. 71-VIII LAASSP 2025, 50-VII LAASSP 2000; OCP R032.
    """
    b = t.beneficiarios
    dueno = ibis.coalesce(
        b.identificador.upper().re_replace("[^0-9A-ZÑ&]", "").nullif(""), participacion.nombre(b.nombre)
    )
    duenos = b.select("ocid", id="parte_id", dueno=dueno).filter(ibis._.dueno.notnull())
    duenos = participacion.participantes(t).join(duenos, ["ocid", "id"])
    con_datos = duenos.group_by("ocid").agg(con_datos=duenos.quien.nunique())
    de_dos = duenos.group_by("ocid", "dueno").agg(quienes=duenos.quien.nunique())
    de_dos = de_dos.filter(de_dos.quienes >= 2).group_by("ocid").agg(duenos=ibis._.count())
    lotes = t.lotes.group_by("ocid").agg(lotes=t.lotes.count())
    f = t.procesos
    for tabla in (con_datos, de_dos, lotes):
        f = comunes.unir(f, tabla, "ocid")
    cuantos = f.duenos.fill_null(0)
    return comunes.hallar(
        f,
        f.ocid,
        cuantos,
        no_aplica=comunes.fuera(f, "open", "selective"),
        insuficiente=comunes.metodo_desconocido(f) | (f.con_datos.fill_null(0) < 2),
        bandera=cuantos >= p["minimo"],
        severidad=ibis.ifelse(f.lotes.fill_null(0) > 1, Severidad.ALTA.value, Severidad.CRITICA.value),
        duenos=cuantos,
        participantes=f.con_datos,
    )


def perdedor_subcontratado(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """X12: somebody who lost is a subcontractor of the winner.

    Fields: awards[].subcontracting.subcontracts[].subcontractor, awards[].suppliers, tender.tenderers or
    bids.details[].tenderers. Firms are the same by RFC, else by id. Threshold: at least `minimo` 1. Not applicable:
    direct awards; cancelled or withdrawn. Insufficient: method unknown; no subcontract published; who took part not
    told.
    Source: OCP R070.
    """
    subcontratistas = participacion.con_rfc(t, t.subcontratos.select("ocid", id="subcontratista_id"))
    subcontratistas = subcontratistas.select("ocid", "quien").distinct()
    ganadores = participacion.ganadores(t).select("ocid", "quien").distinct()
    participantes = participacion.participantes(t).select("ocid", "quien").distinct()
    perdedores = participantes.anti_join(ganadores, ["ocid", "quien"])
    f = t.procesos
    for tabla in (
        perdedores.semi_join(subcontratistas, ["ocid", "quien"]).group_by("ocid").agg(perdedores=ibis._.count()),
        participantes.group_by("ocid").agg(participantes=ibis._.count()),
        subcontratistas.group_by("ocid").agg(subcontratistas=ibis._.count()),
    ):
        f = comunes.unir(f, tabla, "ocid")
    cuantos = f.perdedores.fill_null(0)
    return comunes.hallar(
        f,
        f.ocid,
        cuantos,
        no_aplica=comunes.fuera(f, "open", "selective"),
        insuficiente=comunes.metodo_desconocido(f) | f.subcontratistas.isnull() | f.participantes.isnull(),
        bandera=cuantos >= p["minimo"],
        perdedores=cuantos,
        subcontratistas=f.subcontratistas,
        participantes=f.participantes,
    )


_PARTICIPANTES = ("tender.tenderers", "bids.details.tenderers")
_CONTACTO = ("parties.contactPoint", "parties.address")
_REVISAR = _("Revise quiénes son las personas detrás de cada propuesta antes de decidir. Documente lo que encuentre.")

registrar_bandera(
    Bandera(
        id="X09",
        titulo=_("Participantes distintos comparten teléfono, correo, domicilio o contacto"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=(*_PARTICIPANTES, *_CONTACTO),
        parametros=(Parametro("minimo", 1, _("datos compartidos"), _("Se señala desde")),),
        por_que_importa=_("Quienes comparten oficina o representante difícilmente compiten entre sí."),
        falsos_positivos=(
            _("Usan el mismo despacho contable o edificio, o son la misma empresa registrada dos veces."),
            _("Las dos personas de contacto tienen el mismo nombre por casualidad."),
        ),
        que_hacer=_REVISAR,
        expresion=mismo_contacto,
        nombra_personas=True,
        evidencias={
            "compartidos": _("Datos compartidos"),
            "medio": _("Qué comparten"),
            "participantes": _("Cuántos lo comparten"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="X10",
        titulo=_("Un participante tiene el teléfono o el correo de la institución"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.ALTA,
        codigo_ocp="R043",
        fuente=_("Artículo 71 de la LAASSP de 2025, sobre conflictos de interés"),
        campos=(*_PARTICIPANTES, "awards.suppliers", "parties.contactPoint"),
        parametros=(Parametro("minimo", 1, _("datos compartidos"), _("Se señala desde")),),
        por_que_importa=_("Un mismo contacto en ambos lados puede indicar un interés que debió declararse."),
        falsos_positivos=(_("Al capturar al participante se escribió el contacto de la institución."),),
        que_hacer=_REVISAR,
        expresion=contacto_del_comprador,
        nombra_personas=True,
        evidencias={
            "iguales": _("Datos iguales"),
            "medio": _("Qué comparten"),
            "participante": _("Participante"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="X11",
        titulo=_("Participantes distintos tienen a la misma persona como beneficiaria final"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.CRITICA,
        codigo_ocp="R032",
        fuente=_("Artículos 71, fracción VIII, de la LAASSP de 2025 y 50, fracción VII, de la LAASSP de 2000"),
        campos=(*_PARTICIPANTES, "parties.beneficialOwners"),
        parametros=(Parametro("minimo", 1, _("personas"), _("Se señala desde")),),
        por_que_importa=_("La ley no permite que propuestas de una misma partida tengan un socio común."),
        falsos_positivos=(
            _("Son personas distintas con el mismo nombre, o participaron en lotes distintos."),
            _("Se presentaron juntas, en una proposición conjunta."),
        ),
        que_hacer=_REVISAR,
        expresion=mismos_duenos,
        nombra_personas=True,
        evidencias={"duenos": _("Personas en común"), "participantes": _("Participantes que dicen sus dueños")},
    )
)

registrar_bandera(
    Bandera(
        id="X12",
        titulo=_("Quien perdió es subcontratista de quien ganó"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        codigo_ocp="R070",
        fuente=_("Principio de competencia del artículo 134 constitucional"),
        campos=(*_PARTICIPANTES, "awards.suppliers", "awards.subcontracting.subcontracts"),
        parametros=(Parametro("minimo", 1, _("subcontratistas"), _("Se señala desde")),),
        por_que_importa=_("Repartirse el trabajo después de competir puede indicar un acuerdo previo."),
        falsos_positivos=(_("Es de las pocas empresas con esa especialidad, y la subcontratación estaba prevista."),),
        que_hacer=_REVISAR,
        expresion=perdedor_subcontratado,
        nombra_personas=True,
        evidencias={
            "perdedores": _("Subcontratistas que participaron y perdieron"),
            "subcontratistas": _("Subcontratistas publicados"),
            "participantes": _("Participantes"),
        },
    )
)
