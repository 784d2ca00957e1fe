"""The form of an upload: what was pasted stays in its box whatever happens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sitio.libros import NoSeLee
from sitio.procesos.cargas.hojas import LIMITE_DE_LIBRO
from sitio.procesos.cargas.lectura import Tabla, leer_archivo, leer_texto
from sitio.procesos.cargas.plan import Modo


class CargaForm(forms.Form):
    """A paste or a file (which wins if both came), what to do with the rows there are, and who may be registered."""

    texto = forms.CharField(
        label=_("Renglones pegados"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false"}),
        help_text=_("Copie en Excel las celdas con su encabezado y péguelas aquí."),
    )
    archivo = forms.FileField(
        label=_("O un archivo"),
        required=False,
        help_text=_("CSV o libro de Excel (.xlsx), de hasta 5 MB y 5,000 renglones, sin fórmulas ni macros."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    modo = forms.ChoiceField(
        label=_("Qué hacer con los renglones que ya están"),
        choices=[
            (Modo.AGREGAR, _("Conservarlos: agregar los nuevos y actualizar los que coincidan")),
            (Modo.REEMPLAZAR, _("Reemplazar la lista: quitar los que no vengan")),
        ],
        initial=Modo.AGREGAR,
        widget=forms.RadioSelect,
    )
    crear = forms.BooleanField(
        label=_("Registrar las organizaciones que falten"),
        required=False,
        help_text=_("Con el RFC y el nombre que traiga el renglón."),
    )

    def __init__(self, *args: Any, puede_registrar: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tabla: Tabla | None = None
        if not puede_registrar:
            del self.fields["crear"]

    def clean(self) -> dict[str, Any]:
        """Read the table, and put the text of a file in the box: there it can be mended."""
        datos = super().clean() or {}
        archivo = datos.get("archivo")
        try:
            if archivo:
                self.tabla = leer_archivo(archivo.name, self._contenido(archivo))
                # The form's own copy: what a request posted cannot be changed.
                self.data = {**self.data.dict(), "texto": self.tabla.como_texto()}  # type: ignore[attr-defined]  # a QueryDict
            else:
                self.tabla = leer_texto(datos.get("texto", ""))
        except NoSeLee as error:
            self.add_error("archivo" if archivo else "texto", str(error))
        return datos

    def _contenido(self, archivo: Any) -> bytes:
        if archivo.size > LIMITE_DE_LIBRO:
            raise NoSeLee(
                _("%(archivo)s pesa más de %(mb)s MB. Divídalo en varios.")
                % {"archivo": archivo.name, "mb": LIMITE_DE_LIBRO // 1024**2}
            )
        return bytes(archivo.read())
