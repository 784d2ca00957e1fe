"""What the lists of alerts and deadlines can be asked for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.analisis.registro import BANDERAS, PLAZOS, Bandera, DefinicionDePlazo
from sitio.componentes.vitral import TITULOS
from sitio.procesos.models import ProcesoPage, UnidadCompradoraPage
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Registro

TODAS = "todas"


class FiltroDeSituacion(SimpleListFilter):
    """What asks for something unless asked otherwise (asking for a state is): the list is an inbox, not an archive."""

    title = _("situación")
    parameter_name = "situacion"
    por_omision = "por_atender"
    opciones: Mapping[str, Any] = {
        "silenciadas": _("Silenciadas"),
        "inhibidas": _("En espera de otra"),
        "abiertas": _("Todas las abiertas"),
        TODAS: _("Todas"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self._por_estado = "estado__exact" in request.GET
        return list(self.opciones.items())

    @property
    def elegida(self) -> str:
        """What was asked for."""
        pedida = self.value() or ""
        if self._por_estado or pedida == TODAS:
            return TODAS
        return pedida if pedida in self.opciones else self.por_omision

    def choices(self, changelist: Any) -> Any:
        fuera = [self.parameter_name, "estado__exact"]
        yield self._opcion(self.por_omision, _("Por atender"), changelist.get_query_string(remove=fuera))
        for clave, titulo in self.opciones.items():
            yield self._opcion(clave, titulo, changelist.get_query_string({self.parameter_name: clave}))

    def _opcion(self, clave: str, titulo: Any, direccion: str) -> dict[str, Any]:
        return {"selected": self.elegida == clave, "query_string": direccion, "display": titulo}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.elegida == TODAS:
            return queryset
        if self.elegida == "inhibidas":
            return queryset.abiertas().exclude(inhibida_por="")
        if self.elegida == "silenciadas":
            return queryset.abiertas().silenciadas()
        return getattr(queryset, self.elegida)()


class FiltroDePlazosAbiertos(FiltroDeSituacion):
    """The same for deadlines."""

    por_omision = "abiertos"
    opciones = {TODAS: _("Todas")}


class FiltroDeRegla(SimpleListFilter):
    """By flag or deadline, under its title."""

    reglas: Mapping[str, Bandera | DefinicionDePlazo] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(regla.id, gettext(regla.titulo)) for regla in self.reglas.values()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() else queryset


class FiltroDeBandera(FiltroDeRegla):
    """By flag."""

    title = _("qué pasa")
    parameter_name = "bandera"
    reglas = BANDERAS


class FiltroDePlazo(FiltroDeRegla):
    """By deadline."""

    title = _("qué hay que hacer")
    parameter_name = "plazo"
    reglas = PLAZOS


class FiltroDeEtapa(SimpleListFilter):
    """By the stage of the flag."""

    title = _("etapa")
    parameter_name = "etapa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(etapa, str(titulo)) for etapa, titulo in TITULOS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        return queryset.filter(bandera__in=[b.id for b in BANDERAS.values() if b.etapa == self.value()])


class FiltroDeUnidad(SimpleListFilter):
    """By buying unit, among those that the person may see."""

    title = _("unidad compradora")
    parameter_name = "unidad"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self._unidades = {str(u.pk): u for u in unidades_visibles(request.user)}  # type: ignore[arg-type]  # the admin's door
        return [(pk, unidad.title) for pk, unidad in self._unidades.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.value():
            return queryset
        unidad = self._unidades.get(str(self.value()))
        suyos = ProcesoPage.objects.filter(path__startswith=unidad.path) if unidad else ProcesoPage.objects.none()
        return queryset.filter(ocid__in=suyos.values("ocid"))


class FiltroDeAnio(SimpleListFilter):
    """By the year of the process."""

    title = _("año del proceso")
    parameter_name = "anio"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        visibles = Registro.objects.filter(permisos.visibles_por_ocid(request.user))  # type: ignore[arg-type]  # same
        return [(str(anio), str(anio)) for anio in visibles.order_by("-anio").values_list("anio", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(ocid__in=Registro.objects.filter(anio=int(self.value() or 0)).values("ocid"))


class FiltroDeAntiguedad(SimpleListFilter):
    """By how long ago it was raised."""

    title = _("antigüedad")
    parameter_name = "antiguedad"
    tramos = {
        "7": _("Hasta 7 días"),
        "30": _("Hasta 30 días"),
        "mas-30": _("Más de 30 días"),
        "mas-90": _("Más de 90 días"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.tramos.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        tramo = self.value()
        if tramo not in self.tramos:
            return queryset
        limite = timezone.now() - timedelta(days=int(tramo.removeprefix("mas-")))
        return (
            queryset.filter(creada_en__lt=limite)
            if tramo.startswith("mas-")
            else queryset.filter(creada_en__gte=limite)
        )


class FiltroDeResponsable(SimpleListFilter):
    """By who is in charge."""

    title = _("a cargo de")
    parameter_name = "responsable"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yo", _("A mi cargo")), ("nadie", _("Sin responsable"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yo":
            return queryset.filter(responsable=request.user)
        return queryset.filter(responsable=None) if self.value() == "nadie" else queryset


class FiltroDeAlcance(SimpleListFilter):
    """Of one process, or of many: a buyer, a supplier, a pair."""

    title = _("de qué habla")
    parameter_name = "alcance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("proceso", _("De un proceso")), ("institucion", _("De toda la institución"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "institucion":
            return queryset.filter(ocid="")
        return queryset.exclude(ocid="") if self.value() == "proceso" else queryset


def unidades_visibles(usuario: User) -> "QuerySet[UnidadCompradoraPage]":
    """Return the buying units whose processes `usuario` may see, by title."""
    unidades = UnidadCompradoraPage.objects.order_by("title")
    if permisos.ve_todo(usuario):
        return unidades
    return unidades.filter(permisos.debajo_de(permisos.alcances(usuario, *permisos.VEN_PROCESOS)))
