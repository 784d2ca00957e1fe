"""The deadlines by due date."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sitio.alertas import explicacion, presentacion
from sitio.alertas.modeladmin.comun import Ficha, TablaDeLectura
from sitio.alertas.modeladmin.filtros import FiltroDePlazo, FiltroDePlazosAbiertos
from sitio.alertas.models import Plazo
from sitio.componentes import formatos


class FichaDePlazo(Ficha):
    """The page that explains a deadline."""

    page_title = _("Plazo")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "ficha": explicacion.ficha(self.instance)}


class PlazoAdmin(TablaDeLectura):
    """The deadlines by due date."""

    model = Plazo
    base_url_path = "plazos"
    menu_label = _("Plazos")
    menu_icon = "calendar-alt"
    list_display = ("titulo", "fecha", "falta", "estado", "proceso", "fundamento")
    list_filter = (FiltroDePlazosAbiertos, "estado", FiltroDePlazo)
    ordering = ("vence", "pk")
    inspect_view_enabled = True
    inspect_view_class = FichaDePlazo
    inspect_template_name = "alertas/plazo.html"
    vacia = _("No hay plazos abiertos. Se calculan solos cuando se publican las fechas de las que corren.")

    def fecha(self, plazo: Plazo) -> str:
        return formatos.fecha(plazo.vence)

    fecha.short_description = _("vence")  # type: ignore[attr-defined]  # Django reads it off the function
    fecha.admin_order_field = "vence"  # type: ignore[attr-defined]  # same

    def falta(self, plazo: Plazo) -> str:
        return presentacion.cuanto_falta(plazo)

    falta.short_description = _("cuánto falta")  # type: ignore[attr-defined]  # Django reads it off the function
    falta.admin_order_field = "vence"  # type: ignore[attr-defined]  # same

    def get_extra_class_names_for_field_col(self, plazo: Plazo, field_name: str) -> list[str]:
        return ["alertas-vencido"] if field_name == "falta" and presentacion.esta_vencido(plazo) else []
