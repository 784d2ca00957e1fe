"""Who takes part in each process, crossed with who is on the lists, and one outcome for each of them."""

from collections.abc import Callable, Iterable

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.compartidas import compartida
from sitio.analisis.registro import Severidad, gettext_noop
from sitio.analisis.tablas import Tablas

_ = gettext_noop

DIRECTA = "direct"
SEGURAS = ("rfc", "curp", "pais")
CONFIRMADA, RECHAZADA = "confirmada", "rechazada"

EVIDENCIAS = {
    "nombre": _("Nombre publicado"),
    "rfc": _("RFC"),
    "referencia": _("Fecha que se compara con la lista"),
    "lista": _("Lista"),
    "version": _("Versión de la lista"),
    "renglon": _("Renglón de la lista"),
    "situacion": _("Situación en la lista"),
    "desde": _("Desde"),
    "hasta": _("Hasta"),
    "publicado": _("Publicación en el DOF"),
    "institucion": _("Institución según la lista"),
    "coincidencia": _("Cómo coincide"),
    "puntaje": _("Qué tanto coincide el nombre (1 es igual)"),
    "decision": _("Lo que decidió una persona sobre la coincidencia"),
}


@compartida
def proveedores(t: Tablas) -> ir.Table:
    """Return one row per process, supplier and award: `referencia` is the day on which the lists are looked at.

    The award date in tenders and invitations; in direct awards, the signature of the contract, if it is known.
    Cancelled and unsuccessful awards are left out.
    """
    adjudicaciones = comunes.vigentes(t.adjudicaciones)
    adjudicaciones = adjudicaciones.select("ocid", "id", fallo="fecha_dia")
    firmas = t.contratos.select("ocid", "adjudicacion_id", "fecha_firma_dia")
    adjudicaciones = comunes.con_minimo(adjudicaciones, firmas, "fecha_firma_dia", "firma", id="adjudicacion_id")
    ganadores = t.proveedores_adjudicados.select(
        o="ocid", a="adjudicacion_id", parte_id=t.proveedores_adjudicados.id
    ).distinct()
    filas = adjudicaciones.join(ganadores, [adjudicaciones.ocid == ganadores.o, adjudicaciones.id == ganadores.a]).drop(
        "o", "a"
    )
    metodos = t.procesos.select(o="ocid", metodo="metodo")
    filas = filas.left_join(metodos, filas.ocid == metodos.o).drop("o")
    referencia = ibis.ifelse(
        filas.metodo == DIRECTA, ibis.coalesce(filas.firma, filas.fallo), ibis.coalesce(filas.fallo, filas.firma)
    )
    return _con_identidad(t, filas.select("ocid", "parte_id", "metodo", "firma", referencia=referencia))


@compartida
def participantes(t: Tablas) -> ir.Table:
    """Return one row per process and tenderer that won nothing; `referencia` is the opening of proposals."""
    listados = t.licitantes.select("ocid", parte_id="id").union(t.ofertantes.select("ocid", parte_id="id")).distinct()
    ganadores = t.proveedores_adjudicados.select(o="ocid", p="id")
    sin_ganar = listados.anti_join(ganadores, [listados.ocid == ganadores.o, listados.parte_id == ganadores.p])
    fechas = t.procesos.select(o="ocid", metodo="metodo", referencia="fecha_apertura_dia")
    filas = sin_ganar.filter(sin_ganar.parte_id.notnull())
    filas = filas.left_join(fechas, filas.ocid == fechas.o).drop("o")
    return _con_identidad(t, filas)


@compartida
def duenos(t: Tablas) -> ir.Table:
    """Return one row per award and beneficial owner of its supplier, named by itself and identified by itself."""
    ganadores = proveedores(t).select("ocid", "parte_id", "metodo", "referencia", "publicador", "comprador")
    otros = t.beneficiarios.select(
        o="ocid", p="parte_id", dueno="id", nombre="nombre", rfc="rfc", nombre_normalizado="nombre_normalizado"
    )
    filas = ganadores.join(otros, [ganadores.ocid == otros.o, ganadores.parte_id == otros.p]).drop("o", "p")
    return filas.mutate(parte_id=ibis.coalesce(filas.dueno, filas.nombre)).drop("dueno")


@compartida
def servidores(t: Tablas) -> ir.Table:
    """Return one row per process and natural person who takes part without selling; `referencia`, the first award."""
    vendedores = ("supplier", "tenderer", "payee", "invitedSupplier", "issuingSupplier", "subcontractor")
    personas = t.partes.filter(t.partes.personalidad == "naturalPerson")
    vende = ibis.or_(*(personas.papeles.contains(papel).fill_null(False) for papel in vendedores))
    personas = personas.filter(~vende).select("ocid", parte_id="id").distinct()
    filas = comunes.con_minimo(personas, comunes.vigentes(t.adjudicaciones), "fecha_dia", "referencia")
    metodos = t.procesos.select(o="ocid", metodo="metodo")
    return _con_identidad(t, filas.left_join(metodos, filas.ocid == metodos.o).drop("o"))


