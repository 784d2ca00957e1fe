"""What can be done with the tree: institutions, units, processes and stages are born here."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from sitio.catalogos.models import Organizacion
from sitio.ocds.identificadores import formar_ocid
from sitio.procesos.models import (
    AdjudicacionPage,
    ContratoPage,
    EjecucionPage,
    EjercicioPage,
    EtapaPage,
    Folio,
    InstitucionPage,
    LicitacionPage,
    PlaneacionPage,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import permisos
from sitio.procesos.papeles.grupos import asegurar_papeles
from sitio.procesos.rechazos import NoSePuede
from sitio.publicacion.models import Publicador

TIPOS_DE_ETAPA: dict[str, type[EtapaPage]] = {
    tipo.etapa: tipo for tipo in (PlaneacionPage, LicitacionPage, AdjudicacionPage, ContratoPage, EjecucionPage)
}


@transaction.atomic
def crear_institucion(raiz: Page, publicador: Publicador, organizacion: Organizacion) -> InstitucionPage:
    """Hang an institution from `raiz`, with its role groups. Returns the existing one if the publisher has it."""
    existente = InstitucionPage.objects.filter(publicador=publicador).first()
    if existente:
        return existente
    institucion = InstitucionPage(
        title=publicador.nombre, slug=publicador.clave, publicador=publicador, organizacion=organizacion
    )
    raiz.add_child(instance=institucion)
    asegurar_papeles(institucion)
    return institucion


@transaction.atomic
def crear_unidad(institucion: InstitucionPage, organizacion: Organizacion, clave: str) -> UnidadCompradoraPage:
    """Hang a buying unit from its institution. Returns the existing one if there is."""
    existente = UnidadCompradoraPage.objects.child_of(institucion).filter(organizacion=organizacion).first()
    if existente:
        return existente
    unidad = UnidadCompradoraPage(title=organizacion.nombre, slug=clave.lower(), organizacion=organizacion)
    institucion.add_child(instance=unidad)
    return unidad


@transaction.atomic
def crear_proceso(
    unidad: UnidadCompradoraPage, plantilla: PlantillaProcedimiento, titulo: str, anio: int, usuario: User
) -> ProcesoPage:
    """Open a process by a procedure template, with its ocid for ever and the draft of its first stage.

    Raises NoSePuede if `usuario` does not capture for the unit's institution.
    """
    institucion = InstitucionPage.objects.parent_of(unidad).select_related("publicador").get()
    if not permisos.puede_capturar(usuario, unidad):
        raise NoSePuede(_("Para abrir un proceso se necesita el papel «Captura» en esta unidad compradora."))
    ocid = _nuevo_ocid(institucion.publicador, anio)
    proceso = ProcesoPage(
        title=titulo, slug=ocid.lower(), ocid=ocid, plantilla=plantilla, responsable=usuario, owner=usuario, live=False
    )
    ejercicio_de(unidad, anio).add_child(instance=proceso)
    proceso.save_revision(user=usuario)
    crear_etapa(proceso, plantilla.etapas[0], usuario)
    return proceso


@transaction.atomic
def crear_etapa(proceso: ProcesoPage, etapa: str, usuario: User, **datos: Any) -> EtapaPage:
    """Open the draft of a stage with the template's default values.

    A contract needs its `adjudicacion`, an implementation its `contrato`, both already published.
    Raises NoSePuede if the role or the order of the procedure does not allow it.
    """
    if not permisos.puede_capturar(usuario, proceso):
        raise NoSePuede(_("Para capturar una etapa se necesita el papel «Captura» en esta unidad compradora."))
    if etapa not in proceso.plantilla.etapas:
        raise NoSePuede(_("Este procedimiento no tiene esa etapa."))
    padre: Page = proceso
    if etapa == "contrato":
        datos["adjudicacion"] = _publicada(datos.get("adjudicacion"), proceso)
    if etapa == "ejecucion":
        padre = _publicada(datos.pop("contrato", None), proceso)
    tipo = TIPOS_DE_ETAPA[etapa]
    propuestos = proceso.plantilla.etapa(etapa).get("valores", {})
    valores = {nombre: tipo._meta.get_field(nombre).to_python(valor) for nombre, valor in propuestos.items()}
    numero = tipo.objects.descendant_of(proceso).count() + 1
    pagina = tipo(title=proceso.title, slug=f"{etapa}-{numero}", owner=usuario, live=False, **{**valores, **datos})
    padre.add_child(instance=pagina)
    pagina.save_revision(user=usuario)
    return pagina


def cambiar_responsable(proceso: ProcesoPage, persona: User, usuario: User) -> None:
    """Put `persona` in charge of a process: who hears of its alerts and deadlines. Raises NoSePuede."""
    if not permisos.puede_encargar(usuario, proceso):
        raise NoSePuede(_("Para cambiar a la persona responsable se necesita capturar o aprobar en la institución."))
    if not permisos.tiene_papel_en(persona, proceso, *permisos.VEN_PROCESOS):
        raise NoSePuede(_("La persona responsable debe tener un papel en la institución del proceso."))
    ProcesoPage.objects.filter(pk=proceso.pk).update(responsable=persona)
    log(proceso, "procesos.responsable", user=usuario, data={"responsable": persona.get_username()})


def _publicada(pagina: EtapaPage | None, proceso: ProcesoPage) -> EtapaPage:
    if pagina is None or not pagina.live or not pagina.is_descendant_of(proceso):
        raise NoSePuede(_("Primero se publica la etapa anterior de este proceso."))
    return pagina


def ejercicio_de(unidad: UnidadCompradoraPage, anio: int) -> EjercicioPage:
    """Return the branch of a year in a buying unit, making it once."""
    # The unit's row is locked so that two people who open the first process of a year make one branch.
    Page.objects.select_for_update().get(pk=unidad.pk)
    existente = EjercicioPage.objects.child_of(unidad).filter(anio=anio).first()
    if existente:
        return existente
    nuevo = EjercicioPage(title=str(anio), slug=str(anio), anio=anio)
    UnidadCompradoraPage.objects.get(pk=unidad.pk).add_child(instance=nuevo)
    return nuevo


def _nuevo_ocid(publicador: Publicador, anio: int) -> str:
    Folio.objects.get_or_create(publicador=publicador, anio=anio)
    Folio.objects.filter(publicador=publicador, anio=anio).update(ultimo=F("ultimo") + 1)
    numero = Folio.objects.get(publicador=publicador, anio=anio).ultimo
    return formar_ocid(publicador.prefijo_ocid, f"{publicador.clave}-{anio}-{numero:05d}")
