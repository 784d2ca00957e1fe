"""What the list of processes can be asked for, and in which order; other rooms add the questions they can answer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Left, Length
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from sitio.procesos.aprobacion.pasos import estados_por_resolver
from sitio.procesos.consultas import procesos_visibles
from sitio.procesos.models import (
    ContratoPage,
    EjecucionPage,
    EjercicioPage,
    EtapaPage,
    InstitucionPage,
    LicitacionPage,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import permisos
from sitio.procesos.tablero.etapas import TITULO_DE_ESTADO, Estado

Procesos = models.QuerySet[ProcesoPage]
# How many processes a text may find for them to be named one by one.
POCOS = 1_000
# Characters of a path of the tree per level (treebeard, steplen).
PASO = 4


@dataclass(frozen=True)
class Casilla:
    """A yes-or-no question about a process that another room answers."""

    nombre: str
    titulo: Promise
    aplicar: Callable[[Procesos, User], Procesos]


CASILLAS: list[Casilla] = []


def registrar_casilla(casilla: Casilla) -> None:
    """Add a question to the list of processes."""
    CASILLAS.append(casilla)


ORDENES: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "-reciente": (_("Los más nuevos primero"), ("-pk",)),
    "reciente": (_("Los más antiguos primero"), ("pk",)),
    "titulo": (_("Título, de la A a la Z"), ("title", "pk")),
    "-titulo": (_("Título, de la Z a la A"), ("-title", "-pk")),
    "ocid": (_("Por ocid"), ("ocid",)),
}
ESTADOS = (Estado.BORRADOR, Estado.EN_APROBACION, Estado.DEVUELTA, Estado.PUBLICADA)


class FiltrosForm(forms.Form):
    """The questions. Each one is optional, and its address can be kept: everything travels in the query."""

    q = forms.CharField(label=_("Título, ocid o número"), required=False, max_length=200)
    anio = forms.IntegerField(label=_("Año"), required=False, min_value=2000, max_value=2100)
    estado = forms.ChoiceField(
        label=_("Con alguna etapa"),
        required=False,
        choices=[("", _("Cualquiera")), *((estado.value, TITULO_DE_ESTADO[estado]) for estado in ESTADOS)],
    )
    mios = forms.BooleanField(label=_("Me toca a mí"), required=False)
    orden = forms.ChoiceField(label=_("Orden"), required=False, choices=[(c, t) for c, (t, _o) in ORDENES.items()])
    field_order = ("q", "institucion", "unidad", "anio", "procedimiento", "estado", "responsable", "orden", "mios")

    def __init__(self, *args: Any, usuario: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usuario, self.visibles = usuario, procesos_visibles(usuario)
        instituciones = _instituciones(usuario)
        if instituciones.count() > 1:
            self.fields["institucion"] = _opcion(instituciones.order_by("title"), _("Institución"))
        self.fields["unidad"] = _opcion(_unidades(usuario), _("Unidad compradora"))
        self.fields["procedimiento"] = forms.ChoiceField(
            label=_("Procedimiento"), required=False, choices=_procedimientos()
        )
        self.fields["responsable"] = _opcion(_personas(self.visibles), _("A cargo de"))
        for casilla in CASILLAS:
            self.fields[casilla.nombre] = forms.BooleanField(label=str(casilla.titulo), required=False)
        self.order_fields(self.field_order)

    @property
    def dichos(self) -> dict[str, Any]:
        """What was asked and can be understood; a value that is none of the choices asks for nothing."""
        self.is_valid()
        return {nombre: valor for nombre, valor in self.cleaned_data.items() if valor}

    def procesos(self) -> Procesos:
        """Return the processes that this person may see and that answer every question, in the order asked for."""
        dichos, procesos = self.dichos, self.visibles.select_related("plantilla", "responsable")
        for nombre, filtro in FILTROS.items():
            if nombre in dichos:
                procesos = filtro(procesos, dichos[nombre])
        if "mios" in dichos:
            procesos = procesos.filter(_en_mis_manos(self.usuario))
        for casilla in CASILLAS:
            if casilla.nombre in dichos:
                procesos = casilla.aplicar(procesos, self.usuario)
        return procesos.order_by(*ORDENES[dichos.get("orden", "-reciente")][1])


class _Opcion(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.title if hasattr(obj, "title") else obj.get_full_name() or obj.get_username()


def _opcion(filas: Any, titulo: Any) -> forms.ModelChoiceField:
    return _Opcion(filas, label=titulo, required=False, empty_label=_("Cualquiera"))


def _procedimientos() -> list[tuple[str, Any]]:
    claves = PlantillaProcedimiento.objects.order_by("titulo", "-version").values_list("clave", "titulo")
    return [("", _("Cualquiera")), *dict(reversed(list(claves))).items()]


def _instituciones(usuario: User) -> "models.QuerySet[InstitucionPage]":
    if permisos.ve_todo(usuario):
        return InstitucionPage.objects.all()
    suyas = permisos.papeles_de(usuario, *permisos.VEN_PROCESOS).values("institucion")
    return InstitucionPage.objects.filter(pk__in=suyas)


def _unidades(usuario: User) -> "models.QuerySet[UnidadCompradoraPage]":
    unidades = UnidadCompradoraPage.objects.order_by("title")
    if permisos.ve_todo(usuario):
        return unidades
    return unidades.filter(permisos.debajo_de(permisos.alcances(usuario, *permisos.VEN_PROCESOS)))


def _personas(visibles: Procesos) -> "models.QuerySet[User]":
    """Who is in charge of some of these processes."""
    # The first person in charge from each one on is themselves: a look into an index. Asked whether one of theirs
    # exists, PostgreSQL reads all the processes.
    desde = visibles.filter(responsable__gte=models.OuterRef("pk")).order_by("responsable")
    encargadas = User.objects.filter(pk=models.Subquery(desde.values("responsable")[:1]), is_active=True)
    return encargadas.order_by("first_name", "username")


def _por_texto(procesos: Procesos, texto: str) -> Procesos:
    texto = texto.strip()
    donde = [
        models.Q(title__icontains=texto),
        models.Q(ocid__icontains=texto),
        models.Q(path__in=caminos_de_procesos(LicitacionPage.objects.filter(numero__icontains=texto))),
        models.Q(path__in=caminos_de_procesos(ContratoPage.objects.filter(id_contrato__icontains=texto))),
    ]
    # What few have is found by the index of each question, and what many have by walking the list until its page is
    # full: neither reads all the processes.
    primera, *otras = (ProcesoPage.objects.filter(uno).order_by().values_list("pk", flat=True) for uno in donde)
    hallados = list(primera.union(*otras, all=True)[: POCOS + 1])
    return procesos.filter(pk__in=hallados) if len(hallados) <= POCOS else procesos.filter(reduce(or_, donde))


def _por_anio(procesos: Procesos, anio: int) -> Procesos:
    # Named one by one, so that the database knows whether they are many before it chooses how to look.
    caminos = list(EjercicioPage.objects.filter(anio=anio).values_list("path", flat=True))
    return procesos.annotate(camino_del_anio=Left("path", Length("path") - PASO)).filter(camino_del_anio__in=caminos)


def _debajo(procesos: Procesos, rama: Any) -> Procesos:
    return procesos.filter(path__startswith=rama.path)


def _por_estado(procesos: Procesos, estado: str) -> Procesos:
    # What few have is named one by one. What many have is found by walking the list until its page is full, and looking
    # in the index of paths at what hangs from each process: to make the set of all of them takes seconds of 100,000.
    etapas = etapas_en(Estado(estado))
    primeras = [fila["camino_del_proceso"] for fila in caminos_de_procesos(etapas)[: POCOS + 1]]
    if len(primeras) <= POCOS:
        return procesos.filter(path__in=set(primeras))
    de_contratos = etapas.filter(content_type=ContentType.objects.get_for_model(EjecucionPage))
    propias = (
        etapas.order_by().annotate(padre=Left("path", Length("path") - PASO)).filter(padre=models.OuterRef("path"))
    )
    return procesos.filter(models.Exists(propias) | models.Q(path__in=caminos_de_procesos(de_contratos)))


def _con_etapas_en(estado: Estado) -> models.Q:
    # A set of paths, not a question of each process: PostgreSQL hashes the one and walks the other (measured, 20,000).
    return models.Q(path__in=caminos_de_procesos(etapas_en(estado)))


def etapas_en(estado: Estado) -> "models.QuerySet[EtapaPage]":
    """Return the stage pages that stand somewhere, as `tablero.estado_de` tells of one."""
    if estado in (Estado.EN_APROBACION, Estado.DEVUELTA):
        status = "in_progress" if estado is Estado.EN_APROBACION else "needs_changes"
        return EtapaPage.objects.filter(pk__in=_paginas_con_flujo(status))
    if estado is Estado.PUBLICADA:
        return EtapaPage.objects.filter(live=True)
    con_cambios = EtapaPage.objects.filter(models.Q(live=False) | models.Q(has_unpublished_changes=True))
    return con_cambios.exclude(pk__in=_paginas_con_flujo("in_progress", "needs_changes"))


def caminos_de_procesos(etapas: "models.QuerySet[EtapaPage]") -> Any:
    """Return the tree paths of the processes of these stages: one level up, or two for what hangs from a contract."""
    ejecucion = ContentType.objects.get_for_model(EjecucionPage)
    camino = models.Case(
        models.When(content_type=ejecucion, then=Left("path", Length("path") - 2 * PASO)),
        default=Left("path", Length("path") - PASO),
    )
    return etapas.order_by().annotate(camino_del_proceso=camino).values("camino_del_proceso")


def _paginas_con_flujo(*status: str) -> list[int]:
    estados = WorkflowState.objects.filter(status__in=status, base_content_type__model="page")
    return [int(pk) for pk in estados.values_list("object_id", flat=True)]


def _en_mis_manos(usuario: User) -> models.Q:
    """What waits for a decision of this person, or is in their charge and waits to be written or mended."""
    pasos = estados_por_resolver(usuario).values_list("workflow_state__object_id", flat=True)
    por_decidir = EtapaPage.objects.filter(pk__in=[int(pk) for pk in pasos])
    decide = models.Q(path__in=caminos_de_procesos(por_decidir))
    por_escribir = _con_etapas_en(Estado.BORRADOR) | _con_etapas_en(Estado.DEVUELTA)
    return decide | (models.Q(responsable=usuario) & por_escribir)


FILTROS: dict[str, Callable[[Procesos, Any], Procesos]] = {
    "q": _por_texto,
    "institucion": _debajo,
    "unidad": _debajo,
    "anio": _por_anio,
    "procedimiento": lambda procesos, clave: procesos.filter(plantilla__clave=clave),
    "estado": _por_estado,
    "responsable": lambda procesos, persona: procesos.filter(responsable=persona),
}
