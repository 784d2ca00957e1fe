"""The form field of an uploaded document: the file is kept as soon as it comes, so that no error loses it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from sitio.procesos.archivos.tipos import TIPOS, NoSeAdmite
from sitio.procesos.models.archivos import ArchivoDeDocumento

if TYPE_CHECKING:
    from sitio.procesos.models import UnidadCompradoraPage


@dataclass(frozen=True)
class Enviado:
    """What a browser sends of a document: the file there was, another one, or that it be taken away."""

    pk: str
    nuevo: UploadedFile | None
    quitar: bool


class EntradaDeArchivo(forms.Widget):
    """The file there is, a way to put another, and a box to take it away."""

    needs_multipart_form = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        archivo = ArchivoDeDocumento.objects.filter(pk=value).select_related("subido_por").first() if value else None
        admitidos = ",".join(f".{extension}" for extension in [*TIPOS, "jpeg"])
        contexto = {"nombre": name, "id": (attrs or {}).get("id", ""), "archivo": archivo, "admitidos": admitidos}
        return render_to_string("procesos/archivo.html", contexto)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Enviado:
        return Enviado(data.get(name) or "", (files or {}).get(f"{name}-nuevo"), f"{name}-quitar" in data)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-nuevo" not in (files or {})


class CampoDeArchivo(forms.Field):
    """A file of one buying unit. Whoever builds the form says which (`unidad`) and who uploads (`usuario`)."""

    widget = EntradaDeArchivo
    unidad: "UnidadCompradoraPage | None" = None
    usuario: User | None = None

    def __init__(self, **opciones: Any) -> None:
        super().__init__(**opciones)
        self._resultado: ArchivoDeDocumento | None = None

    def clean(self, value: Any) -> ArchivoDeDocumento | None:
        self._resultado = self._limpio(value)
        return self._resultado

    def _limpio(self, enviado: Enviado) -> ArchivoDeDocumento | None:
        if enviado.nuevo is not None:
            return self._guardado(enviado.nuevo)
        if enviado.quitar or not enviado.pk:
            return None
        propios = ArchivoDeDocumento.objects.filter(unidades=self.unidad)
        hallado = propios.filter(pk=enviado.pk).first() if enviado.pk.isdecimal() else None
        if hallado is None:
            raise ValidationError(_("Ese archivo no es de esta unidad. Súbalo."))
        return hallado

    def _guardado(self, nuevo: UploadedFile) -> ArchivoDeDocumento:
        if self.unidad is None:
            raise ValidationError(_("Esta etapa está cerrada: no se guardó el archivo."))
        from sitio.procesos.archivos.almacen import guardar

        try:
            return guardar(self.unidad, nuevo, self.usuario)
        except NoSeAdmite as error:
            raise ValidationError(str(error)) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """After a form with errors, show the file that came with it."""
        if self._resultado is not None:
            return self._resultado.pk
        return data.pk if isinstance(data, Enviado) and data.pk.isdecimal() and not data.quitar else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data.nuevo is not None or data.quitar or str(initial or "") != data.pk
