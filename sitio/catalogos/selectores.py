"""Choosers: search as you type over the whole catalogues, and add the supplier that is missing without leaving."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from sitio.catalogos.formularios import BusquedaForm, NuevaOrganizacionForm
from sitio.catalogos.models import ClaveCucop, Organizacion, Partida


class _Eleccion:
    """What our choosers share; a mixin, that Wagtail's view comes after."""

    filter_form_class = BusquedaForm
    results_template_name = "catalogos/elegir_resultados.html"
    page_subtitle = ""
    titulo: Any = ""
    columnas: list[Column] = []

    @property
    def columns(self) -> list[Column]:
        titulo, *resto = super().columns  # type: ignore[misc]  # of Wagtail's view
        titulo.label = self.titulo
        return [titulo, *resto, *self.columnas]


class _Organizaciones(_Eleccion):
    titulo = _("Organización")
    columnas = [
        Column("razon_social", label=_("Razón social")),
        Column("entidad_federativa", label=_("Entidad federativa")),
    ]


class ElegirOrganizacion(_Organizaciones, ChooseView):
    """The chooser of organizations."""


class ResultadosDeOrganizacion(_Organizaciones, ChooseResultsView):
    """Its results."""


class SelectorDeOrganizaciones(SnippetChooserViewSet):
    """By RFC or name, only those that stand for themselves; whoever may add one, adds it here."""

    choose_view_class = ElegirOrganizacion
    choose_results_view_class = ResultadosDeOrganizacion
    creation_form_class = NuevaOrganizacionForm
    choose_one_text = _("Elegir una organización")
    search_tab_label = _("Buscar en el padrón")
    creation_tab_label = _("Agregar una que falta")
    create_action_label = _("Agregar y elegir")

    def get_object_list(self) -> "QuerySet[Organizacion]":
        return Organizacion.objects.vigentes()


class _Cog(_Eleccion):
    titulo = _("Clave y descripción")
    columnas = [
        Column("generica", label=_("Partida genérica")),
        Column("concepto", label=_("Concepto")),
        Column("capitulo", label=_("Capítulo")),
    ]


class _Cucop(_Eleccion):
    titulo = _("Clave y descripción")

    @cached_property
    def partidas(self) -> dict[str, Partida]:
        """The whole classifier, some three hundred lines: read once a page."""
        return Partida.objects.in_bulk()

    def partida_de(self, fila: ClaveCucop) -> Partida:
        """Return the budget line of a CUCoP+ key; one with only its key, when the classifier lacks it."""
        return self.partidas.get(fila.partida) or Partida(clave=fila.partida)

    @property
    def columnas(self) -> list[Column]:  # type: ignore[override]  # they look at the classifier
        return [
            Column("unidad", label=_("Unidad de medida")),
            Column("partida", label=_("Partida"), accessor=lambda fila: str(self.partida_de(fila)).strip()),
            Column("concepto", label=_("Concepto"), accessor=lambda fila: self.partida_de(fila).concepto),
            Column("capitulo", label=_("Capítulo"), accessor=lambda fila: self.partida_de(fila).capitulo),
        ]


class ElegirPartida(_Cog, ChooseView):
    """The chooser of budget lines."""


class ResultadosDePartida(_Cog, ChooseResultsView):
    """Its results."""


class ElegirCucop(_Cucop, ChooseView):
    """The chooser of CUCoP+ keys."""


class ResultadosDeCucop(_Cucop, ChooseResultsView):
    """Its results."""


class SelectorDePartidas(SnippetChooserViewSet):
    """Lines of the COG, with their concepto and capítulo."""

    choose_view_class = ElegirPartida
    choose_results_view_class = ResultadosDePartida
    choose_one_text: Any = _("Elegir una partida")


class SelectorDeCucop(SnippetChooserViewSet):
    """Keys of CUCoP+, with the budget line that pays them."""

    choose_view_class = ElegirCucop
    choose_results_view_class = ResultadosDeCucop
    choose_one_text: Any = _("Elegir una clave CUCoP+")
