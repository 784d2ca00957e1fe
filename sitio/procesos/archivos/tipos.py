"""What kinds of document are admitted, told apart by their content; the extension must agree with it."""

import zipfile
from collections.abc import Collection
from typing import IO, Any

import filetype
from django.utils.translation import gettext as _

_OOXML = "application/vnd.openxmlformats-officedocument"
TIPOS = {
    "pdf": "application/pdf",
    "docx": f"{_OOXML}.wordprocessingml.document",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
    "pptx": f"{_OOXML}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "xml": "application/xml",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}
"""The IANA media type of each extension."""

_DE_TEXTO = ("csv", "txt", "xml")
_MUESTRA = 8192
_PARTE_PRINCIPAL = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_LIMITE_DEL_INDICE = 1024 * 1024


class NoSeAdmite(ValueError):
    """The file is not one we publish. The message says why and what to do."""


def reconocer(nombre: str, archivo: IO[bytes]) -> str:
    """Return the media type of a document. Raises NoSeAdmite unless its content is what its extension says."""
    extension = nombre.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if extension not in TIPOS or "." not in nombre:
        raise NoSeAdmite(
            _("No se admiten archivos «%(nombre)s». Súbalo como %(tipos)s.")
            % {"nombre": nombre, "tipos": ", ".join(TIPOS).upper()}
        )
    archivo.seek(0)
    muestra = archivo.read(_MUESTRA)
    if not muestra:
        raise NoSeAdmite(_("%(nombre)s está vacío.") % {"nombre": nombre})
    tipo = _por_contenido(nombre, muestra, archivo, extension)
    if tipo != extension:
        raise NoSeAdmite(
            _("El contenido de %(nombre)s no es de un archivo .%(extension)s. Ábralo y guárdelo con ese formato.")
            % {"nombre": nombre, "extension": extension}
        )
    return TIPOS[extension]


def _por_contenido(nombre: str, muestra: bytes, archivo: IO[bytes], extension: str) -> str:
    if muestra.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _dentro_del_zip(nombre, archivo)
    conocido = filetype.guess(muestra)
    if conocido is not None:
        return str(conocido.extension)
    return extension if extension in _DE_TEXTO and _es_texto(muestra, extension) else ""


def _es_texto(muestra: bytes, extension: str) -> bool:
    if b"\0" in muestra:
        return False
    return extension != "xml" or muestra.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _dentro_del_zip(nombre: str, archivo: IO[bytes]) -> str:
    """Tell an office document from a plain zip, and refuse one that carries programs."""
    archivo.seek(0)
    try:
        with zipfile.ZipFile(archivo) as paquete:
            partes = paquete.namelist()
            tipos = _leer(paquete, partes, "[Content_Types].xml")
            mimo = _leer(paquete, partes, "mimetype").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise NoSeAdmite(_("%(nombre)s está dañado. Guárdelo otra vez y súbalo.") % {"nombre": nombre}) from error
    if _trae_macros(partes, tipos, mimo):
        raise NoSeAdmite(_("%(nombre)s trae macros. Guárdelo sin ellas, o como PDF.") % {"nombre": nombre})
    if mimo:
        return next((extension for extension, tipo in TIPOS.items() if tipo == mimo), "")
    return next((extension for marca, extension in _PARTE_PRINCIPAL.items() if marca in tipos), "zip")


def _trae_macros(partes: Collection[str], tipos: str, mimo: str) -> bool:
    if tipos and ("macroEnabled" in tipos or any(p.lower().endswith("vbaproject.bin") for p in partes)):
        return True
    return bool(mimo) and any(p.startswith(("Basic/", "Scripts/")) for p in partes)


def _leer(paquete: zipfile.ZipFile, partes: Collection[str], parte: str) -> str:
    if parte not in partes:
        return ""
    with paquete.open(parte) as abierta:
        contenido: Any = abierta.read(_LIMITE_DEL_INDICE)
    return bytes(contenido).decode("utf-8", "replace")