def _con_identidad(t: Tablas, filas: ir.Table) -> ir.Table:
    """Add who each party is, who publishes, and how the buyer is called."""
    partes = t.partes.select(o="ocid", p="id", nombre="nombre", rfc="rfc", nombre_normalizado="nombre_normalizado")
    partes = comunes.una_por(partes, "o", "p")
    filas = filas.left_join(partes, [filas.ocid == partes.o, filas.parte_id == partes.p]).drop("o", "p")
    procesos = t.procesos.select(o="ocid", publicador="publicador", comprador_id="comprador_id")
    filas = filas.left_join(procesos, filas.ocid == procesos.o).drop("o")
    compradores = comunes.una_por(t.partes.select(o="ocid", p="id", comprador="nombre_normalizado"), "o", "p")
    iguales = [filas.ocid == compradores.o, filas.comprador_id == compradores.p]
    return filas.left_join(compradores, iguales).drop("o", "p", "comprador_id")


def coincidentes(t: Tablas, filas: ir.Table, tipos: Iterable[str]) -> ir.Table:
    """Add to each party its matches with lists of `tipos` that hold for its publisher; who has none, has nulls.

    Matches that a person rejected are not matches.
    """
    c = t.coincidencias
    c = c.filter(c.tipo.isin(list(tipos)) & (c.decision.fill_null("") != RECHAZADA))
    c = c.mutate(rfc_otro=c.rfc.fill_null(""), nombre_otro=c.nombre.fill_null(""), de=c.publicador.fill_null(""))
    c = c.drop("rfc", "nombre", "publicador")
    iguales = [
        filas.rfc.fill_null("") == c.rfc_otro,
        filas.nombre_normalizado.fill_null("") == c.nombre_otro,
        (c.de == "") | (c.de == filas.publicador),
    ]
    unidas = filas.left_join(c, iguales)
    return unidas.mutate(segura=unidas.coincidencia.isin(SEGURAS) | (unidas.decision == CONFIRMADA).fill_null(False))


def cargadas(t: Tablas, filas: ir.Table, tipos: Iterable[str]) -> ir.Table:
    """Add `listas_cargadas`: how many lists of `tipos` hold for the publisher of each row."""
    listas = t.listas.filter(t.listas.tipo.isin(list(tipos)))
    cuenta = listas.group_by(publica=listas.publicador.fill_null("")).agg(cuantas=listas.count())
    comunes_a_todos = cuenta.filter(cuenta.publica == "").select(de_todos="cuantas")
    propias = cuenta.filter(cuenta.publica != "")
    filas = filas.left_join(propias, filas.publicador == propias.publica).drop("publica")
    filas = filas.left_join(comunes_a_todos, ibis.literal(True))
    total = filas.cuantas.fill_null(0) + filas.de_todos.fill_null(0)
    return filas.mutate(listas_cargadas=total).drop("cuantas", "de_todos")


def senalar(
    t: Tablas,
    filas: ir.Table,
    tipos: Iterable[str],
    nivel: Callable[[ir.Table], ir.IntegerValue],
    dudosa: Callable[[ir.Table], ir.BooleanValue] | None = None,
) -> ir.Table:
    """Return the outcome of each party of `filas`, by its gravest match with lists of `tipos`.

    `nivel`: how grave a match is (a Severidad; 0, that it is nothing). A match by name alone never goes above Media
    until a person confirms it. `dudosa`: matches of which what the list says is not enough; without another that
    flags, the data is insufficient, and so it is when no such list is loaded.
    """
    filas = cargadas(t, coincidentes(t, filas, tipos), tipos)
    hallada = filas.coincidencia.notnull()
    bruto = ibis.ifelse(hallada, nivel(filas), 0).fill_null(0).cast("int64")
    topado = ibis.ifelse(filas.segura.fill_null(False), bruto, ibis.least(bruto, int(Severidad.MEDIA)))
    duda = hallada & dudosa(filas).fill_null(True) if dudosa else ibis.literal(False)
    filas = filas.mutate(nivel=topado, duda=duda)
    # The gravest match; among equals, the same one in every run.
    filas = filas.mutate(orden=ibis.row_number().over(group_by=["ocid", "parte_id"], order_by=_orden(filas)))
    dudas = filas.group_by(o=filas.ocid, p=filas.parte_id).agg(con_duda=filas.duda.fill_null(False).any())
    f = filas.filter(filas.orden == 0)
    f = f.join(dudas, [f.ocid == dudas.o, f.parte_id == dudas.p])
    senalada = f.nivel > 0
    insuficiente = ~senalada & (f.con_duda | (f.listas_cargadas == 0))
    return f.select(
        "ocid",
        sujeto=f.parte_id,
        resultado=comunes.resultado(no_aplica=ibis.literal(False), insuficiente=insuficiente, bandera=senalada),
        valor=ibis.ifelse(senalada, f.puntaje, None),
        severidad=ibis.ifelse(senalada, f.nivel, None),
        **{columna: f[columna] for columna in EVIDENCIAS},
    )


def _orden(filas: ir.Table) -> list[ir.Value]:
    iguales = (filas[columna].asc(nulls_first=False) for columna in ("renglon", "referencia", "lista", "version"))
    return [filas.nivel.desc(), filas.puntaje.desc(nulls_first=False), *iguales]
