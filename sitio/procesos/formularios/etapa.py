"""The form of a stage. A draft may be incomplete; what is sent to approval may not."""

from typing import TYPE_CHECKING, Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from sitio.procesos.adicionales.formularios import ConAdicionales

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
        self._reconocer_renglones()
        self._decir_de_quien_son_los_archivos()

    def _reconocer_renglones(self) -> None:
        """A row that was never published has no key in the database: its own id goes with the form and comes back."""
        from sitio.procesos.models.renglones.bases import RenglonConId

        for nombre, conjunto in self.formsets.items():
            if issubclass(conjunto.model, RenglonConId):
                renglones = getattr(self.instance, nombre).all()
                _reconocer(conjunto, {r.identificador for r in renglones if r.pk is None})

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
        from sitio.procesos.entregas.requisitos import faltantes

        # commit=False brings the nested rows into the instance, in memory only.
        etapa: EtapaPage = self.save(commit=False)
        for campo, mensaje in faltantes(etapa):
            self.add_error(campo if campo in self.fields else None, mensaje)
        return not self.errors


def _reconocer(conjunto: Any, sin_llave: set[str]) -> None:
    """Give the rows of a formset that have no key yet the id that the draft gave them; nobody else's, and once each."""
    for form in conjunto.initial_forms:
        if form.instance.pk is not None:
            continue
        form.fields["identificador"] = forms.CharField(required=False, widget=forms.HiddenInput)
        form.initial["identificador"] = form.instance.identificador
        dicho = conjunto.data.get(form.add_prefix("identificador")) if conjunto.is_bound else None
        if dicho in sin_llave:
            form.instance.identificador = dicho
            sin_llave.discard(dicho)


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
