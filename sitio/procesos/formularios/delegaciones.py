"""The form with which somebody names who decides while they are away."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput


class EleccionDePersona(forms.ModelChoiceField):
    """People by their name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.get_full_name() or obj.get_username())


class DelegacionForm(forms.Form):
    """Who decides, and between which days."""

    delegado = EleccionDePersona(User.objects.none(), label=_("Quién decide en su nombre"))
    desde = forms.DateField(label=_("Desde"), widget=AdminDateInput, initial=timezone.localdate)
    hasta = forms.DateField(label=_("Hasta"), widget=AdminDateInput, help_text=_("Ese día todavía cuenta."))

    def __init__(self, *args: Any, delegados: "models.QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegado"] = EleccionDePersona(delegados, label=self.fields["delegado"].label)
        self.order_fields(("delegado", "desde", "hasta"))
