"""The official shapes that are tables: SAT, sanctioned suppliers, DOF, own lists, registers, countries."""

from django.utils.translation import gettext as _

from sitio.catalogos.listas.tabulares import Celdas, Columna, Tabla
from sitio.catalogos.listas.tipos import Fila
from sitio.catalogos.models import RenglonDeLista
from sitio.catalogos.texto import compacto, llano

Situacion = RenglonDeLista.Situacion

_RFC = Columna(("rfc",), requerida=True)
_NOMBRE = (
    "nombre",
    "nombre del contribuyente",
    "nombre o razon social",
    "nombre denominacion o razon social",
    "nombre razon social",
    "razon social",
    "proveedor",
    "proveedor y contratista",
    "proveedor o contratista",
    "contribuyente",
    "empresa",
)
_DESDE = ("desde", "inicio", "fecha de inicio", "fecha inicio", "inicio de inhabilitacion", "fecha inicial")
_HASTA = (
    *("hasta", "fin", "fecha de fin", "fecha fin", "fin de inhabilitacion", "fecha final"),
    *("termino", "fecha de termino", "vigencia"),
)
# In each state, the column with the date of its publication in the DOF, from which it binds third parties.
_PUBLICACION = {
    Situacion.PRESUNTO: "publicacion dof presuntos",
    Situacion.DESVIRTUADO: "publicacion dof desvirtuados",
    Situacion.DEFINITIVO: "publicacion dof definitivos",
    Situacion.SENTENCIA_FAVORABLE: "publicacion dof sentencia favorable",
}
_SITUACIONES_69B = {llano(situacion.label): situacion for situacion in _PUBLICACION}


def _efos(celdas: Celdas) -> Fila:
    """A taxpayer of art. 69-B: the date is that of the DOF for the state it is in now; later steps are in `datos`."""
    situacion = _SITUACIONES_69B.get(llano(celdas.texto("situacion")))
    if situacion is None:
        remedio = _("Escriba Presunto, Definitivo, Desvirtuado o Sentencia favorable.")
        raise celdas.malo("situacion", _("No es una situación del artículo 69-B."), remedio)
    return Fila(
        numero=celdas.numero,
        situacion=situacion,
        nombre=celdas.texto("nombre"),
        rfc=celdas.rfc(),
        desde=celdas.fecha(_PUBLICACION[situacion]),
        datos=celdas.datos,
        pasajero=("No", "No.", "Número", "Núm."),
    )


SAT_69B = Tabla(
    {
        "rfc": _RFC,
        "nombre": Columna(_NOMBRE, requerida=True),
        "situacion": Columna(("situacion del contribuyente", "situacion"), requerida=True),
        **{columna: Columna((columna,)) for columna in _PUBLICACION.values()},
    },
    _efos,
)
"""SAT «Listado_Completo_69-B» (title lines, 20 columns) and the copies that only keep RFC, name and state."""


def _sancionado(celdas: Celdas) -> Fila:
    """A line of the directory: it debars if it says so, or gives a term; a term without its dates has no dates."""
    sentido = llano(celdas.texto("sentido"))
    # They only inform, but a row whose columns slid is rejected and not half believed.
    for campo in ("notificacion", "resolucion"):
        celdas.fecha(campo)
    con_plazo = any(celdas.texto(campo) for campo in ("plazo", "desde", "hasta"))
    if "absolutoria" in sentido:
        raise celdas.malo("sentido", _("No es una sanción."), _("Quite el renglón de la lista."))
    return Fila(
        numero=celdas.numero,
        situacion=_suspension(celdas) if con_plazo or "inhabilit" in sentido else Situacion.MULTADO,
        nombre=celdas.texto("nombre"),
        rfc=celdas.rfc(),
        desde=celdas.fecha("desde"),
        hasta=celdas.fecha("hasta"),
        datos=celdas.datos,
    )


def _suspension(celdas: Celdas) -> Situacion:
    """Tell a debarment from one that a court suspended, unless it lifted the suspension later."""
    suspendida = celdas.texto("suspension") and not celdas.texto("reanudacion")
    return Situacion.SUSPENDIDO if suspendida else Situacion.INHABILITADO


