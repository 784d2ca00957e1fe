"""The amounts that rules compare with, as administrators keep them in the admin."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.snippets.views.snippets import SnippetViewSet

from sitio.catalogos.models import LimiteDeMonto, PresupuestoAutorizado, Uma


class LimiteDeMontoViewSet(SnippetViewSet):
    model = LimiteDeMonto
    icon = "tasks"
    list_display = ["anio", "ley", "objeto", "tramo", "presupuesto_hasta", "directa", "invitacion"]
    list_filter = ["anio", "ley", "objeto"]
    list_export = ["anio", "ley", "objeto", "tramo", "presupuesto_hasta", "directa", "invitacion"]
    export_filename = "limites-de-monto"


class PresupuestoAutorizadoViewSet(SnippetViewSet):
    model = PresupuestoAutorizado
    icon = "tasks"
    list_display = ["anio", "comprador", "unidad", "ley", "monto"]
    list_filter = ["anio", "ley"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PresupuestoAutorizado]":
        return PresupuestoAutorizado.objects.select_related("comprador", "unidad")


class UmaViewSet(SnippetViewSet):
    model = Uma
    icon = "tasks"
    list_display = ["anio", "diaria"]
