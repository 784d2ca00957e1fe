"""Describing a list, uploading its next version, and deciding on a match."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from sitio.catalogos.listas.formatos import FORMATOS
from sitio.catalogos.listas.tabulares import LIMITE
from sitio.catalogos.models import CoincidenciaConfirmada


class ListaForm(WagtailAdminModelForm):
    """A list; its key, its kind and its shape are given once, because its versions were read by them."""

    formato = forms.ChoiceField(
        label=_("Formato de sus archivos"), choices=[(f.clave, f.titulo) for f in FORMATOS.values()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for campo in ("clave", "tipo", "formato"):
            self.fields[campo].disabled = not self.instance._state.adding

    def clean(self) -> dict[str, Any]:
        """Refuse a shape in which lists of that kind do not come."""
        datos: dict[str, Any] = super().clean()
        formato = FORMATOS.get(datos.get("formato", ""))
        if formato and datos.get("tipo") and datos["tipo"] not in formato.tipos:
            mensaje = _t("Las listas de ese tipo no vienen en el formato «%(formato)s». Elija otro.")
            self.add_error("formato", mensaje % {"formato": formato.titulo})
        return datos


class CargaDeListaForm(forms.Form):
    """The next version of a list."""

    archivo = forms.FileField(
        label=_("Archivo"),
        help_text=_("Tal como lo publica su fuente: CSV, XLSX o JSON, según el formato de la lista."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.jsonl"}),
    )
    fecha = forms.DateField(
        label=_("De qué fecha es la lista"),
        required=False,
        help_text=_("Si el archivo no la dice en su título."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    completa = forms.BooleanField(
        label=_("El archivo está completo aunque retire a más de la mitad de quienes estaban"), required=False
    )

    def clean_archivo(self) -> Any:
        """Refuse by its size, before reading it into memory, what no list weighs."""
        archivo = self.cleaned_data["archivo"]
        if archivo.size > LIMITE:
            mensaje = _t("%(archivo)s pesa más de %(mb)s MB: no parece una lista. Revise que sea el archivo correcto.")
            raise forms.ValidationError(mensaje % {"archivo": archivo.name, "mb": LIMITE // 1024**2})
        return archivo


class DecisionForm(forms.Form):
    """Whether they are the same, and how it is known."""

    decision = forms.ChoiceField(
        label=_("Qué comprobó"), choices=CoincidenciaConfirmada.Decision.choices, widget=forms.RadioSelect
    )
    motivo = forms.CharField(
        label=_("Cómo lo comprobó"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda con su nombre y la fecha, y no se borra. Puede decidir otra vez: cuenta lo último."),
    )