_DE_SANCION = {
    "nombre": Columna(_NOMBRE, requerida=True),
    "desde": Columna(_DESDE),
    "hasta": Columna(_HASTA),
    "plazo": Columna(("plazo", "plazo anos meses", "plazo de inhabilitacion", "periodo de inhabilitacion")),
    "suspension": Columna(("circular de suspension", "suspension", "suspendida")),
    "reanudacion": Columna(("circular de reanudacion", "circular que levanta la suspension", "reanudacion")),
}

SFP_DIRECTORIO = Tabla(
    {
        **_DE_SANCION,
        "rfc": Columna(("rfc",)),
        "sentido": Columna(("sentido de resolucion", "sentido de la resolucion", "sancion", "tipo de sancion")),
        "expediente": Columna(("numero de expediente", "expediente"), requerida=True),
        "notificacion": Columna(("fecha de notificacion",)),
        "resolucion": Columna(("fechaderesolucion", "fecha de resolucion")),
    },
    _sancionado,
)
"""SABG/SFP «Directorio de Proveedores y Contratistas Sancionados», CSV or XLSX, without RFC."""

DOF_INHABILITADAS = Tabla({**_DE_SANCION, "rfc": _RFC}, _sancionado)
"""The workbook of debarred companies published in the DOF: with RFC, and with the circulars that suspend."""


def _del_fisco(celdas: Celdas) -> Fila:
    """A taxpayer of art. 69 or 69-B Bis: the reason is in `datos`; the date, that of its first publication."""
    return Fila(
        numero=celdas.numero,
        situacion=Situacion.EN_LISTA,
        nombre=celdas.texto("nombre"),
        rfc=celdas.rfc(),
        desde=celdas.fecha("desde"),
        datos=celdas.datos,
        pasajero=("No", "No."),
    )


SAT_69 = Tabla(
    {
        "rfc": _RFC,
        "nombre": Columna(_NOMBRE, requerida=True),
        "supuesto": Columna(("supuesto", "situacion del contribuyente", "situacion"), requerida=True),
        "desde": Columna(("fechas de primera publicacion", "fecha de primera publicacion", "fecha publicacion")),
    },
    _del_fisco,
)
"""SAT lists of art. 69 (firmes, no localizados, sentencias, CSD sin efectos) and of art. 69-B Bis."""


def _propio(celdas: Celdas) -> Fila:
    desde, hasta = celdas.fecha("desde"), celdas.fecha("hasta")
    if desde and hasta and hasta < desde:
        remedio = _("Escriba una fecha igual o posterior a «desde», o déjela vacía.")
        raise celdas.malo("hasta", _("Termina antes de empezar."), remedio)
    rfc = celdas.rfc()
    if celdas.texto("rfc") and not rfc:
        raise celdas.malo("rfc", _("No es un RFC."), _("Escriba sus 12 o 13 caracteres, o deje la celda vacía."))
    return Fila(celdas.numero, Situacion.EN_LISTA, celdas.texto("nombre"), rfc, "", desde, hasta, celdas.datos)


PROPIA = Tabla(
    {
        "rfc": _RFC,
        "nombre": Columna(_NOMBRE, requerida=True),
        "desde": Columna(_DESDE, requerida=True),
        "hasta": Columna(_HASTA, requerida=True),
        "motivo": Columna(("motivo",), requerida=True),
    },
    _propio,
)
"""An institution's own list: rfc, nombre, desde, hasta, motivo."""

PADRON = Tabla(
    {"rfc": _RFC, "nombre": Columna(_NOMBRE, requerida=True), "desde": Columna(_DESDE), "hasta": Columna(_HASTA)},
    _propio,
)
"""A register of suppliers: RFC and name, with the term of the registration if it has one."""


def _pais(celdas: Celdas) -> Fila:
    codigo = compacto(celdas.texto("codigo"))
    if len(codigo) != 2:
        raise celdas.malo("codigo", _("No es un código de país."), _("Escriba sus dos letras, como PA (ISO 3166-1)."))
    return Fila(celdas.numero, Situacion.EN_LISTA, celdas.texto("nombre"), codigo, datos=celdas.datos)


PAISES = Tabla(
    {
        "codigo": Columna(("codigo", "iso2", "iso 2", "pais iso"), requerida=True),
        "nombre": Columna(("nombre", "pais", "jurisdiccion"), requerida=True),
    },
    _pais,
)
"""Countries by their ISO 3166-1 code of two letters, which stands where others have the RFC."""
