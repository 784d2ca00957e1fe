"""The form of the search. Everything travels in the address, so that a search can be kept and shared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.catalogos.models import Inpc
from sitio.catalogos.texto import terminos
from sitio.mercado.busqueda import Busqueda, regiones
from sitio.mercado.textos import mes_en_palabras


class BusquedaForm(forms.Form):
    """A CUCoP key or words, and what narrows the prices."""

    q = forms.CharField(label=gettext_lazy("Clave CUCoP+ o palabras"), max_length=200)
    contiene = forms.CharField(label=gettext_lazy("La descripción dice"), required=False, max_length=200)
    desde = forms.IntegerField(label=gettext_lazy("Desde el año"), required=False, min_value=1990, max_value=2100)
    hasta = forms.IntegerField(label=gettext_lazy("Hasta el año"), required=False, min_value=1990, max_value=2100)
    region = forms.ChoiceField(label=gettext_lazy("Entidad del comprador"), required=False)
    mes = forms.ChoiceField(label=gettext_lazy("En pesos de"), required=False)
    solo_netos = forms.BooleanField(label=gettext_lazy("Solo precios publicados sin impuestos"), required=False)
    # Chosen by links, not typed.
    unidad = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    proceso = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Cualquiera")), *((r, r) for r in regiones())]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["mes"].choices = _meses()  # type: ignore[attr-defined]  # a ChoiceField

    def clean_q(self) -> str:
        texto = str(self.cleaned_data["q"])
        if not terminos(texto):
            raise ValidationError(_("Escriba al menos una palabra o los primeros tres números de la clave."))
        return texto

    def clean_mes(self) -> tuple[int, int] | None:
        texto = self.cleaned_data["mes"]
        return (int(texto[:4]), int(texto[5:])) if texto else None

    def busqueda(self) -> Busqueda:
        """Return what is asked; only for a valid form."""
        datos = {nombre: valor for nombre, valor in self.cleaned_data.items() if nombre != "proceso"}
        # An empty unit that is in the address is a choice: the prices with no unit published.
        datos["unidad"] = datos["unidad"] if "unidad" in self.data else None
        return Busqueda(**datos)


def _meses() -> list[tuple[str, str]]:
    """Return the months whose INPC is loaded, the last one first; without any, prices are only nominal."""
    meses = Inpc.objects.values_list("anio", "mes")
    return [("", _("cada fecha")), *((f"{anio}-{mes:02d}", mes_en_palabras(anio, mes)) for anio, mes in meses)]
