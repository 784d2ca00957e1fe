"""Run libcoveocds with no network: `python cove.py SHARED/ocds WORK package.json…` prints what it finds, as JSON.

For the validators' own Python (`.venv-validadores`), which has nothing of ours. What libcoveocds would fetch
(extensions, the schema of versioned releases) is read beside the standard; asking for anything else is an error.
"""

import json
import sys
import warnings
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import libcoveocds.schema
import ocdsextensionregistry.extension_version
import ocdsextensionregistry.util
from libcoveocds.api import ocds_json_output
from libcoveocds.config import LibCoveOCDSConfig


class Zips:
    """Stands for the HTTP session of ocdsextensionregistry: answers with the zip of a repository at a tag or commit."""

    def __init__(self, carpeta: Path) -> None:
        self.rutas: dict[str, Path] = {}
        for ruta in carpeta.glob("*.zip"):
            dueno, repositorio, version = ruta.stem.split("+")
            with zipfile.ZipFile(ruta) as archivo:
                # `git archive` notes the commit in the zip.
                for referencia in (version, archivo.comment.decode()):
                    self.rutas[f"https://github.com/{dueno}/{repositorio}/archive/{referencia}.zip"] = ruta

    def get(self, url: str, **_opciones: Any) -> SimpleNamespace:
        return SimpleNamespace(content=self.rutas[url].read_bytes(), status_code=200, raise_for_status=lambda: None)


def sin_red(ocds: Path) -> LibCoveOCDSConfig:
    """Point libcoveocds at the files of `ocds`, and return its configuration."""
    sesion = Zips(ocds / "extension-zips")
    ocdsextensionregistry.util.session = sesion
    ocdsextensionregistry.extension_version.session = sesion
    original = libcoveocds.schema.SchemaOCDS._jsonref_kwarg

    def leer(uri: str, **_opciones: Any) -> Any:
        return json.loads((ocds / "1.1.5" / Path(uri).name).read_bytes())

    libcoveocds.schema.SchemaOCDS._jsonref_kwarg = staticmethod(lambda **o: {**original(**o), "loader": leer})
    configuracion = LibCoveOCDSConfig()
    configuracion.config["context"] = "api"
    configuracion.config["standard_zip"] = f"file://{ocds / '1.1.5' / 'standard-1__1__5.zip'}"
    return configuracion


def main(ocds: str, trabajo: str, *paquetes: str) -> None:
    warnings.simplefilter("ignore")
    configuracion = sin_red(Path(ocds))
    hallado = {p: ocds_json_output(trabajo, p, lib_cove_ocds_config=configuracion) for p in paquetes}
    json.dump(hallado, sys.stdout, default=list)


if __name__ == "__main__":
    main(*sys.argv[1:])
