"""The rows of the stage editor: extra fields and steps of approval, added and taken away in the page."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.formsets import BaseFormSetMixin

from sitio.ocds import listas
from sitio.procesos.adicionales.tipos import TIPOS
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.plantillas import comprobacion

SIN_ELEGIR = gettext_lazy("Sin elegir")


class JuegoDeFilas(BaseFormSetMixin, forms.BaseFormSet):
    """Rows that are added and taken away in the page, with Wagtail's own script."""


def filas_de(juego: "forms.BaseFormSet[Any]") -> list[Any]:
    """Return the forms of a valid formset that stay and say something."""
    return [f for f in juego.forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]


class AdicionalForm(forms.Form):
    """An extra field of a stage. What people need not know, key and path, is worked out from the title."""

    titulo = forms.CharField(label=gettext_lazy("Nombre del dato"), min_length=2, max_length=150)
    tipo = forms.ChoiceField(
        label=gettext_lazy("Tipo de dato"), choices=[(clave, tipo.titulo) for clave, tipo in TIPOS.items()]
    )
    obligatorio = forms.BooleanField(label=gettext_lazy("Es obligatorio"), required=False)
    ayuda = forms.CharField(label=gettext_lazy("Ayuda"), max_length=500, required=False)
    opciones = forms.CharField(
        label=gettext_lazy("Opciones"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Una por renglón, solo para una opción de una lista: «valor | Título»."),
    )
    tipo_documento = forms.ChoiceField(
        label=gettext_lazy("Tipo de documento"),
        required=False,
        choices=[("", SIN_ELEGIR), *listas.opciones("documentType")],
        help_text=gettext_lazy("Solo para un documento."),
    )
    ruta = forms.CharField(
        label=gettext_lazy("Ruta OCDS"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Dónde se publica, dentro de la etapa. Vacía: con su clave, como dato adicional (o en documents)."
        ),
    )
    clave = forms.CharField(
        label=gettext_lazy("Clave"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Vacía: sale del nombre. No la cambie después: los datos ya capturados la usan."),
    )

    def clean(self) -> dict[str, Any]:
        datos: dict[str, Any] = super().clean() or {}
        if datos.get("titulo") and not datos.get("clave"):
            datos["clave"] = slugify(datos["titulo"])[:60].strip("-")
        if datos.get("clave") and not datos.get("ruta"):
            datos["ruta"] = "documents" if datos.get("tipo") == "documento" else _camello(datos["clave"])
        return datos

    def leer(self) -> dict[str, Any]:
        """Return the extra field as the template keeps it."""
        datos = self.cleaned_data
        extra = {clave: datos[clave] for clave in ("clave", "titulo", "tipo", "ruta")}
        extra |= {clave: datos[clave] for clave in ("ayuda", "tipo_documento") if datos[clave]}
        if opciones := list(map(_opcion, filter(str.strip, datos["opciones"].splitlines()))):
            extra["opciones"] = opciones
        return extra | ({"obligatorio": True} if datos["obligatorio"] else {})


def adicional_inicial(extra: dict[str, Any]) -> dict[str, Any]:
    """Return what the form of an extra field shows of one."""
    renglones = [f"{opcion['valor']} | {opcion['titulo']}" for opcion in extra.get("opciones", ())]
    return {**extra, "opciones": "\n".join(renglones)}


def _opcion(renglon: str) -> dict[str, str]:
    valor, separador, titulo = (parte.strip() for parte in renglon.partition("|"))
    return {"valor": valor if separador else slugify(valor), "titulo": titulo or valor}


def _camello(clave: str) -> str:
    primera, *resto = clave.replace("_", "-").split("-")
    return primera + "".join(palabra.capitalize() for palabra in resto)


class PasoForm(forms.Form):
    """A step of the approval of a stage."""

    papel = forms.ChoiceField(label=gettext_lazy("Quién aprueba"))
    dias = forms.IntegerField(label=gettext_lazy("Días hábiles para resolver"), min_value=1, max_value=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papeles = comprobacion.esquema()["$defs"]["etapa"]["properties"]["aprobacion"]["items"]["properties"]["papel"]
        opciones = [(papel, Papel(papel).label) for papel in papeles["enum"]]
        self.fields["papel"] = forms.ChoiceField(label=self.fields["papel"].label, choices=opciones)


FilasDeAdicionales = forms.formset_factory(AdicionalForm, formset=JuegoDeFilas, extra=0, can_delete=True, max_num=40)
FilasDePasos = forms.formset_factory(PasoForm, formset=JuegoDeFilas, extra=0, can_delete=True, max_num=5)
