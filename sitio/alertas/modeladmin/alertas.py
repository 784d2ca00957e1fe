"""The inbox of alerts."""

from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import DjangoORMSearchHandler
from wagtail_modeladmin.views import IndexView

from sitio.alertas import presentacion
from sitio.alertas.consultas import ConsultaDeAlertas
from sitio.alertas.modeladmin import exportacion, filtros
from sitio.alertas.modeladmin.comun import Ficha, TablaDeLectura
from sitio.alertas.models import Alerta, EstadoDeAlerta, Severidad
from sitio.alertas.transiciones import TRANSICIONES
from sitio.alertas.urls_admin import url_de_alertas, url_de_reglas
from sitio.alertas.vida import decisiones
from sitio.procesos.papeles import permisos
from sitio.publicacion.columnas import normalizar
from sitio.publicacion.models import Registro

POR_PAGINA = 50
# Under which name a request keeps the columns that it shows.
COLUMNAS = "_columnas_de_alertas"


class BuscaEnProcesos(DjangoORMSearchHandler):
    """By ocid, number, title or supplier of the process; by subject, for what is of no process alone."""

    def search_queryset(self, queryset: Any, search_term: str, **kwargs: Any) -> Any:
        for palabra in search_term.split():
            registros = Registro.objects.filter(busqueda__contains=normalizar(palabra)).values("ocid")
            directas = reduce(or_, (Q(**{f"{campo}__icontains": palabra}) for campo in self.search_fields))
            queryset = queryset.filter(directas | Q(ocid__in=registros))
        return queryset


class Bandeja(IndexView):
    """The list, with how many there are in each state, what can be done to several at once, and its files."""

    FORMATS = (*IndexView.FORMATS, "json")

    def as_spreadsheet(self, queryset: ConsultaDeAlertas, spreadsheet_format: str) -> HttpResponseBase:
        """Give every alert of the filtered list in a file."""
        renglones = exportacion.Renglones(queryset)
        if spreadsheet_format == "json":
            return exportacion.en_json(renglones, self.get_filename())
        archivo: HttpResponseBase = super().as_spreadsheet(renglones, spreadsheet_format)
        return archivo

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        return exportacion.en_celdas(item)

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        usuario = self.request.user
        contexto: dict[str, Any] = {
            **super().get_context_data(**kwargs),
            "cuentas": cuentas(usuario),
            "json_export_url": self.get_export_url("json"),
            "resumen": reverse("alertas:resumen"),
            "silencios": reverse("alertas:silencios"),
            "probar": reverse("alertas:probar_umbral") if permisos.puede_editar_plantillas(usuario) else "",
        }
        if puede_atender(usuario):
            contexto |= {
                "acciones": TRANSICIONES.values(),
                "responsables": decisiones.posibles_responsables(usuario),
                "lote": reverse("alertas:lote"),
            }
        return contexto


class FichaDeAlerta(Ficha):
    """The page that explains an alert."""

    page_title = _("Alerta")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "ficha": presentacion.ficha(self.instance, self.request.user),
            "mover": reverse("alertas:mover", args=[self.instance.pk]),
            "asignar": reverse("alertas:asignar", args=[self.instance.pk]),
            "reglas": url_de_reglas(self.instance.ocid) if self.instance.ocid else "",
            "probar": self._probar(),
            "silenciar": f"{reverse('alertas:silencios')}?{urlencode(self._que_silenciar())}",
        }

    def _probar(self) -> str:
        """The way to try another threshold, for who may set it."""
        if not permisos.puede_editar_plantillas(self.request.user) or not (
            self.instance.regla and self.instance.regla.parametros
        ):
            return ""
        return f"{reverse('alertas:probar_umbral')}?{urlencode({'bandera': self.instance.bandera})}"

    def _que_silenciar(self) -> dict[str, str]:
        return {"bandera": self.instance.bandera, "ocid": self.instance.ocid}


