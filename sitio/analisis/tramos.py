"""The yearly limits of direct awards and invitations that hold for each operation, known or only bounded.

For flags over many operations; those of one process read theirs, by its method, in `topes`.
"""

import ibis
import ibis.expr.types as ir

from sitio.analisis.tablas import Tablas

_DE = ("comprador_id", "unidad_id", "anio", "ley", "categoria")


def con_topes(operaciones: ir.Table, t: Tablas) -> ir.Table:
    """Add `directa_minima, directa_maxima, invitacion_minima, invitacion_maxima` (MXN without IVA) and `presupuesto`.

    With the budget of the unit (or of its buyer) both bounds are the limit of its bracket; without it, those of the
    lowest and of the highest bracket: under the one nobody is over the limit, over the other everybody is. All null
    when the limits of the year are not loaded. Works are compared with the limits of works themselves.
    Source: article 3-X and annex 9 of the PEF.
    """
    quienes = _con_presupuesto(operaciones.select(*_DE).distinct(), t.presupuestos)
    objeto = ibis.ifelse(quienes.ley == "LOPSRM", "obra", "adquisiciones")
    f = quienes.join(
        t.limites, [quienes.anio == t.limites.anio, quienes.ley == t.limites.ley, t.limites.objeto == objeto]
    )
    cabe = f.presupuesto.isnull() | f.presupuesto_hasta.isnull() | (f.presupuesto <= f.presupuesto_hasta)
    topes = f.group_by(*_DE, "presupuesto").agg(
        directa_minima=f.directa.min(where=cabe),
        invitacion_minima=f.invitacion.min(where=cabe),
        directa_mayor=f.directa.max(),
        invitacion_mayor=f.invitacion.max(),
    )
    topes = topes.mutate(
        directa_maxima=ibis.ifelse(topes.presupuesto.notnull(), topes.directa_minima, topes.directa_mayor),
        invitacion_maxima=ibis.ifelse(topes.presupuesto.notnull(), topes.invitacion_minima, topes.invitacion_mayor),
    ).drop("directa_mayor", "invitacion_mayor")
    topes = topes.rename(**{f"{columna}_tope": columna for columna in _DE})
    # A unit without a buyer, or a buyer without units, is the same one on both sides.
    iguales = [operaciones[columna].identical_to(topes[f"{columna}_tope"]) for columna in _DE]
    return operaciones.left_join(topes, iguales).drop(*(f"{columna}_tope" for columna in _DE))


def _con_presupuesto(quienes: ir.Table, presupuestos: ir.Table) -> ir.Table:
    de_unidad = presupuestos.filter(presupuestos.unidad_id.notnull())
    de_unidad = de_unidad.select(u="unidad_id", u_anio="anio", u_ley="ley", u_monto="monto")
    de_comprador = presupuestos.filter(presupuestos.unidad_id.isnull())
    de_comprador = de_comprador.select(c="comprador_id", c_anio="anio", c_ley="ley", c_monto="monto")
    f = quienes.left_join(
        de_unidad, [quienes.unidad_id == de_unidad.u, quienes.anio == de_unidad.u_anio, quienes.ley == de_unidad.u_ley]
    )
    f = f.left_join(
        de_comprador,
        [f.comprador_id == de_comprador.c, f.anio == de_comprador.c_anio, f.ley == de_comprador.c_ley],
    )
    return f.select(*_DE, presupuesto=ibis.coalesce(f.u_monto, f.c_monto))
