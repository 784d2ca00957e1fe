"""The amounts that rules compare with, as administrators keep them in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from sitio.catalogos.models import LimiteDeMonto, PresupuestoAutorizado, Uma
from sitio.componentes import formatos


def columna_de_pesos(campo: str, titulo: Any, vacio: Any = "") -> Column:
    """Return the column of an amount in pesos, exact; `vacio` says what an empty one means."""

    def monto(fila: Any) -> str:
        valor = getattr(fila, campo)
        return str(vacio) if valor is None else f"${formatos.numero(valor)}"

    return Column(campo, label=titulo, accessor=monto, sort_key=campo)


class LimiteDeMontoViewSet(SnippetViewSet):
    model = LimiteDeMonto
    icon = "tasks"
    list_display = [
        "anio",
        Column("ley", label=gettext_lazy("Ley"), accessor="ley", sort_key="ley"),
        Column("objeto", label=gettext_lazy("Qué se contrata"), accessor=lambda fila: fila.get_objeto_display()),
        columna_de_pesos("presupuesto_hasta", gettext_lazy("Presupuesto hasta"), gettext_lazy("Sin tope")),
        columna_de_pesos("directa", gettext_lazy("Directa, hasta")),
        columna_de_pesos("invitacion", gettext_lazy("Invitación, hasta")),
    ]
    list_filter = ["anio", "ley", "objeto"]
    list_export = ["anio", "ley", "objeto", "tramo", "presupuesto_hasta", "directa", "invitacion"]
    export_filename = "limites-de-monto"


class PresupuestoAutorizadoViewSet(SnippetViewSet):
    model = PresupuestoAutorizado
    icon = "tasks"
    list_display = ["anio", "comprador", "unidad", "ley", columna_de_pesos("monto", gettext_lazy("Monto"))]
    list_filter = ["anio", "ley"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PresupuestoAutorizado]":
        return PresupuestoAutorizado.objects.select_related("comprador", "unidad")


class UmaViewSet(SnippetViewSet):
    model = Uma
    icon = "tasks"
    list_display = ["anio", columna_de_pesos("diaria", gettext_lazy("Valor diario"))]
