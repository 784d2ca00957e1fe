"""The form with which one goes on here with a process that was only imported."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sitio.procesos.models import PlantillaProcedimiento, UnidadCompradoraPage


class AdoptarForm(forms.Form):
    """Where the process goes on, and by which procedure."""

    def __init__(
        self, *args: Any, unidades: "QuerySet[UnidadCompradoraPage]", plantillas: "QuerySet[PlantillaProcedimiento]",
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["unidad"] = forms.ModelChoiceField(unidades, label=_("Unidad compradora"), empty_label=None)
        self.fields["plantilla"] = forms.ModelChoiceField(
            plantillas,
            label=_("Tipo de procedimiento"),
            empty_label=None,
            help_text=_("Define lo obligatorio y quién aprueba de aquí en adelante. Lo ya publicado no cambia."),
        )
