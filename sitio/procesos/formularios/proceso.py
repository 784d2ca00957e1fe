"""The form that opens a process."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    pass


class PlantillaField(forms.ModelChoiceField):
    """The procedures that may begin on a day, grouped by the law that rules them."""

    def __init__(self, dia: date) -> None:
        from sitio.procesos.consultas import plantillas_en_vigor
        from sitio.procesos.models import PlantillaProcedimiento

        ofrecidas = plantillas_en_vigor(dia)
        super().__init__(
            PlantillaProcedimiento.objects.filter(pk__in=[plantilla.pk for plantilla in ofrecidas]),
            label=_("Tipo de procedimiento"),
            help_text=_(
                "Define las etapas, lo obligatorio y quién aprueba. Solo se ofrecen los de la ley que rige ese día."
            ),
            error_messages={
                "invalid_choice": _(
                    "Ese procedimiento no se ofrece para el día en que inicia el proceso: elija uno de la lista."
                )
            },
        )
        por_ley = groupby(ofrecidas, key=lambda plantilla: plantilla.contenido["marco_legal"]["ley"])
        grupos = [(ley, [(plantilla.pk, plantilla.titulo) for plantilla in suyas]) for ley, suyas in por_ley]
        self.choices = [("", "---------"), *grupos]


class NuevoProcesoForm(forms.Form):
    """The birth of a process: where, by which procedure, and what for."""

    titulo = forms.CharField(
        label=_("Qué se va a contratar"), max_length=200, help_text=_("Una frase que cualquiera entienda.")
    )
    ejercicio = forms.IntegerField(label=_("Año del ejercicio"), min_value=2000, max_value=2100)
    # Chosen before the rest, for it decides which procedures are offered.
    inicio = forms.DateField(required=False, widget=forms.HiddenInput)
    field_order = ("unidad", "plantilla", "titulo", "ejercicio")

    def __init__(self, *args: Any, usuario: User, **kwargs: Any) -> None:
        from sitio.procesos.consultas import unidades_para_capturar

        super().__init__(*args, **kwargs)
        self.unidades = unidades_para_capturar(usuario)
        self.fields["unidad"] = forms.ModelChoiceField(self.unidades, label=_("Unidad compradora"))
        self.dia = self._dia()
        self.fields["plantilla"] = PlantillaField(self.dia)
        self.order_fields(self.field_order)

    def _dia(self) -> date:
        campo, nombre = self.fields["inicio"], self.add_prefix("inicio")
        try:
            escrito = (
                campo.clean(self.data.get(nombre)) if self.is_bound else self.get_initial_for_field(campo, "inicio")
            )
        except ValidationError:
            escrito = None
        return escrito or timezone.localdate()
