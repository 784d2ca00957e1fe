"""Who took part in each process, and how each one is reached, as rules on ties between them compare it."""

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.compartidas import compartida
from sitio.analisis.tablas import Tablas

# A short number is an extension; the last ten digits leave out the country.
DIGITOS = 10


@compartida
def participantes(t: Tablas) -> ir.Table:
    """Return who presented a proposal in each process, once each: `ocid, id, quien` (the RFC, else the id)."""
    return con_rfc(t, t.licitantes.select("ocid", "id").union(t.ofertantes.select("ocid", "id")))


@compartida
def ganadores(t: Tablas) -> ir.Table:
    """Return the suppliers of each process, as `participantes`."""
    return con_rfc(t, t.proveedores_adjudicados.select("ocid", "id"))


def con_rfc(t: Tablas, ids: ir.Table) -> ir.Table:
    """Return the distinct organizations of `ids` (columns `ocid, id`), as `participantes`."""
    ids = ids.filter(ids.id.notnull()).distinct()
    f = comunes.unir(ids, t.partes.group_by("ocid", "id").agg(rfc=t.partes.rfc.min()), "ocid", "id")
    return f.select("ocid", "id", quien=ibis.coalesce(f.rfc, f.id))


@compartida
def medios(t: Tablas) -> ir.Table:
    """Return how each party is reached: `ocid, id, medio, dato`, as they are compared; personal names do not count."""
    partes = t.partes.filter(t.partes.id.notnull())
    telefono = partes.telefono.re_replace("[^0-9]", "").right(DIGITOS)
    telefono = ibis.ifelse(telefono.length() == DIGITOS, telefono, ibis.null("string"))
    calle = partes.calle.upper().re_replace("[^A-Z0-9ÁÉÍÓÚÜÑ]", "").nullif("")
    domicilio = calle + "/" + partes.codigo_postal.strip().nullif("")
    datos = {
        "correo": partes.correo.strip().lower().nullif(""),
        "telefono": telefono,
        "domicilio": domicilio,
        "contacto": nombre(partes.contacto),
    }
    filas = [partes.select("ocid", "id", medio=ibis.literal(medio), dato=dato) for medio, dato in datos.items()]
    return ibis.union(*filas).filter(ibis._.dato.notnull()).distinct()


def nombre(nombre: ir.StringValue) -> ir.StringValue:
    """Return a name of a person as it is compared, null for one word alone, which names nobody."""
    limpio = nombre.upper().re_replace("[^A-ZÁÉÍÓÚÜÑ]+", " ").strip()
    return ibis.ifelse(limpio.contains(" "), limpio, ibis.null("string"))
