"""Adding an organization while choosing one, and saying that two are the same."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm

from sitio.catalogos.dias_de_ley import PRIMER_ANIO, ULTIMO_ANIO
from sitio.catalogos.models import Organizacion


class BusquedaForm(BaseFilterForm):
    """The search box of our choosers: what it finds, it finds alike on every database."""

    q = forms.CharField(
        label=_("Buscar por clave o palabras"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Sin acentos también encuentra"), "autocomplete": "off"}),
    )

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data["q"].strip() or None
        self.is_searching = bool(self.search_query)
        return super().filter(objects).buscar(self.search_query or "")


class AnioForm(forms.Form):
    """The year whose days of law are added to a calendar."""

    anio = forms.IntegerField(
        label=_("Año"),
        min_value=PRIMER_ANIO,
        max_value=ULTIMO_ANIO,
        help_text=_("Se agregan los del artículo 74 de la LFT y los del 28 de la LFPA. Los que ya están no cambian."),
    )


class NuevaOrganizacionForm(forms.ModelForm):
    """A supplier that is missing, with the little that identifies it; the rest is completed in the register.

    If its identifier is already there, the form offers that row and keeps everything that was typed.
    """

    usar_existente = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organizacion
        fields = [
            "esquema",
            "identificador",
            "cotejado",
            "nombre",
            "nombre_de_pila",
            "primer_apellido",
            "segundo_apellido",
            "entidad_federativa",
            "pais",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ya_esta: Organizacion | None = None
        self.order_fields(["usar_existente"])

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        # Compared after the model has written the identifier as its scheme does.
        existente = self.instance.existente() if self.instance.identificador else None
        self.ya_esta = existente.vigente if existente else None
        if self.ya_esta and self.cleaned_data.get("usar_existente"):
            self._errors = forms.utils.ErrorDict()
        elif self.ya_esta:
            self._ofrecer(self.ya_esta)

    def _ofrecer(self, organizacion: Organizacion) -> None:
        self["usar_existente"].label = _t("Usar la que ya está: %(organizacion)s") % {"organizacion": organizacion}
        self.fields["usar_existente"].widget = forms.CheckboxInput()

    def save(self, commit: bool = True) -> Organizacion:
        return self.ya_esta or super().save(commit)


class UnionForm(forms.Form):
    """Which one stays, and how it is known."""

    permanece = forms.ModelChoiceField(
        Organizacion.objects.vigentes(),
        label=_("Organización que permanece"),
        error_messages={"required": _("Elija la organización que permanece.")},
    )
    motivo = forms.CharField(
        label=_("Cómo sabe que son la misma"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el historial de uniones, con su nombre y la fecha."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permanece"].widget = Organizacion.snippet_viewset.chooser_viewset.widget_class()


class SeparacionForm(forms.Form):
    """Why two that were merged are not the same."""

    motivo = forms.CharField(
        label=_("Cómo sabe que no son la misma"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el historial de uniones, con su nombre y la fecha."),
    )