class AlertaAdmin(TablaDeLectura):
    """The inbox of alerts."""

    model = Alerta
    base_url_path = "alertas"
    menu_label = _("Alertas")
    menu_icon = "warning"
    list_display = ("elegir", "titulo", "gravedad", "situacion", "proceso", "a_cargo", "desde")
    list_display_add_buttons = "titulo"
    list_filter = (
        filtros.FiltroDeSituacion,
        "severidad",
        "estado",
        filtros.FiltroDeResponsable,
        filtros.FiltroDeAntiguedad,
        filtros.FiltroDeAlcance,
        filtros.FiltroDeEtapa,
        filtros.FiltroDeUnidad,
        filtros.FiltroDeAnio,
        filtros.FiltroDeBandera,
    )
    list_select_related = ("responsable",)
    list_export = exportacion.COLUMNAS
    export_filename = "alertas"
    list_per_page = POR_PAGINA
    ordering = ("-severidad", "-pk")
    search_fields = ("ocid", "sujeto")
    search_handler_class = BuscaEnProcesos
    index_view_class = Bandeja
    index_template_name = "alertas/bandeja_de_alertas.html"
    inspect_view_enabled = True
    inspect_view_class = FichaDeAlerta
    inspect_template_name = "alertas/alerta.html"
    vacia = _("No hay alertas por atender. Cuando una publicación muestre algo que conviene revisar, aparecerá aquí.")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        filas: QuerySet[Any] = super().get_queryset(request).con_silencio()  # type: ignore[attr-defined]  # ours
        return filas

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Boxes only for who may do something with them. modeladmin asks for each cell: it is found out once."""
        sabido = vars(request)
        if COLUMNAS not in sabido:
            sabido[COLUMNAS] = self.list_display if puede_atender(request.user) else self.list_display[1:]
        columnas: tuple[str, ...] = sabido[COLUMNAS]
        return columnas

    def elegir(self, alerta: Alerta) -> SafeString:
        titulo = gettext("Elegir «%(titulo)s» de %(de)s") % {
            "titulo": alerta.titulo,
            "de": alerta.ocid or alerta.sujeto,
        }
        return format_html(
            '<input type="checkbox" name="alerta" value="{}" form="lote" aria-label="{}">', alerta.pk, titulo
        )

    elegir.allow_tags = True  # type: ignore[attr-defined]  # modeladmin reads it off the function; format_html escaped
    elegir.short_description = _("elegir")  # type: ignore[attr-defined]  # Django reads it off the function

    def gravedad(self, alerta: Alerta) -> SafeString:
        clase = presentacion.CLASES[Severidad(alerta.severidad)]
        return format_html('<span class="alertas-severidad {}">{}</span>', clase, alerta.get_severidad_display())

    gravedad.allow_tags = True  # type: ignore[attr-defined]  # modeladmin reads it off the function; format_html escaped
    gravedad.short_description = _("severidad")  # type: ignore[attr-defined]  # Django reads it off the function
    gravedad.admin_order_field = "severidad"  # type: ignore[attr-defined]  # same

    def situacion(self, alerta: Any) -> str:
        return presentacion.situacion(alerta, silenciada=alerta.silenciada)

    situacion.short_description = _("estado")  # type: ignore[attr-defined]  # same
    situacion.admin_order_field = "estado"  # type: ignore[attr-defined]  # same

    def a_cargo(self, alerta: Alerta) -> str:
        return decisiones.nombre_de(alerta.responsable) if alerta.responsable else gettext("Nadie")

    a_cargo.short_description = _("a cargo de")  # type: ignore[attr-defined]  # same

    def desde(self, alerta: Alerta) -> str:
        return presentacion.antiguedad(alerta)

    desde.short_description = _("desde")  # type: ignore[attr-defined]  # same
    desde.admin_order_field = "pk"  # type: ignore[attr-defined]  # same


def puede_atender(usuario: Any) -> bool:
    """Tell whether `usuario` attends to the alerts of anywhere."""
    return permisos.papeles_de(usuario, *decisiones.PUEDEN_MOVER).exists()


def cuentas(usuario: User) -> list[dict[str, Any]]:
    """Return how many alerts that `usuario` may see are in each state, with the way to them."""
    suyas = Alerta.objects.visibles_para(usuario).order_by().values_list("estado")
    cuantas = dict(suyas.annotate(n=Count("pk")))
    return [
        {
            "titulo": estado.label,
            "cuantas": cuantas[estado.value],
            "url": f"{url_de_alertas()}?estado__exact={estado.value}",
        }
        for estado in EstadoDeAlerta
        if estado.value in cuantas
    ]
