"""What goes with the tables so that nobody has to ask: what each column is, the licence, the policy, how to check."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from sitio.ocds import columnas, esquema
from sitio.ocds.columnas import COLUMNAS, FUENTES, Columna
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.masivos.conjuntos import Conjunto

ENCABEZADO = ("tabla", "columna", "tipo", "campo_ocds", "que_es")
ARCHIVO = "LEAME.txt"


def _tipos() -> dict[object, str]:
    return {
        columnas.TEXTO: _("texto"),
        columnas.TEXTOS: _("textos separados por punto y coma"),
        columnas.ENTERO: _("número entero"),
        columnas.NUMERO: _("número"),
        columnas.MONTO: _("número con 2 decimales"),
        columnas.PRECIO: _("número con 6 decimales"),
        columnas.MOMENTO: _("fecha y hora UTC"),
    }


def _dadas() -> dict[str, str]:
    """The columns that no single field gives."""
    return {
        "ocid": _("Identificador del proceso; une todas las tablas"),
        "seccion": _(
            "Etapa a que pertenece el renglón: planeacion, licitacion, oferta, adjudicacion, contrato o ejecucion"
        ),
        "padre_id": _("El id de la oferta, la adjudicación o el contrato a que pertenece el renglón"),
        "etapas": _("Las etapas que se han publicado"),
        "comprador_id": _("El id del comprador: buyer o, si falta, la parte con ese papel"),
        "comprador": _("El nombre del comprador"),
        "unidad_id": _("El id de la entidad contratante: tender/procuringEntity o la parte con ese papel"),
        "unidad": _("El nombre de la entidad contratante"),
        "modificaciones": _("Cuántas modificaciones tiene el contrato"),
        "adjudicacion_id": _("El id de su adjudicación"),
        "contrato_id": _("El id de su contrato"),
        "oferta_id": _("El id de su oferta"),
        "solicitud_id": _("El id de su solicitud de cotización"),
        "parte_id": _("El id de la organización"),
        "metrica_id": _("El id del indicador de avance"),
    }


def renglones() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the data dictionary under `ENCABEZADO`, column by column."""
    tipos = _tipos()
    for tabla, de_la_tabla in COLUMNAS.items():
        for columna in de_la_tabla:
            yield tabla, columna.nombre, tipos[columna.tipo], _campo(tabla, columna), _que_es(tabla, columna)


def _campo(tabla: str, columna: Columna) -> str:
    """The OCDS path of a column; of the first list, when its rows come from those of several stages."""
    if not columna.ruta:
        return "ocid" if columna.nombre == "ocid" else ""
    lista = FUENTES[tabla][0].ruta if tabla in FUENTES else ""
    return "/".join([*lista.replace(".", "/").split("/"), *columna.ruta.split(".")]).lstrip("/")


def _que_es(tabla: str, columna: Columna) -> str:
    if not columna.ruta:
        return _dadas()[columna.nombre]
    titulos = esquema.titulos([parte for parte in _campo(tabla, columna).split("/") if parte])
    return " › ".join(titulos)


def leame(conjunto: Conjunto) -> list[str]:
    """Return, line by line, what a person should know before using the files."""
    quienes = conjunto.publicadores
    licencias = sorted({publicador.licencia for publicador in quienes} - {""})
    politicas = sorted({publicador.politica for publicador in quienes} - {""})
    nombre = conjunto.publicador.nombre if conjunto.publicador else settings.WAGTAIL_SITE_NAME
    return [
        _("Contrataciones públicas de %(quien)s") % {"quien": nombre},
        "",
        _("Cada tabla tiene un renglón por cada objeto publicado; «ocid» une las tablas. El archivo reúne los procesos "
          "cuya primera entrega se publicó con fecha del año que dice su nombre (UTC)."),
        _("Estándar: OCDS 1.1. El diccionario dice de qué campo sale cada columna."),
        _("Una celda vacía es un dato que no se publicó: nunca es cero."),
        _("Las fechas son UTC. Los montos llevan dos decimales y su moneda está en la columna de al lado."),
        _("Los textos van tal como se publicaron. En el CSV un texto puede empezar con = + - o @: si lo abre en una "
          "hoja de cálculo, impórtelo como texto o use el archivo de Excel, donde ningún texto es una fórmula."),
        _("En Excel una celda admite 32,767 caracteres y una hoja 1,048,576 renglones: un texto más largo se corta y "
          "termina en «…»; una tabla más larga sigue en otra hoja. Ningún otro formato corta nada."),
        "",
        _("Licencia: %(licencia)s") % {"licencia": " ".join(licencias) or _("No publicado")},
        _("Política de publicación: %(politica)s") % {"politica": " ".join(politicas) or _("No publicado")},
        _("Índice con la huella SHA-256 de cada archivo: %(url)s") % {"url": absoluta("publicacion:masivos")},
    ]  # fmt: skip
