"""What the tests of this room share: files made by hand, and an import with its report read back."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sitio.importacion.informe import Informe
from sitio.importacion.servicios import Importacion, importar

COLUMNAS_2018 = [
    "GOBIERNO",
    "SIGLAS",
    "DEPENDENCIA",
    "CLAVEUC",
    "NOMBRE_DE_LA_UC",
    "RESPONSABLE",
    "CODIGO_EXPEDIENTE",
    "TITULO_EXPEDIENTE",
    "PLANTILLA_EXPEDIENTE",
    "NUMERO_PROCEDIMIENTO",
    "EXP_F_FALLO",
    "PROC_F_PUBLICACION",
    "FECHA_APERTURA_PROPOSICIONES",
    "CARACTER",
    "TIPO_CONTRATACION",
    "TIPO_PROCEDIMIENTO",
    "FORMA_PROCEDIMIENTO",
    "CODIGO_CONTRATO",
    "TITULO_CONTRATO",
    "FECHA_INICIO",
    "FECHA_FIN",
    "IMPORTE_CONTRATO",
    "MONEDA",
    "ESTATUS_CONTRATO",
    "CLAVE_PROGRAMA",
    "CLAVE_CARTERA_SHCP",
    "FECHA_CELEBRACION",
    "FOLIO_RUPC",
    "PROVEEDOR_CONTRATISTA",
    "ANUNCIO",
]

RENGLON: dict[str, str] = {
    "DEPENDENCIA": "Instituto de Prueba",
    "CLAVEUC": "099XXX001",
    "NOMBRE_DE_LA_UC": "Oficina de Compras",
    "RESPONSABLE": "PERSONA QUE NO SE PUBLICA",
    "TITULO_EXPEDIENTE": "Compra de papel",
    "PLANTILLA_EXPEDIENTE": "03. Invitación a Cuando Menos Tres Personas LAASSP",
    "NUMERO_PROCEDIMIENTO": "IA-099XXX001-E1-2018",
    "EXP_F_FALLO": "2018-01-22",
    "PROC_F_PUBLICACION": "2018-01-11 12:03",
    "FECHA_APERTURA_PROPOSICIONES": "2018-01-16 09:00",
    "TIPO_CONTRATACION": "Adquisiciones",
    "TIPO_PROCEDIMIENTO": "Invitación a Cuando Menos 3 Personas",
    "FORMA_PROCEDIMIENTO": "Mixta",
    "CODIGO_CONTRATO": "1703388",
    "TITULO_CONTRATO": "Papel bond",
    "FECHA_INICIO": "2018-01-24",
    "FECHA_FIN": "2018-02-02",
    "IMPORTE_CONTRATO": "35507.34",
    "MONEDA": "MXN",
    "ESTATUS_CONTRATO": "Expirado",
    "FECHA_CELEBRACION": "2018-01-24",
    "PROVEEDOR_CONTRATISTA": "PAPELES DE PRUEBA SA DE CV",
    "ANUNCIO": "https://compranet.example.mx/anuncio?id=1",
}
"""A row of CompraNet of 2018, right in all its columns."""


@dataclass
class Hecho:
    """An import that was done: its account, and the rows of its report."""

    importacion: Importacion
    informe: list[dict[str, str]]

    @property
    def cuentas(self) -> tuple[int, int, int]:
        """(emitted, repeated, refused), over all files."""
        resumenes = self.importacion.resumenes
        return (
            sum(r.emitidas for r in resumenes),
            sum(r.repetidas for r in resumenes),
            sum(r.rechazadas for r in resumenes),
        )

    @property
    def errores(self) -> str:
        """What was said of the files that could not be read."""
        return "\n".join(r.error for r in self.importacion.resumenes if r.error)


@pytest.fixture
def importa(tmp_path: Path, db: None) -> Callable[..., Hecho]:
    """Import files with the public service, reporting to a CSV that is read back; whole or not at all, unless told."""

    def hacer(*rutas: Path, **opciones: Any) -> Hecho:
        informe = tmp_path / "informe-de-la-prueba.csv"
        with informe.open("w", encoding="utf-8", newline="") as salida:
            importacion = importar(rutas, informe=Informe(salida), **opciones)
        with informe.open(encoding="utf-8", newline="") as entrada:
            return Hecho(importacion, list(csv.DictReader(entrada)))

    return hacer


@pytest.fixture
def compranet(tmp_path: Path) -> Callable[..., Path]:
    """Write a CompraNet file: each row is RENGLON but for what is given."""

    def escribir(
        *cambios: dict[str, str], codificacion: str = "utf-8", separador: str = ",", nombre: str = "c.csv"
    ) -> Path:
        ruta = tmp_path / nombre
        with ruta.open("w", encoding=codificacion, newline="") as salida:
            escritor = csv.DictWriter(salida, COLUMNAS_2018, delimiter=separador)
            escritor.writeheader()
            escritor.writerows({**RENGLON, **cambio} for cambio in cambios)
        return ruta

    return escribir


def entrega(local: str = "1", **campos: Any) -> dict[str, Any]:
    """A small valid release of ocds-abc123."""
    return {
        "ocid": f"ocds-abc123-{local}",
        "id": f"{local}-a",
        "date": "2020-01-01T10:00:00Z",
        "tag": ["tender"],
        "initiationType": "tender",
        "tender": {"id": local, "title": f"Compra {local}"},
        **campos,
    }


def paquete(*entregas: dict[str, Any], **campos: Any) -> dict[str, Any]:
    """A release package of a municipality."""
    return {
        "uri": "https://datos.example.mx/p.json",
        "version": "1.1",
        "publishedDate": "2020-01-02T00:00:00Z",
        "publisher": {
            "name": "Municipio de Prueba",
            "scheme": "MX-RFC",
            "uid": "MPR010101AA1",
            "uri": "https://example.mx",
        },
        "license": "https://example.mx/licencia",
        "extensions": ["https://example.mx/extension.json"],
        "releases": list(entregas),
        **campos,
    }


@pytest.fixture
def hacer_entrega() -> Callable[..., dict[str, Any]]:
    """The function above, for tests."""
    return entrega


@pytest.fixture
def hacer_paquete() -> Callable[..., dict[str, Any]]:
    """The function above, for tests."""
    return paquete


@pytest.fixture
def escribir(tmp_path: Path) -> Callable[..., Path]:
    """Write a file: bytes as they are, text in UTF-8, a list of objects as JSON lines, anything else as one JSON."""

    def guardar(nombre: str, contenido: Any) -> Path:
        ruta = tmp_path / nombre
        ruta.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(contenido, bytes):
            ruta.write_bytes(contenido)
        elif isinstance(contenido, str):
            ruta.write_text(contenido, encoding="utf-8", newline="")
        elif isinstance(contenido, list):
            ruta.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in contenido), encoding="utf-8")
        else:
            ruta.write_text(json.dumps(contenido, ensure_ascii=False), encoding="utf-8")
        return ruta

    return guardar
