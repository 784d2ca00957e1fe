"""The forms of capture. Drafts may be incomplete; what is sent to approval may not."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from sitio.procesos.adicionales.formulario import ConAdicionales

if TYPE_CHECKING:
    from sitio.procesos.models import EtapaPage


class CasillasField(forms.MultipleChoiceField):
    """Several codes of a list, as check boxes; the model keeps them as an array."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value or []


class EtapaForm(ConAdicionales, WagtailAdminPageForm):
    """A stage's form: saving a draft asks for nothing; sending it asks for what the template and OCDS ask.

    A list that is too long for it is left out, and its rows stay as they are: they come by upload (`cargas`).
    """

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **kwargs: Any) -> None:
        # Once for each form class, and before the first of its forms copies the fields.
        if "explicado" not in vars(type(self)):
            from sitio.procesos.ayudas import explicar

            explicar(type(self), self._meta.model)
            type(self).explicado = True
        super().__init__(_sin_renglones_idos(data, kwargs.get("instance")), files, *args, **kwargs)
        for nombre in [nombre for nombre in self.formsets if not self._se_llena_aqui(nombre)]:
            del self.formsets[nombre]
        self._decir_de_quien_son_los_archivos()

    def _decir_de_quien_son_los_archivos(self) -> None:
        """A file is taken only into the unit of the stage, and only while its draft is open to this person."""
        from sitio.procesos.archivos.campo import CampoDeArchivo
        from sitio.procesos.cargas.guardado import motivo_para_no_editar

        conjunto = self.formsets.get("documentos")
        if conjunto is None or not self.is_bound:
            return
        campos = [c for f in conjunto.forms for c in f.fields.values() if isinstance(c, CampoDeArchivo)]
        if not campos or (self.files and motivo_para_no_editar(self.instance, self.for_user)):
            return
        unidad = self.instance.proceso.unidad
        for campo in campos:
            campo.unidad, campo.usuario = unidad, self.for_user

    def _se_llena_aqui(self, nombre: str) -> bool:
        from sitio.procesos.cargas.tablas import EN_FORMULARIO
        from sitio.procesos.models.renglones.bases import Renglon

        conjunto = self.formsets[nombre]
        if not issubclass(conjunto.model, Renglon):
            return True
        if self.is_bound:
            # What was on the page is what counts, however many rows the draft has by now.
            return f"{conjunto.prefix}-TOTAL_FORMS" in self.data
        return len(getattr(self.instance, nombre).all()) <= EN_FORMULARIO

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        from sitio.procesos.entregas import faltantes

        # commit=False brings the nested rows into the instance, in memory only.
        etapa: EtapaPage = self.save(commit=False)
        for campo, mensaje in faltantes(etapa):
            self.add_error(campo if campo in self.fields else None, mensaje)
        return not self.errors


def _sin_renglones_idos(data: Any, etapa: "EtapaPage | None") -> Any:
    """Return what was posted, with as new rows those that an upload took away while this form was open.

    Django would look for them in vain, and nothing that somebody typed is lost.
    """
    if not data or etapa is None:
        return data
    from sitio.procesos.cargas.columnas import listas_de

    copia = data.copy()
    for lista in listas_de(type(etapa)):
        cuantos = str(data.get(f"{lista}-INITIAL_FORMS", ""))
        hay = {str(renglon.pk) for renglon in getattr(etapa, lista).all()}
        for nombre in (f"{lista}-{n}-id" for n in range(int(cuantos) if cuantos.isdecimal() else 0)):
            if nombre in data and data[nombre] not in hay:
                copia[nombre] = ""
    return copia


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


class DecisionForm(forms.Form):
    """What a decision carries. The digest ties it to the content that was on the screen."""

    comment = forms.CharField(label=_("Comentario"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class AprobarForm(DecisionForm):
    """An approval; the comment is optional."""


class DevolverForm(DecisionForm):
    """A return: without saying why, the author cannot mend it."""

    comment = forms.CharField(
        label=_("Qué hay que corregir"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Escriba qué hay que corregir para devolver la etapa.")},
    )
