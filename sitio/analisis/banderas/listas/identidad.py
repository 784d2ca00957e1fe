"""Flags on what identifies a supplier: its RFC, how new it is, its country, its registration."""

from collections.abc import Mapping
from functools import partial

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.banderas.listas import cruce
from sitio.analisis.registro import (
    Alcance,
    Bandera,
    Numero,
    Parametro,
    Resultado,
    Severidad,
    gettext_noop,
    registrar_bandera,
)
from sitio.analisis.tablas import Tablas

_ = gettext_noop

PARAISOS, PADRON = ("paraisos",), ("padron",)
# SAT: invoices to the general public, and to foreigners without registration (Resolución Miscelánea Fiscal 2.7.1.23).
GENERICOS = ["XAXX010101000", "XEXX010101000"]
_FORMA = r"^[A-ZÑ&]{3,4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9A-Z]{2}[0-9A]$"
# In the order of the SAT's table of values; a company's RFC begins with the blank.
_ALFABETO = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_LARGO, _MORAL = 13, 12


def rfc_invalido(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L08: the RFC of a supplier is generic, has not the form of an RFC, or its check digit does not follow.

    Fields: parties[].identifier. One row per awarded supplier. Threshold: Alta for the generic ones and the form; Baja
    for the check digit, which the SAT gave otherwise to 1.5 % of taxpayers. Insufficient: no RFC is published.
    Source: OCP R045; arts. 27 and 29-A CFF, Resolución Miscelánea Fiscal 2.7.1.23.
    """
    f = _unicos(cruce.proveedores(t))
    bien = f.rfc.re_search(_FORMA)
    digito = ibis.literal(_ALFABETO).substr(_verificador(f.rfc), 1) == f.rfc.substr(f.rfc.length() - 1, 1)
    grave = f.rfc.isin(GENERICOS) | ~bien
    return f.select(
        "ocid",
        sujeto=f.parte_id,
        resultado=comunes.resultado(
            no_aplica=ibis.literal(False), insuficiente=f.rfc.isnull(), bandera=grave | ~digito
        ),
        valor=ibis.null("int64"),
        severidad=ibis.ifelse(grave, int(Severidad.ALTA), int(Severidad.BAJA)),
        nombre=f.nombre,
        rfc=f.rfc,
    )


def _verificador(rfc: ir.StringValue) -> ir.IntegerValue:
    """Return the value that the last character must have (SAT: weights 13 to 2, modulo 11)."""
    completo = rfc.lpad(_LARGO, " ")
    valores = [ibis.literal(_ALFABETO).find(completo.substr(i, 1)) * (_LARGO - i) for i in range(_LARGO - 1)]
    return (11 - sum(valores[1:], valores[0]) % 11) % 11


def _unicos(filas: ir.Table) -> ir.Table:
    """Keep one row per supplier of a process: that of its first award."""
    primero = [filas.referencia.asc(nulls_first=False), filas.firma.asc(nulls_first=False)]
    filas = filas.mutate(orden=ibis.row_number().over(group_by=["ocid", "parte_id"], order_by=primero))
    return filas.filter(filas.orden == 0).drop("orden")


def recien_creada(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L09: a company contracted within a year of being incorporated, as its RFC tells.

    Fields: parties[].identifier (characters 4 to 9 of a company's RFC are its date), awards[].date,
    contracts[].dateSigned. One row per awarded company; persons have their birth there and give none. Threshold: less
    than `dias` (365) from that date to the signature or, without it, the award; none if the RFC is later. Alta when it
    was a direct award. Two figures of the year are of this century up to the year after the signature's. Insufficient:
    no RFC or no date. Source: SESNA and IMSS practice (365 days); Government Transparency Institute, «new company».
    """
    f = _unicos(cruce.proveedores(t))
    fecha = ibis.coalesce(f.firma, f.referencia)
    moral = f.rfc.length() == _MORAL
    creacion = ibis.ifelse(moral & f.rfc.re_search(_FORMA), _creacion(f.rfc, fecha), ibis.null("date"))
    dias = comunes.dias_entre(creacion, fecha)
    return f.filter(f.rfc.isnull() | (f.rfc.length() != _LARGO)).select(
        "ocid",
        sujeto=f.parte_id,
        resultado=comunes.resultado(
            no_aplica=ibis.literal(False), insuficiente=dias.isnull(), bandera=(dias >= 0) & (dias < p["dias"])
        ),
        valor=dias,
        severidad=ibis.ifelse((f.metodo == cruce.DIRECTA).fill_null(False), int(Severidad.ALTA), int(Severidad.MEDIA)),
        nombre=f.nombre,
        rfc=f.rfc,
        creacion=creacion,
        firma=fecha,
        metodo=f.metodo,
        dias=dias,
    )


def _creacion(rfc: ir.StringValue, fecha: ir.DateValue) -> ir.DateValue:
    dos = rfc.substr(3, 2).try_cast("int64")
    hasta = (fecha.year() + 1) % 100
    siglo = ibis.ifelse(dos <= hasta, "20", "19")
    return (siglo + rfc.substr(3, 2) + "-" + rfc.substr(5, 2) + "-" + rfc.substr(7, 2)).try_cast("date")


def pais_opaco(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L10: the address of a supplier is in a country of the list of financial secrecy.

    Fields: parties[].address.countryName. One row per awarded supplier. Threshold: the list itself. Insufficient: no
    such list is loaded, or the supplier has no country. Source: PODER, OCDS_RedFlags; the list of the institution.
    """
    filas = cruce.senalar(t, cruce.proveedores(t), PARAISOS, lambda f: ibis.literal(int(Severidad.MEDIA)))
    paises = comunes.una_por(t.partes.select(o="ocid", p="id", pais="pais"), "o", "p")
    filas = filas.left_join(paises, [filas.ocid == paises.o, filas.sujeto == paises.p]).drop("o", "p")
    sin_pais = filas.pais.isnull() & (filas.resultado == Resultado.SIN_BANDERA.value)
    return filas.mutate(resultado=ibis.ifelse(sin_pais, Resultado.DATOS_INSUFICIENTES.value, filas.resultado))


def sin_registro(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """L16: a supplier was not in the register of suppliers on the day of reference.

    Fields: parties[].identifier, awards[].date, contracts[].dateSigned. One row per awarded supplier. Threshold: none;
    a registration without dates holds always. Insufficient: no register is loaded, or the supplier has neither RFC nor
    name. Source: OCP R045; art. 86 LAASSP 2025.
    """
    inscrita = cruce.senalar(t, cruce.proveedores(t), PADRON, _inscrita)
    esta = inscrita.resultado == Resultado.BANDERA.value
    falta = inscrita.resultado == Resultado.SIN_BANDERA.value
    quien = inscrita.rfc.notnull() | inscrita.nombre.notnull()
    return inscrita.mutate(
        resultado=ibis.cases(
            (esta, Resultado.SIN_BANDERA.value),
            (falta & quien, Resultado.BANDERA.value),
            else_=Resultado.DATOS_INSUFICIENTES.value,
        ),
        severidad=ibis.ifelse(falta & quien, int(Severidad.BAJA), ibis.null("int64")),
        valor=ibis.null("float64"),
    )


def _inscrita(f: ir.Table) -> ir.IntegerValue:
    desde, hasta = ibis.coalesce(f.desde, f.referencia), ibis.coalesce(f.hasta, f.referencia)
    corre = f.referencia.isnull() | ((desde <= f.referencia) & (f.referencia <= hasta))
    return ibis.ifelse(corre.fill_null(False), int(Severidad.BAJA), 0)


_bandera = partial(
    Bandera,
    version="1.0",
    etapa="adjudicacion",
    alcance=Alcance.PROCESO,
    campos=("awards.suppliers", "parties.identifier", "awards.date", "contracts.dateSigned"),
    nombra_personas=True,
)


registrar_bandera(
    _bandera(
        id="L08",
        titulo=_("El RFC publicado del proveedor no es válido"),
        fuente=_("Artículos 27 y 29-A del Código Fiscal; regla 2.7.1.23 de la Resolución Miscelánea Fiscal"),
        severidad=Severidad.ALTA,
        expresion=rfc_invalido,
        codigo_ocp="R045",
        por_que_importa=_(
            "Sin un RFC válido no se sabe con quién se contrató, ni se le puede buscar en ninguna lista."
        ),
        falsos_positivos=(
            _("El dígito final no corresponde, pero así está en su constancia: le ocurre a uno o dos de cada cien."),
            _("Es un error de captura."),
        ),
        que_hacer=_(
            "Compare el RFC con la constancia de situación fiscal, y corríjalo en el padrón de organizaciones."
        ),
        evidencias={"nombre": _("Nombre publicado"), "rfc": _("RFC")},
    )
)
registrar_bandera(
    _bandera(
        id="L09",
        titulo=_("La empresa se constituyó menos de un año antes de contratar"),
        fuente=_("Práctica de la SESNA y del IMSS; Government Transparency Institute"),
        severidad=Severidad.MEDIA,
        expresion=recien_creada,
        parametros=(Parametro("dias", 365, _("días naturales"), _("Se señala con menos de")),),
        por_que_importa=_("Una empresa muy nueva tiene poca experiencia que mostrar, y pudo crearse para un contrato."),
        falsos_positivos=(
            _("La empresa nació de otra con experiencia, por fusión o escisión."),
            _("Es una empresa local nueva, y la compra se reservó a micro y pequeñas empresas."),
        ),
        que_hacer=_("Revise el acta constitutiva y cómo acreditó su experiencia y su capacidad."),
        evidencias={
            "nombre": _("Nombre publicado"),
            "rfc": _("RFC"),
            "creacion": _("Constitución, según el RFC"),
            "firma": _("Firma del contrato o, sin ella, adjudicación"),
            "metodo": _("Método publicado"),
            "dias": _("Días naturales entre ambas"),
        },
    )
)
registrar_bandera(
    _bandera(
        id="L10",
        titulo=_("El domicilio del proveedor está en un país con secreto financiero"),
        fuente=_("PODER, OCDS_RedFlags, con la lista de países que la institución carga"),
        severidad=Severidad.MEDIA,
        expresion=pais_opaco,
        por_que_importa=_("En esos países no se puede saber quién es el dueño de una empresa."),
        falsos_positivos=(_("El proveedor publicó quiénes son sus beneficiarios finales."),),
        que_hacer=_("Pida al proveedor que declare a sus beneficiarios finales, y publíquelos en el padrón."),
        evidencias={**cruce.EVIDENCIAS, "pais": _("País del domicilio")},
    )
)
registrar_bandera(
    _bandera(
        id="L16",
        titulo=_("El proveedor no aparece en el padrón de proveedores"),
        fuente=_("Artículo 86 de la LAASSP de 2025"),
        severidad=Severidad.BAJA,
        expresion=sin_registro,
        codigo_ocp="R045",
        por_que_importa=_("El registro comprueba que la empresa existe y quién la representa."),
        falsos_positivos=(
            _("El padrón cargado no es el más reciente."),
            _("El proveedor está inscrito con otro nombre y el padrón no trae su RFC."),
        ),
        que_hacer=_("Busque al proveedor en el registro en línea y guarde la constancia en el expediente."),
        evidencias=cruce.EVIDENCIAS,
    )
)
