"""Claraboya as a plugin: the wheel alone, on a site made by `wagtail start`, by the steps that README gives.

README's steps are its fenced blocks with a title. `title="terminal"` is run, in order, in the folder of manage.py;
any other title is a file of a site called `misitio`, and the block is added at its end.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import textwrap
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

RAIZ = Path(__file__).resolve().parents[2]
BLOQUE = re.compile(r'^ *```\w+ title="(?P<titulo>[^"]+)"\n(?P<cuerpo>.*?)^ *```$', re.MULTILINE | re.DOTALL)
DONDE_ESTA = "/path/to/claraboya"
# Folders of the checkout and where the wheel carries them.
EN_LA_RUEDA = {
    "sitio": "sitio",
    "bot": "bot",
    "plantillas": "sitio/_recursos/plantillas",
    "fixtures": "sitio/_recursos/fixtures",
    "locale": "sitio/_recursos/locale",
}


class Paso(NamedTuple):
    titulo: str
    cuerpo: str


def leer_pasos(documento: str) -> list[Paso]:
    """Return the titled blocks of a document of the repository, in order."""
    texto = (RAIZ / documento).read_text(encoding="utf-8")
    return [Paso(hallado["titulo"], textwrap.dedent(hallado["cuerpo"])) for hallado in BLOQUE.finditer(texto)]


@pytest.fixture(scope="session")
def rueda(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without asking the network for anything."""
    pytest.importorskip("hatchling", reason="falta hatchling (make .venv/.pruebas lo instala)")
    pytest.importorskip("build", reason="falta build (make .venv/.pruebas lo instala)")
    carpeta = tmp_path_factory.mktemp("rueda")
    correr([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(carpeta), str(RAIZ)], carpeta)
    (unica,) = carpeta.glob("*.whl")
    return unica


def correr(orden: list[str], carpeta: Path, entorno: dict[str, str] | None = None) -> str:
    """Run a command to its end and return what it printed; a failure shows all of it."""
    hecho = subprocess.run(orden, cwd=carpeta, env=entorno, capture_output=True, text=True, timeout=300)
    assert hecho.returncode == 0, f"{' '.join(orden)}\n{hecho.stdout}\n{hecho.stderr}"
    return hecho.stdout


def archivos(carpeta: Path) -> list[str]:
    """Return the files of a folder of the checkout that belong to the source."""
    return [
        ruta.relative_to(carpeta).as_posix()
        for ruta in carpeta.rglob("*")
        if ruta.is_file() and "__pycache__" not in ruta.parts
    ]


def test_the_wheel_carries_every_file_of_the_house(rueda: Path) -> None:
    nombres = set(zipfile.ZipFile(rueda).namelist())
    for origen, destino in EN_LA_RUEDA.items():
        faltan = {f"{destino}/{ruta}" for ruta in archivos(RAIZ / origen)} - nombres
        assert faltan == set(), f"el paquete no lleva {sorted(faltan)[:10]}"
    # And of each kind there is at least one: an empty folder would satisfy the rule above.
    for pieza in (
        "sitio/_recursos/plantillas/sitio/portal/proceso.html",
        "sitio/_recursos/plantillas/mensajes/novedades.html",
        "sitio/_recursos/plantillas/procedimientos/licitacion-publica.json",
        "sitio/_recursos/fixtures/catalogos/cog.csv",
        "sitio/_recursos/fixtures/demo/procesos.csv",
        "sitio/_recursos/locale/en/LC_MESSAGES/django.mo",
        "sitio/ocds/esquema/entrega.json",
        "sitio/procesos/esquema/plantilla.json",
        "sitio/procesos/migrations/0001_initial.py",
        "sitio/portal/static/portal/portal.css",
        "bot/migrations/0001_initial.py",
    ):
        assert pieza in nombres


def test_the_wheel_carries_nothing_that_is_not_ours_to_give(rueda: Path) -> None:
    raices = {nombre.split("/")[0] for nombre in zipfile.ZipFile(rueda).namelist()}
    assert raices == {"sitio", "bot", f"{'-'.join(rueda.name.split('-')[:2])}.dist-info"}


