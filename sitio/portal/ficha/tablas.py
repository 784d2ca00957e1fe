"""The lists of a release as tables: items, organizations, payments, milestones, amendments, documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from sitio.componentes import formatos
from sitio.ocds import listas
from sitio.portal.ficha import lectura
from sitio.portal.ficha.lectura import Objeto
from sitio.portal.ficha.piezas import Celda, Columna, Documento, Tabla

_OOXML = "application/vnd.openxmlformats-officedocument."
_FORMATOS = {
    "application/msword": "DOC",
    f"{_OOXML}wordprocessingml.document": "DOCX",
    f"{_OOXML}spreadsheetml.sheet": "XLSX",
    f"{_OOXML}presentationml.presentation": "PPTX",
    "application/vnd.ms-excel": "XLS",
    "text/plain": "TXT",
}

# A page stays a page: the whole list is always in the data, and the table says so.
FILAS = 150

Partes = Mapping[str, Objeto]


def _tabla(
    titulo: str, columnas: Sequence[Columna], objetos: Sequence[Objeto], fila: Callable[[Objeto], Sequence[Celda]]
) -> list[Tabla]:
    """Return the table in a list, or no table when there is nothing to put in it."""
    if not objetos:
        return []
    filas = [
        [replace(celda, columna=columna.titulo) for celda, columna in zip(fila(objeto), columnas, strict=True)]
        for objeto in objetos[:FILAS]
    ]
    return [Tabla(titulo, columnas, filas, total=len(objetos))]


def _o_no_publicado(texto: str) -> str:
    return texto or formatos.no_publicado()


def articulos(dato: Any, ruta: str = "items") -> list[Tabla]:
    """Items with classification, quantity, unit and unit price."""

    def fila(articulo: Objeto) -> list[Celda]:
        clave, clasificacion = (lectura.texto(articulo, f"classification.{c}") for c in ("id", "description"))
        return [
            Celda(_o_no_publicado(lectura.texto(articulo, "description"))),
            Celda(_o_no_publicado(clave), detalle=clasificacion),
            Celda(
                _o_no_publicado(lectura.numero(articulo, "quantity")),
                numerica=True,
                detalle=lectura.texto(articulo, "unit.name"),
            ),
            Celda(_o_no_publicado(lectura.monto(articulo, "unit.value")), numerica=True),
        ]

    columnas = [
        Columna(gettext("Artículo")),
        Columna(gettext("Clave")),
        Columna(gettext("Cantidad"), numerica=True),
        Columna(gettext("Precio unitario"), numerica=True),
    ]
    return _tabla(gettext("Artículos"), columnas, lectura.renglones(dato, ruta), fila)


def organizaciones(titulo: str, dato: Any, ruta: str, partes: Partes) -> list[Tabla]:
    """Organizations referred to at `ruta`, with the identifier their party states."""

    def fila(referencia: Objeto) -> list[Celda]:
        parte = partes.get(lectura.texto(referencia, "id"), {})
        nombre = lectura.texto(referencia, "name") or lectura.texto(parte, "name")
        return [Celda(_o_no_publicado(nombre)), _identificador(parte, referencia)]

    columnas = [Columna(gettext("Nombre")), Columna(gettext("Identificador"))]
    return _tabla(titulo, columnas, lectura.objetos(dato, ruta), fila)


def participantes(compilada: Objeto) -> list[Tabla]:
    """Every party with its roles."""

    def fila(parte: Objeto) -> list[Celda]:
        return [
            Celda(_o_no_publicado(lectura.texto(parte, "name"))),
            _identificador(parte, parte),
            Celda(_o_no_publicado(lectura.codigos("partyRole", parte, "roles"))),
        ]

    columnas = [Columna(gettext("Nombre")), Columna(gettext("Identificador")), Columna(gettext("Papel"))]
    return _tabla(gettext("Organizaciones"), columnas, lectura.objetos(compilada, "parties"), fila)


def _identificador(parte: Objeto, referencia: Objeto) -> Celda:
    identificador = lectura.texto(parte, "identifier.id") or lectura.texto(referencia, "id")
    esquema = lectura.texto(parte, "identifier.scheme")
    return Celda(_o_no_publicado(identificador), detalle=esquema.removeprefix("MX-"))


def transacciones(contrato: Objeto) -> list[Tabla]:
    """Payments of a contract."""

    def fila(pago: Objeto) -> list[Celda]:
        # OCDS 1.0 named these fields providerOrganization, receiverOrganization and amount.
        emisor = lectura.texto(pago, "payer.name") or lectura.texto(pago, "providerOrganization.legalName")
        receptor = lectura.texto(pago, "payee.name") or lectura.texto(pago, "receiverOrganization.legalName")
        return [
            Celda(_o_no_publicado(lectura.dia(pago, "date"))),
            Celda(_o_no_publicado(emisor)),
            Celda(_o_no_publicado(receptor)),
            Celda(_o_no_publicado(lectura.monto(pago, "value") or lectura.monto(pago, "amount")), numerica=True),
        ]

    columnas = [
        Columna(gettext("Fecha")),
        Columna(gettext("Quién paga")),
        Columna(gettext("Quién recibe")),
        Columna(gettext("Monto"), numerica=True),
    ]
    return _tabla(gettext("Pagos"), columnas, lectura.renglones(contrato, "implementation.transactions"), fila)


def hitos(dato: Any, ruta: str = "milestones") -> list[Tabla]:
    """Milestones with their due and met dates."""

    def fila(hito: Objeto) -> list[Celda]:
        return [
            Celda(_o_no_publicado(lectura.texto(hito, "title")), detalle=lectura.codigo("milestoneType", hito, "type")),
            Celda(_o_no_publicado(lectura.dia(hito, "dueDate"))),
            Celda(_o_no_publicado(lectura.dia(hito, "dateMet"))),
            Celda(_o_no_publicado(lectura.codigo("milestoneStatus", hito, "status"))),
        ]

    columnas = [Columna(t) for t in (gettext("Hito"), gettext("Previsto"), gettext("Cumplido"), gettext("Estado"))]
    return _tabla(gettext("Hitos"), columnas, lectura.renglones(dato, ruta), fila)


def modificaciones(dato: Any, ruta: str = "amendments") -> list[Tabla]:
    """Amendments as the publisher describes them."""

    def fila(modificacion: Objeto) -> list[Celda]:
        motivo = lectura.texto(modificacion, "rationale")
        return [
            Celda(_o_no_publicado(lectura.dia(modificacion, "date"))),
            Celda(_o_no_publicado(lectura.texto(modificacion, "description")), detalle=motivo),
        ]

    columnas = [Columna(gettext("Fecha")), Columna(gettext("Qué cambió y por qué"))]
    return _tabla(gettext("Modificaciones"), columnas, lectura.renglones(dato, ruta), fila)


def documentos(dato: Any, ruta: str = "documents") -> list[Documento]:
    """Documents, with an address only when it can be safely linked."""
    return [
        Documento(
            titulo=lectura.texto(documento, "title") or gettext("Documento sin título"),
            tipo=_tipo_de_documento(documento),
            fecha=lectura.dia(documento, "datePublished"),
            formato=_formato(documento),
            url=lectura.url_segura(documento.get("url")),
            descripcion=lectura.texto(documento, "description"),
        )
        for documento in lectura.renglones(dato, ruta)
    ]


def _tipo_de_documento(documento: Objeto) -> str:
    tipo = lectura.texto(documento, "documentType")
    titulo = listas.titulo("documentType", tipo)
    return titulo[:1].upper() + titulo[1:]


def _formato(documento: Objeto) -> str:
    """Return the file format as people call it: `PDF`, `DOCX`."""
    tipo = lectura.texto(documento, "format").lower()
    return _FORMATOS.get(tipo) or tipo.rpartition("/")[2].upper()[:12]
