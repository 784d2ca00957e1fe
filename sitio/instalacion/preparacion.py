"""What every installation needs before its first process: catalogues, templates, home page, schedules. Idempotent."""

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page, Site

from sitio.catalogos import permisos as padron
from sitio.cola import escribir_programa
from sitio.instalacion.pasos import Escribir, paso
from sitio.portal.models import InicioPage
from sitio.procesos.plantillas import cargar_carpeta
from sitio.publicacion.retiros import asegurar_grupo
from sitio.rutas import PLANTILLAS

ENTRADA = gettext_noop(
    "En qué se gasta, con quién y cómo se decidió: cada contratación pública, de la planeación a la ejecución, "
    "con datos que cualquiera puede descargar y comprobar."
)


def preparar(escribir: Escribir) -> None:
    """Load reference data and make the portal's home page if the site has only Wagtail's welcome page."""
    with paso("Catálogos", escribir):
        call_command("cargar_catalogos", verbosity=0)
        # Loaded in bulk, which the search index does not see.
        call_command("update_index", verbosity=0)
    with paso("Plantillas de procedimiento", escribir):
        cargar_carpeta(PLANTILLAS / "procedimientos")
    with paso("Página de inicio, grupos de administración y tareas programadas", escribir):
        asegurar_grupo()
        padron.asegurar_grupo()
        crear_portada()
        escribir_programa()


def crear_portada() -> Page:
    """Return the page that institutions hang from: the site's own home, or ours in the place of the welcome page."""
    sitio = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if sitio and not _es_bienvenida(sitio.root_page):
        return sitio.root_page
    raiz, nombre = Page.get_first_root_node(), settings.WAGTAIL_SITE_NAME
    portada = InicioPage(title=_("Contrataciones abiertas"), slug="contrataciones-abiertas", entrada=_(ENTRADA))
    raiz.add_child(instance=portada)
    if sitio is None:
        Site.objects.create(hostname="localhost", root_page=portada, is_default_site=True, site_name=nombre)
        return portada
    bienvenida = sitio.root_page
    sitio.root_page = portada
    sitio.site_name = sitio.site_name or nombre
    sitio.save()
    bienvenida.delete()
    return portada


def _es_bienvenida(pagina: Page) -> bool:
    """Wagtail's first migration makes a bare Page with this slug; a site's own home is of its own type."""
    return pagina.specific_class is Page and pagina.slug == "home"
