"""English is complete and current, the compiled catalogs are those of their sources, and officers read Spanish."""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from wagtail.users.models import UserProfile

from sitio.rutas import LOCALE
from tests import fabricas
from tests.casas import RAIZ

CATALOGOS = sorted(LOCALE.rglob("*.po"))
MARCADORES = re.compile(r"%\(\w+\)|%[sd%]|\{\w*(?=[:}])")

con_gettext = pytest.mark.skipif(
    not all(map(shutil.which, ("msgfmt", "xgettext", "msgmerge"))),
    reason="GNU gettext (msgfmt, xgettext, msgmerge) is not installed",
)
por_catalogo = pytest.mark.parametrize("po", CATALOGOS, ids=lambda po: po.relative_to(LOCALE).as_posix())

# What Wagtail alone shows in English to a person who works in Spanish.
INGLES_DEL_TABLERO = [
    "Search all pages",
    "Your pages and snippets in a workflow",
    "editor guide",
    "created in",
    "Keyboard shortcuts",
    "Shortcuts",
    "Edit account avatar",
]
INGLES_DEL_EDITOR = [
    "Locking: ",
    "Content metrics",
    "Reading time",
    "How we calculate our metrics",
    "Toggle checks",
    "Show issue",
    "Referenced",
    "Troubleshoot your connection",
    "Save your changes before leaving",
]
INGLES_DEL_NAVEGADOR = ["Search options…", "Pin toolbar", "A network error occurred."]


def leer_mo(mo: bytes) -> dict[str, list[str]]:
    """Return what a little-endian compiled catalog says: context, message and plural as its key; the forms as value."""
    _magia, _version, total, originales, traducidas = struct.unpack_from("<5I", mo)

    def texto(tabla: int, numero: int) -> str:
        largo, donde = struct.unpack_from("<2I", mo, tabla + 8 * numero)
        return mo[donde : donde + largo].decode()

    return {texto(originales, n): texto(traducidas, n).split("\0") for n in range(total)}


def compilar(po: Path, carpeta: Path) -> dict[str, list[str]]:
    """Return what a catalog says once compiled; entries that are fuzzy or empty are not in it."""
    mo = carpeta / "catalogo.mo"
    subprocess.run(["msgfmt", "--check-format", "--endianness=little", "-o", mo, po], check=True)
    return leer_mo(mo.read_bytes())


def marcadores(texto: str) -> set[str]:
    return set(MARCADORES.findall(texto))


@con_gettext
def test_todo_texto_del_codigo_esta_en_ingles(tmp_path):
    """Extracting again yields nothing that the English catalog lacks, leaves empty or marks as fuzzy."""
    # A copy, because the extraction writes beside the templates it reads.
    for carpeta in ("sitio", "bot", "plantillas"):
        for archivo in (RAIZ / carpeta).rglob("*"):
            if archivo.suffix in {".py", ".html", ".txt"} and "migrations" not in archivo.parts:
                destino = tmp_path / archivo.relative_to(RAIZ)
                destino.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(archivo, destino)
    (tmp_path / "locale").mkdir()
    sin_ajustes = {clave: valor for clave, valor in os.environ.items() if clave != "DJANGO_SETTINGS_MODULE"}
    orden = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-location", "--no-wrap"]
    subprocess.run(orden, cwd=tmp_path, env=sin_ajustes, check=True, capture_output=True)
    extraido = tmp_path / "locale/en/LC_MESSAGES/django.po"
    # Filled with itself, for an empty entry is not compiled.
    subprocess.run(["msgen", "-o", extraido, extraido], check=True)

    encontradas = compilar(extraido, tmp_path).keys()
    faltan = encontradas - compilar(LOCALE / "en/LC_MESSAGES/django.po", tmp_path).keys()

    assert len(encontradas) > 900
    assert not faltan, "run `make traducciones` and translate locale/en"


@con_gettext
@por_catalogo
def test_ninguna_traduccion_queda_vacia_ni_dudosa(po):
    for filtro in ("--untranslated", "--only-fuzzy"):
        resto = subprocess.run(["msgattrib", "--no-obsolete", filtro, po], check=True, capture_output=True, text=True)
        assert resto.stdout == ""


