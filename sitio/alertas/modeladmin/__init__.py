"""The operational tables of this room in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup

from sitio.alertas.modeladmin.alertas import AlertaAdmin
from sitio.alertas.modeladmin.plazos import PlazoAdmin


class AlertasYPlazos(ModelAdminGroup):
    """The menu entry of this room."""

    menu_label = _("Alertas y plazos")
    menu_item_name = "alertas-y-plazos"
    menu_icon = "warning"
    menu_order = 200
    items = (AlertaAdmin, PlazoAdmin)
