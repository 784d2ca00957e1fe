"""The kinds of file the house can read. A new one is one module and one line in `IMPORTADORES`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.importacion import compranet, ocds_json, propio
from sitio.importacion.archivos import Archivo
from sitio.importacion.tipos import ArchivoIlegible, Opciones, RenglonRechazado
from sitio.publicacion.propuestas import Propuesta


@dataclass(frozen=True)
class Importador:
    """A kind of file: how it is recognized (by its first bytes, never its name) and how it becomes proposals.

    `fuente` says who defines the format. An importer `en_conjunto` reads all its files of one folder or zip together.
    """

    id: str
    titulo: Any
    fuente: str
    version: int
    reconoce: Callable[[bytes], bool]
    leer: Callable[[Sequence[Archivo], Opciones], Iterator[Propuesta | RenglonRechazado]]
    en_conjunto: bool = False


IMPORTADORES = (
    Importador(
        "ocds",
        gettext_lazy("paquetes, entregas y registros OCDS en JSON o JSON por líneas (también .gz)"),
        "OCDS 1.1",
        1,
        ocds_json.reconoce,
        ocds_json.leer,
    ),
    Importador(
        "compranet",
        gettext_lazy("contratos de CompraNet en CSV (2010 a 2018)"),
        "CompraNet, datos abiertos de contratos",
        1,
        compranet.reconoce,
        compranet.leer,
    ),
    Importador(
        "claraboya",
        gettext_lazy("tablas CSV de Claraboya en una carpeta o un .zip (vea docs/manual/importar.md)"),
        "docs/manual/importar.md",
        1,
        propio.reconoce,
        propio.leer,
        en_conjunto=True,
    ),
)

_FIRMAS = (
    (b"%PDF", gettext_lazy("un PDF. Pida los datos en CSV o JSON")),
    (
        b"PK\x03\x04",
        gettext_lazy("un libro de Excel, un documento u otro .zip. Guarde la hoja como «CSV UTF-8», o descomprímalo"),
    ),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("un libro de Excel 97-2003. Guarde la hoja como «CSV UTF-8»")),
    (b"\xff\xfe", gettext_lazy("texto en UTF-16. Guárdelo en UTF-8")),
    (b"\xfe\xff", gettext_lazy("texto en UTF-16. Guárdelo en UTF-8")),
)


def reconocer(archivo: Archivo) -> Importador:
    """Tell by content which importer reads a file.

    Raises ArchivoIlegible, with what is accepted, when it is empty or none does.
    """
    muestra = archivo.muestra()
    if not muestra.removeprefix(b"\xef\xbb\xbf").strip():
        raise ArchivoIlegible(
            _("%(archivo)s está vacío. Revise que se haya descargado completo.") % {"archivo": archivo.nombre}
        )
    for firma, que_es in _FIRMAS:
        if muestra.startswith(firma):
            raise ArchivoIlegible(
                _("%(archivo)s es %(que_es)s. %(aceptados)s")
                % {"archivo": archivo.nombre, "que_es": que_es, "aceptados": aceptados()}
            )
    for importador in IMPORTADORES:
        if importador.reconoce(muestra):
            return importador
    raise ArchivoIlegible(
        _("No se reconoce qué trae %(archivo)s. %(aceptados)s") % {"archivo": archivo.nombre, "aceptados": aceptados()}
    )


def aceptados() -> str:
    """One sentence with every kind of file there is."""
    return _("Se aceptan: %(tipos)s.") % {"tipos": "; ".join(str(i.titulo) for i in IMPORTADORES)}
