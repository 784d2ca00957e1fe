"""Going on here with a process that was only imported: its pages are made from what is already public.

Nothing is published by it. The pages are born as the published ones they stand for, the ocid stays, and the next
approval is one more release of the same process.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from sitio.ocds import rutas
from sitio.ocds.listas import etapas_publicadas
from sitio.ocds.rutas import objetos
from sitio.procesos.entregas.identidades import organizacion_de
from sitio.procesos.mapeo import Lectura
from sitio.procesos.mapeo.conversiones import dia_local
from sitio.procesos.models import (
    EtapaPage,
    InstitucionPage,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import permisos
from sitio.procesos.rechazos import NoSePuede
from sitio.procesos.servicios import TIPOS_DE_ETAPA, ejercicio_de
from sitio.publicacion import consultas
from sitio.publicacion.models import Publicador, Registro


@dataclass
class Adopcion:
    """A process that goes on here, and what of it the forms have no place for: (stage, OCDS path, value)."""

    proceso: ProcesoPage
    sin_lugar: list[tuple[str, str, str]] = field(default_factory=list)


def adoptables(publicadores: "QuerySet[Publicador]") -> "QuerySet[Registro]":
    """Return the published processes of `publicadores` that have no pages here, the latest first."""
    capturado = ProcesoPage.objects.filter(ocid=OuterRef("ocid"))
    registros = Registro.objects.filter(publicador__in=publicadores).exclude(Exists(capturado))
    return registros.order_by("-posicion")


@transaction.atomic
def adoptar(ocid: str, unidad: UnidadCompradoraPage, plantilla: PlantillaProcedimiento, usuario: User) -> Adopcion:
    """Make the pages of the process `ocid` under a buying unit of the institution that publishes it.

    Raises NoSePuede, and then nothing was made, if `usuario` does not capture for the whole institution, if the
    process is another publisher's, has pages already, or its contracts name awards that it does not have.
    """
    institucion = InstitucionPage.objects.parent_of(unidad).select_related("publicador").get()
    if not permisos.tiene_papel(usuario, institucion.publicador, permisos.Papel.CAPTURISTA):
        raise NoSePuede(_("Para continuar un proceso aquí se necesita el papel «Captura» en esta institución."))
    # The row is held so that two people who press the button make one process.
    registro = Registro.objects.select_for_update().filter(ocid=ocid, publicador=institucion.publicador).first()
    if registro is None:
        raise NoSePuede(_("Ese proceso no está entre los publicados por esta institución."))
    if ProcesoPage.objects.filter(ocid=ocid).exists():
        raise NoSePuede(_("Este proceso ya se captura aquí. Búsquelo en la lista de procesos."))
    compilada = consultas.entrega_compilada(ocid) or {}
    proceso = _proceso(registro, unidad, plantilla, usuario)
    adopcion = Adopcion(proceso)
    _Hechura(adopcion, compilada, usuario).hacer()
    log(proceso, "procesos.adoptar", user=usuario, data={"sin_lugar": [" ".join(x) for x in adopcion.sin_lugar]})
    return adopcion


def plantillas_para(registro: Registro) -> "QuerySet[PlantillaProcedimiento]":
    """Return the procedure templates in force that buy by the method of a published process (all, if it says none)."""
    vigentes = PlantillaProcedimiento.objects.filter(vigente=True)
    del_metodo = vigentes.filter(contenido__metodo=registro.metodo)
    return del_metodo if del_metodo.exists() else vigentes


def la_de_entonces(plantillas: "QuerySet[PlantillaProcedimiento]", registro: Registro) -> PlantillaProcedimiento | None:
    """Return the first of `plantillas` whose law ruled when the process was called, or else first published."""
    compilada = consultas.entrega_compilada(registro.ocid) or {}
    convocado = rutas.leer(compilada, "tender.tenderPeriod.startDate")
    dia = dia_local(convocado) if convocado else date(registro.anio, 1, 1)
    return next((plantilla for plantilla in plantillas if plantilla.en_vigor(dia)), None)


def _proceso(
    registro: Registro, unidad: UnidadCompradoraPage, plantilla: PlantillaProcedimiento, usuario: User
) -> ProcesoPage:
    proceso = ProcesoPage(
        title=registro.titulo[:255] or registro.ocid,
        slug=registro.ocid.lower(),
        ocid=registro.ocid,
        plantilla=plantilla,
        responsable=usuario,
        owner=usuario,
        live=False,
    )
    ejercicio_de(unidad, registro.ejercicio or registro.anio).add_child(instance=proceso)
    _dar_por_publicada(proceso, usuario)
    return proceso


def _dar_por_publicada(pagina: Page, usuario: User) -> None:
    """Give a page the state of one whose content is public: a live revision, and no release of it."""
    ahora = timezone.now()
    revision = pagina.save_revision(user=usuario, clean=False)
    revision.publish(user=usuario, log_action=False, skip_permission_checks=True)
    Page.objects.filter(pk=pagina.pk, first_published_at=None).update(first_published_at=ahora)


class _Hechura:
    """The stage pages of one adoption, made in the order of the procedure."""

    def __init__(self, adopcion: Adopcion, compilada: dict[str, Any], usuario: User) -> None:
        self.adopcion, self.compilada, self.usuario = adopcion, compilada, usuario
        self.partes = {str(p.get("id")): p for p in objetos(compilada, "parties")}
        self.hechas: dict[tuple[str, str], EtapaPage] = {}

    def hacer(self) -> None:
        presentes = etapas_publicadas(self.compilada)
        for etapa in ("planeacion", "licitacion"):
            if etapa in presentes:
                self._etapa(etapa, self.adopcion.proceso)
        for adjudicacion in objetos(self.compilada, "awards"):
            clave = str(adjudicacion.get("id"))
            self.hechas["awards", clave] = self._etapa(
                "adjudicacion", self.adopcion.proceso, adjudicacion, id_adjudicacion=clave
            )
        for contrato in objetos(self.compilada, "contracts"):
            self._contrato(contrato)

    def _contrato(self, contrato: dict[str, Any]) -> None:
        clave, adjudicacion = str(contrato.get("id")), self.hechas.get(("awards", str(contrato.get("awardID"))))
        if adjudicacion is None:
            raise NoSePuede(
                _("El contrato «%(contrato)s» viene de una adjudicación que no está publicada: no se puede seguir.")
                % {"contrato": clave}
            )
        pagina = self._etapa("contrato", self.adopcion.proceso, contrato, id_contrato=clave, adjudicacion=adjudicacion)
        if contrato.get("implementation"):
            self._etapa("ejecucion", pagina, contrato)

    def _etapa(self, etapa: str, padre: Page, bloque: dict[str, Any] | None = None, **datos: Any) -> EtapaPage:
        tipo, proceso = TIPOS_DE_ETAPA[etapa], self.adopcion.proceso
        numero = tipo.objects.descendant_of(proceso).count() + 1
        pagina: EtapaPage = tipo(title=proceso.title, slug=f"{etapa}-{numero}", owner=self.usuario, live=False, **datos)
        padre.add_child(instance=pagina)
        lectura = Lectura(self._organizacion, self._con_papel)
        pagina.recoger(self.compilada if bloque is None else bloque, lectura)
        self.adopcion.sin_lugar += [(etapa, ruta, valor) for ruta, valor in lectura.ilegibles]
        _dar_por_publicada(pagina, self.usuario)
        return pagina

    def _organizacion(self, dato: dict[str, Any]) -> Any:
        return organizacion_de({**dato, **self.partes.get(str(dato.get("id")), {})})

    def _con_papel(self, papel: str) -> list[dict[str, Any]]:
        return [parte for parte in self.partes.values() if papel in (parte.get("roles") or [])]
