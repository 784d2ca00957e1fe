"""Take the manual's pictures again: python -m tests.navegador.imagenes http://localhost:8000

It works on a fresh demo that is being served, with that installation's environment, and leaves two processes in it.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.casas import RAIZ
from tests.navegador.conftest import CHROMIUM, SIN_RED

CARPETA = RAIZ / "docs" / "imagenes"
INSTITUCION = "ejemplo"
TITULO = "Mobiliario para doce bibliotecas"


def direcciones() -> dict[str, tuple[str, str]]:
    """Take a process to its end and have a stage of another one returned; return (user, address) of each picture."""
    from sitio.procesos.aprobacion import tramite
    from tests import fabricas

    casa = _casa(fabricas)
    terminado = fabricas.proceso(casa, titulo=TITULO)
    etapas = fabricas.publicar_hasta(casa, terminado, "ejecucion")
    devuelto = fabricas.proceso(casa, titulo="Arrendamiento de vehículos")
    planeacion = fabricas.llenar(fabricas.etapa_de(devuelto, "planeacion"), casa.capturista)
    fabricas.enviar(planeacion, casa.capturista)
    comentario = "El presupuesto no coincide con la partida. Corríjalo y agregue el estudio de mercado."
    tramite.resolver(fabricas.paso_actual(planeacion).pk, casa.revisor, tramite.Accion.DEVOLVER, comentario)
    captura = casa.capturista.get_username()
    return {
        **{f"etapa-{nombre}": (captura, f"/admin/pages/{pagina.pk}/edit/") for nombre, pagina in etapas.items()},
        "etapa-devuelta": (captura, f"/admin/procesos/{devuelto.pk}/"),
        "tablero": (captura, f"/admin/procesos/{_de_la_demo().pk}/"),
        "plantilla-etapa": ("administracion", f"/admin/procesos/plantillas/borrador/{_borrador()}/etapas/licitacion/"),
    }


def _casa(fabricas: Any) -> Any:
    from sitio.procesos.models import InstitucionPage, PapelInstitucional, UnidadCompradoraPage

    institucion = InstitucionPage.objects.get(publicador__clave=INSTITUCION)
    papeles = PapelInstitucional.objects.filter(institucion=institucion, unidad=None)
    personas = {papel.papel: papel.grupo.user_set.get(username=f"{papel.papel}.{INSTITUCION}") for papel in papeles}
    return fabricas.Casa(institucion, UnidadCompradoraPage.objects.child_of(institucion).first(), personas)


def _de_la_demo() -> Any:
    """The demo's first process: half way, with deadlines that run."""
    from sitio.procesos.models import InstitucionPage, ProcesoPage

    institucion = InstitucionPage.objects.get(publicador__clave=INSTITUCION)
    return ProcesoPage.objects.descendant_of(institucion).order_by("pk").first()


def _borrador() -> int:
    from django.contrib.auth import get_user_model

    from sitio.procesos.plantillas import borradores
    from tests import fabricas

    autora = get_user_model().objects.get(username="administracion")
    borrador, _nuevo = borradores.abrir(fabricas.plantilla("licitacion-publica-obra"), autora)
    return int(borrador.pk)


def retratar(pagina: Page, url: str, destino: Path) -> None:
    """Photograph what is seen first at an address, in the 256 colours that a screen of ours has at most."""
    pagina.goto(url)
    pagina.wait_for_load_state("networkidle")
    imagen = Image.open(BytesIO(pagina.screenshot())).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    imagen.save(destino, optimize=True)


def main(url: str) -> None:
    """Log in as each person, once, and take all the pictures."""
    from sitio.instalacion.demostracion import CONTRASENA

    fotos = direcciones()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SIN_RED)
        for quien in dict.fromkeys(usuario for usuario, _ruta in fotos.values()):
            pagina = chromium.new_context(locale="es-MX", viewport={"width": 1440, "height": 1100}).new_page()
            pagina.goto(f"{url}/admin/login/")
            pagina.fill("#id_username", quien)
            pagina.fill("#id_password", CONTRASENA)
            pagina.click("button[type=submit]")
            pagina.wait_for_url("**/admin/")
            for nombre, (usuario, ruta) in fotos.items():
                if usuario == quien:
                    retratar(pagina, f"{url}{ruta}", CARPETA / f"{nombre}.png")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitio.ajustes.desarrollo")
    django.setup()
    main(*sys.argv[1:])
