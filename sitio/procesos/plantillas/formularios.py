"""The forms of the template editor. Each one shows a part of the JSON, and gives that part back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.ocds import listas
from sitio.procesos.plantillas import comprobacion
from sitio.procesos.plantillas.campos import CampoDeEtapa, campos_de
from sitio.procesos.plantillas.filas import SIN_ELEGIR

CLAVE = r"^[a-z0-9][a-z0-9-]{2,79}$"
AYUDA_DE_CLAVE = gettext_lazy("De 3 a 80 letras minúsculas sin acento, cifras y guiones. Después no cambia.")


def _clave(**opciones: Any) -> forms.RegexField:
    mensaje = {"invalid": gettext_lazy("Use de 3 a 80 letras minúsculas sin acento, cifras y guiones.")}
    return forms.RegexField(CLAVE, error_messages=mensaje, **opciones)


class GeneralesForm(forms.Form):
    """What a procedure is called, by which method it buys, and which law rules it from when to when."""

    titulo = forms.CharField(
        label=gettext_lazy("Nombre del procedimiento"),
        min_length=3,
        max_length=200,
        help_text=gettext_lazy("Como lo leerá quien abre un proceso."),
    )
    descripcion = forms.CharField(
        label=gettext_lazy("Cuándo se usa"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    metodo = forms.ChoiceField(label=gettext_lazy("Método de contratación"))
    detalle_metodo = forms.CharField(
        label=gettext_lazy("Nombre legal del procedimiento"),
        min_length=3,
        max_length=200,
        help_text=gettext_lazy("Se publica con el método."),
    )
    ley = forms.CharField(label=gettext_lazy("Ley"), min_length=3, max_length=300)
    articulos = forms.CharField(label=gettext_lazy("Artículos"), max_length=200)
    marco = _clave(
        label=gettext_lazy("Clave del marco legal"),
        help_text=gettext_lazy("Por ejemplo laassp-2025. Con ella se agrupan los procedimientos de una misma ley."),
    )
    desde = forms.DateField(
        label=gettext_lazy("Rige los procesos iniciados desde"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hasta = forms.DateField(
        label=gettext_lazy("Rige los procesos iniciados hasta"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    contrato_marco = forms.BooleanField(
        label=gettext_lazy("De este procedimiento sale un contrato marco"), required=False
    )
    requiere_contrato_marco = forms.BooleanField(
        label=gettext_lazy("Se contrata al amparo de un contrato marco"), required=False
    )

    def __init__(self, datos: QueryDict | None = None, *, contenido: dict[str, Any]) -> None:
        marco = contenido["marco_legal"]
        inicial = {**contenido, **marco, "marco": marco.get("clave")}
        super().__init__(datos, initial=inicial)
        metodos = comprobacion.esquema()["properties"]["metodo"]["enum"]
        self.fields["metodo"] = forms.ChoiceField(
            label=self.fields["metodo"].label, choices=[(m, listas.titulo("method", m)) for m in metodos]
        )

    def clean(self) -> dict[str, Any]:
        datos: dict[str, Any] = super().clean() or {}
        if datos.get("desde") and datos.get("hasta") and datos["hasta"] < datos["desde"]:
            self.add_error("hasta", _("El último día no puede ser anterior al primero."))
        return datos

    def leer(self) -> dict[str, Any]:
        """Return the general part of the template."""
        datos = self.cleaned_data
        marco = {"clave": datos["marco"], "ley": datos["ley"], "articulos": datos["articulos"]}
        marco |= {limite: datos[limite].isoformat() for limite in ("desde", "hasta") if datos[limite]}
        generales = {c: datos[c] for c in ("titulo", "metodo", "detalle_metodo")} | {"marco_legal": marco}
        llenos = {c: datos[c] for c in ("descripcion", "contrato_marco", "requiere_contrato_marco") if datos[c]}
        return generales | llenos


class EtapaForm(forms.Form):
    """What a stage asks for: its texts, required data and documents, and the values it proposes."""

    titulo = forms.CharField(
        label=gettext_lazy("Nombre de la etapa"),
        min_length=3,
        max_length=100,
        required=False,
        help_text=gettext_lazy("Solo si en este procedimiento se llama de otra manera."),
    )
    ayuda = forms.CharField(
        label=gettext_lazy("Ayuda para quien captura"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    campos_obligatorios = forms.MultipleChoiceField(
        label=gettext_lazy("Datos obligatorios"), required=False, widget=forms.CheckboxSelectMultiple
    )
    documentos_obligatorios = forms.MultipleChoiceField(
        label=gettext_lazy("Documentos obligatorios"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, datos: QueryDict | None = None, *, etapa: dict[str, Any]) -> None:
        valores = {f"valor_{campo}": valor for campo, valor in etapa.get("valores", {}).items()}
        super().__init__(datos, initial={**etapa, **valores})
        self.etapa = etapa
        self.campos = campos_de(etapa["etapa"])
        self._ofrecer("campos_obligatorios", [(c.nombre, c.titulo) for c in self.campos.values()])
        self._ofrecer("documentos_obligatorios", listas.opciones("documentType"))
        for campo in self.campos.values():
            if campo.admite_valor:
                self.fields[f"valor_{campo.nombre}"] = _control_de_valor(campo)

    def _ofrecer(self, nombre: str, opciones: list[tuple[str, str]]) -> None:
        campo = self.fields[nombre]
        assert isinstance(campo, forms.MultipleChoiceField)  # noqa: S101 - narrows the type of a field declared above
        campo.choices = opciones

    @property
    def valores(self) -> list[forms.BoundField]:
        """The controls of the proposed values, apart from the rest."""
        return [self[nombre] for nombre in self.fields if nombre.startswith("valor_")]

    def leer(self) -> dict[str, Any]:
        """Return the part of the stage that this form asks for, in the order of the template."""
        datos = self.cleaned_data
        textos = {c: datos[c] for c in ("titulo", "ayuda") if datos[c]}
        propuestos = {campo: datos[f"valor_{campo}"] for campo in self.campos if f"valor_{campo}" in datos}
        valores = {campo: _json(valor) for campo, valor in propuestos.items() if valor not in (None, "")}
        return {
            "etapa": self.etapa["etapa"],
            **textos,
            "campos_obligatorios": [c for c in self.campos if c in datos["campos_obligatorios"]],
            "documentos_obligatorios": datos["documentos_obligatorios"],
            **({"valores": valores} if valores else {}),
        }


def _control_de_valor(campo: CampoDeEtapa) -> forms.Field:
    modelo = campo.campo
    if isinstance(modelo, models.BooleanField):
        opciones = [("", SIN_ELEGIR), ("true", gettext_lazy("Sí")), ("false", gettext_lazy("No"))]
        return forms.TypedChoiceField(
            choices=opciones, coerce=lambda v: v == "true", required=False, label=campo.titulo
        )
    if modelo is not None and modelo.choices:
        opciones = [("", SIN_ELEGIR), *[(v, t) for v, t in modelo.flatchoices if v]]
        return forms.ChoiceField(choices=opciones, required=False, label=campo.titulo)
    if isinstance(modelo, (models.DecimalField, models.IntegerField)):
        return forms.DecimalField(required=False, label=campo.titulo)
    return forms.CharField(required=False, label=campo.titulo)


def _json(valor: Any) -> Any:
    return valor if isinstance(valor, (str, bool)) else str(valor)


class CopiarForm(forms.Form):
    """A new procedure that begins as another."""

    titulo = forms.CharField(label=gettext_lazy("Nombre del procedimiento"), min_length=3, max_length=200)
    clave = _clave(label=gettext_lazy("Clave"), help_text=AYUDA_DE_CLAVE)


class ImportarForm(forms.Form):
    """A template that comes as a file."""

    archivo = forms.FileField(
        label=gettext_lazy("Archivo JSON de la plantilla"),
        help_text=gettext_lazy("El que se descarga de otro portal con «Descargar JSON». Hasta 256 KB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    vigente = forms.BooleanField(
        label=gettext_lazy("Ponerla en vigor para procesos nuevos"), required=False, initial=True
    )

    def clean_archivo(self) -> Any:
        from sitio.procesos.plantillas.intercambio import MAXIMO

        archivo = self.cleaned_data["archivo"]
        if archivo.size > MAXIMO:
            raise ValidationError(_("El archivo pesa más de 256 KB: no parece una plantilla."))
        return archivo


class GuardarForm(forms.Form):
    """The draft as a version: why, and whether new processes use it from now on."""

    nota = forms.CharField(
        label=gettext_lazy("Qué cambió y por qué"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Queda en la historia del procedimiento."),
    )
    vigente = forms.BooleanField(
        label=gettext_lazy("Ponerla en vigor para procesos nuevos"), required=False, initial=True
    )
