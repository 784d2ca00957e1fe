"""What the documents say is true of the code, and nothing in the repository depends on where packages come from."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.casas import RAIZ

LEEMES = ["README.md", "README.es.md"]
DOCUMENTOS = [*LEEMES, *sorted(ruta.relative_to(RAIZ).as_posix() for ruta in (RAIZ / "docs").rglob("*.md"))]
CANDADOS = ["requirements.lock", "requirements-dev.lock", "requirements-validadores.lock"]
# Written in halves, so that this file names none of them.
REGISTROS = [
    f"{inicio}.{fin}"
    for inicio, fin in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("python-hosted", "org"),
        ("registry.npmjs", "org"),
        ("registry.yarnpkg", "com"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("conda.anaconda", "org"),
        ("proxy.golang", "org"),
        ("rubygems", "org"),
        ("static.crates", "io"),
        ("index.crates", "io"),
        ("deb.debian", "org"),
        ("security.debian", "org"),
        ("hub.docker", "com"),
        ("registry-1.docker", "io"),
        ("ghcr", "io"),
    )
]


def archivos() -> Iterator[Path]:
    """Yield what belongs to the repository: what git knows or would add."""
    orden = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    hecho = subprocess.run(orden, cwd=RAIZ, capture_output=True, text=True)
    if hecho.returncode:
        pytest.skip("no es una copia de git: no se sabe qué archivos son del repositorio")
    yield from (ruta for nombre in hecho.stdout.split("\0") if nombre and (ruta := RAIZ / nombre).is_file())


def test_no_file_names_a_package_registry() -> None:
    nombran = [
        f"{ruta.relative_to(RAIZ)}: {registro}"
        for ruta in archivos()
        for registro in REGISTROS
        if registro.encode() in ruta.read_bytes().lower()
    ]
    assert nombran == []


@pytest.mark.parametrize("candado", CANDADOS)
def test_every_locked_package_has_one_version_and_hashes_and_no_address(candado: str) -> None:
    texto = (RAIZ / candado).read_text()
    entradas = re.split(r"\n(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", texto, flags=re.MULTILINE).strip())
    assert len(entradas) > 40
    for entrada in entradas:
        assert re.match(r"[a-z0-9][a-z0-9._-]*==[\w.+!-]+", entrada), entrada[:80]
        assert "--hash=sha256:" in entrada, entrada[:80]
    assert "://" not in texto
    assert not re.search(r"^-", texto, re.MULTILINE)


def test_what_runs_is_locked_at_the_version_that_is_tested() -> None:
    serie = re.compile(r"^[a-z0-9][^ \\;]*==[^ \\;]+(?: ; [^\\]+)?", re.MULTILINE)
    de_uso, de_prueba = (set(serie.findall((RAIZ / candado).read_text())) for candado in CANDADOS[:2])
    assert de_uso <= de_prueba


@pytest.mark.parametrize("leeme", LEEMES)
def test_readme_gives_the_test_command_alone_on_its_line(leeme: str) -> None:
    bloques = re.findall(r"^```sh\n(.*?)^```", (RAIZ / leeme).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert bloques[:2] == ["make demo\n", "make test\n"]


@pytest.mark.parametrize("leeme", LEEMES)
def test_readme_explains_every_variable_that_settings_read(leeme: str) -> None:
    codigo = "".join(ruta.read_text() for ruta in (RAIZ / "sitio" / "ajustes").glob("*.py"))
    leidas = set(re.findall(r'os\.environ(?:\.get\(|\[)"(\w+)"', codigo)) - {"PUERTO"}
    explicadas = set(re.findall(r"`([A-Z][A-Z_]+)`", (RAIZ / leeme).read_text(encoding="utf-8")))
    assert leidas - explicadas == set()


@pytest.mark.parametrize("documento", DOCUMENTOS)
def test_the_orders_and_the_links_of_a_document_exist(documento: str) -> None:
    texto = (RAIZ / documento).read_text(encoding="utf-8")
    assert set(re.findall(r"manage\.py ([a-z_]+)", texto)) - set(get_commands()) == set()
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", texto, re.MULTILINE)) - objetivos() == set()
    enlaces = {enlace.split("#")[0] for enlace in re.findall(r"\]\((?!https?:)([^)#]+)\)", texto)}
    carpeta = (RAIZ / documento).parent
    assert [enlace for enlace in enlaces if not (carpeta / enlace).exists()] == []


def objetivos() -> set[str]:
    """Return the targets of the Makefile that explain themselves."""
    return set(re.findall(r"^([a-z-]+):.*##", (RAIZ / "Makefile").read_text(), re.MULTILINE))


def test_make_alone_says_what_there_is_and_does_nothing_else() -> None:
    hecho = subprocess.run(["make", "--no-print-directory"], cwd=RAIZ, capture_output=True, text=True, timeout=30)
    assert hecho.returncode == 0, hecho.stderr
    lineas = [linea.split(maxsplit=2) for linea in hecho.stdout.splitlines()]
    assert {orden for _make, orden, _ayuda in lineas} == objetivos()
    assert {"demo", "demo-datos", "test"} <= objetivos()


def test_every_target_of_make_explains_itself() -> None:
    todos = set(re.findall(r"^([a-z-]+):(?!=)", (RAIZ / "Makefile").read_text(), re.MULTILINE))
    assert todos == objetivos()


@pytest.mark.parametrize("decision", sorted(ruta.name for ruta in (RAIZ / "docs" / "decisiones").glob("*.md")))
def test_a_decision_is_short_and_says_what_was_rejected(decision: str) -> None:
    texto = (RAIZ / "docs" / "decisiones" / decision).read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", decision)
    assert len(texto.splitlines()) <= 25
    assert "**Se descartó**" in texto