def test_both_readmes_give_the_same_steps() -> None:
    steps, pasos = leer_pasos("README.md"), leer_pasos("README.es.md")
    assert [paso.titulo for paso in steps] == [
        "terminal",
        "misitio/settings/base.py",
        "misitio/urls.py",
        "terminal",
    ]
    assert [(p.titulo, sin_comentarios(p.cuerpo)) for p in pasos] == [
        (p.titulo, sin_comentarios(p.cuerpo)) for p in steps
    ]


def sin_comentarios(codigo: str) -> str:
    """Return code without its comments, and with one path for what each language names in its own way."""
    return re.sub(r" *# .*", "", codigo).replace("/ruta/a/claraboya", DONDE_ESTA)


@pytest.mark.lenta
def test_a_site_of_somebody_else_publishes_after_readmes_own_steps(rueda: Path, tmp_path: Path) -> None:
    # Given a virtual environment that has our dependencies, but neither the checkout nor a network
    entorno = entorno_virtual(tmp_path / "entorno")
    # And a site that `wagtail start` made
    correr(["python", "-c", "from wagtail.bin.wagtail import main; main()", "start", "misitio"], tmp_path, entorno)
    proyecto = tmp_path / "misitio"

    # When its keeper does what README says
    dicho = "".join(aplicar(paso, proyecto, rueda, entorno) for paso in leer_pasos("README.md"))

    # Then it is sound, and none of our migrations depends on settings of ours
    assert "System check identified no issues" in dicho
    assert "No changes detected" in correr(
        ["python", "manage.py", "makemigrations", "--check", "--dry-run"], proyecto, entorno
    )
    # And an institution that hangs from the site's own home page publishes a stage
    (proyecto / "publicar.py").write_text((Path(__file__).parent / "guion_publicar.py").read_text(encoding="utf-8"))
    correr(["python", "publicar.py"], proyecto, {**entorno, "DJANGO_SETTINGS_MODULE": "misitio.settings.dev"})
    visto = json.loads((proyecto / "visto.json").read_text(encoding="utf-8"))
    assert Path(visto["paquete"]).is_relative_to(tmp_path / "entorno")
    assert visto["inicio"] == ["HomePage", "/", True]
    assert visto["antes"] == 404
    assert visto["proceso"]["estado"] == 200
    assert "No hay dónde sentarse a leer." in visto["proceso"]["texto"]
    assert f"/contrataciones/{visto['ocid']}/" in visto["lista"]["texto"]
    (entrega,) = json.loads(visto["entregas"]["texto"])["releases"]
    assert (entrega["ocid"], entrega["tag"]) == (visto["ocid"], ["planning"])
    assert entrega["planning"]["budget"]["amount"] == {"amount": 250000, "currency": "MXN"}
    # And its officers have their board, and its own home page is still its own
    assert "Sillas para bibliotecas" in visto["tablero"]["texto"]
    assert [visto[donde]["estado"] for donde in ("tablero", "escritorio", "portada_ajena")] == [200, 200, 200]
    assert "Welcome to your new Wagtail site" in visto["portada_ajena"]["texto"]
    # And the ledger verifies there as here
    correr(["python", "manage.py", "verificar_bitacora"], proyecto, entorno)


def entorno_virtual(carpeta: Path) -> dict[str, str]:
    """Make a virtual environment that sees the packages installed in this one; return the variables to use it."""
    correr([sys.executable, "-m", "venv", "--without-pip", str(carpeta)], carpeta.parent)
    (propios,) = carpeta.glob("lib/python*/site-packages")
    (propios / "dependencias.pth").write_text(sysconfig.get_path("purelib"))
    heredadas = {nombre: os.environ[nombre] for nombre in ("HOME", "LANG", "TMPDIR") if nombre in os.environ}
    return {**heredadas, "PATH": f"{carpeta}/bin:{os.environ['PATH']}", "PIP_NO_INDEX": "1", "PYTHONUTF8": "1"}


def aplicar(paso: Paso, proyecto: Path, rueda: Path, entorno: dict[str, str]) -> str:
    """Do one step of README in the folder of manage.py; return what it printed."""
    if paso.titulo == "terminal":
        return correr(["bash", "-e", "-c", paso.cuerpo.replace(DONDE_ESTA, str(rueda))], proyecto, entorno)
    destino = proyecto / paso.titulo
    destino.write_text(f"{destino.read_text(encoding='utf-8')}\n\n{paso.cuerpo}", encoding="utf-8")
    return ""