@con_gettext
@por_catalogo
def test_el_catalogo_compilado_es_el_de_su_fuente(po, tmp_path):
    assert leer_mo(po.with_suffix(".mo").read_bytes()) == compilar(po, tmp_path), "run `make traducciones`"


@por_catalogo
def test_cada_traduccion_conserva_los_marcadores(po):
    for clave, formas in leer_mo(po.with_suffix(".mo").read_bytes()).items():
        if not clave:
            continue
        originales = clave.rpartition("\4")[2].split("\0")
        admitidos = [marcadores(original) for original in originales]
        # A singular may say "one" and need no number; the other forms say the same as the plural.
        assert marcadores(formas[0]) in admitidos, clave
        assert all(marcadores(forma) == admitidos[-1] for forma in formas[1:]), clave


def entrar(persona, idioma: str = "") -> Client:
    cliente = Client()
    cliente.force_login(persona)
    if idioma:
        UserProfile.objects.update_or_create(user=persona, defaults={"preferred_language": idioma})
    return cliente


@pytest.fixture
def casa(db):
    return fabricas.casa()


def test_el_inicio_de_la_administracion_no_trae_ingles(casa):
    etapa = fabricas.llenar(fabricas.etapa_de(fabricas.proceso(casa), "planeacion"), casa.capturista)
    fabricas.enviar(etapa, casa.capturista)

    html = entrar(casa.capturista).get(reverse("wagtailadmin_home")).content.decode()

    assert "Buscar en todas las páginas…" in html
    assert "Sus páginas y fragmentos en un flujo de aprobación" in html
    assert [ingles for ingles in INGLES_DEL_TABLERO if ingles in html] == []


@pytest.mark.parametrize("enviada", [False, True], ids=["borrador", "en aprobación"])
def test_el_editor_de_una_etapa_no_trae_ingles(casa, enviada):
    etapa = fabricas.llenar(fabricas.etapa_de(fabricas.proceso(casa), "planeacion"), casa.capturista)
    if enviada:
        fabricas.enviar(etapa, casa.capturista)

    html = entrar(casa.capturista).get(reverse("wagtailadmin_pages:edit", args=[etapa.pk])).content.decode()

    assert "Medidas del contenido" in html
    assert [ingles for ingles in INGLES_DEL_EDITOR if ingles in html] == []


def test_los_textos_que_usa_el_navegador_tampoco(client, db):
    guion = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()

    textos = json.loads(re.search(r"const newcatalog = (\{.*?\});", guion, re.S)[1])
    assert textos["A network error occurred."] == "Ocurrió un error de red."
    assert [ingles for ingles in INGLES_DEL_NAVEGADOR if textos.get(ingles, ingles) == ingles] == []


def test_el_vocabulario_propio_gana_al_de_wagtail():
    """Wagtail says «flujo de trabajo», «rechazar» and addresses people as «tú»; our officers read otherwise."""
    with translation.override("es-mx"):
        assert gettext("Workflow") == "Flujo de aprobación"
        assert gettext("Reject") == "Devolver"
        assert gettext("Are you sure you want to delete this page?") == "¿Seguro que desea eliminar esta página?"
        # Wagtail uses these words of an application it does not ask to install.
        assert naturaltime(timezone.now() - timedelta(minutes=6)) == "hace 6 minutos"
        assert ngettext("Moved up 1 place.", "Moved up %(counter)s places.", 3) == "Subió %(counter)s lugares."


def test_quien_elige_ingles_lee_lo_nuestro_en_ingles(casa):
    cliente = entrar(casa.capturista, idioma="en")

    lista = cliente.get(reverse("procesos:lista")).content.decode()

    assert "Open a process" in lista
    assert "Abrir un proceso" not in lista
    with translation.override("en"):
        assert gettext("Una alerta es un indicio para revisar, no una acusación.") == (
            "An alert is a sign worth reviewing, not an accusation."
        )
        assert ngettext("1 plazo abierto", "%(n)s plazos abiertos", 2) == "%(n)s open deadlines"
