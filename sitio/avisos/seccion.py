"""The section `mensajes` of a procedure template: its schema, its check, and the form that edits it with a preview."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.avisos import datos, marcadores
from sitio.avisos.temas import TEMAS
from sitio.avisos.textos import mensaje
from sitio.procesos.plantillas.secciones import Editor, Falla

ESQUEMA: dict[str, Any] = {
    "title": "Textos propios de los avisos",
    "type": "object",
    "additionalProperties": {"type": "string", "title": "Texto, con datos entre llaves"},
}


def comprobar(mensajes: dict[str, str]) -> Iterator[Falla]:
    """Yield what is wrong with the section, once its structure is right."""
    for tema, texto in mensajes.items():
        donde: list[str | int] = [tema]
        if tema not in TEMAS:
            lista = ", ".join(TEMAS)
            yield (
                [tema],
                gettext("no existe el aviso «%(tema)s»; los que hay: %(lista)s") % {"tema": tema, "lista": lista},
            )
            continue
        yield from ((donde, razon) for razon in marcadores.fallas(texto, datos.por_nombre(tema)))


def vista_previa(tema: str, texto: str) -> str:
    """Return the plain message of a made-up process, written by `texto`, or the portal's own when it cannot be one."""
    return mensaje(tema, texto.strip(), datos.ejemplo(tema), "txt")


class FormularioDeMensajes(forms.Form):
    """One text for each kind of notice. Empty, people get the portal's own."""

    class Media:
        css = {"all": ["avisos/editor.css"]}
        js = ["avisos/editor.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for clave, tema in TEMAS.items():
            self.fields[clave] = forms.CharField(
                label=str(tema.titulo),
                required=False,
                widget=forms.Textarea(attrs={"rows": 8, "maxlength": marcadores.LARGO_MAXIMO}),
                help_text=_("Vacío: se usa el texto del portal."),
            )

    def clean(self) -> dict[str, Any]:
        limpio = super().clean() or {}
        for clave in TEMAS:
            texto = limpio.get(clave, "")
            for razon in marcadores.fallas(texto, datos.por_nombre(clave)) if texto else ():
                self.add_error(clave, razon)
        return limpio

    def renglones(self) -> list[dict[str, Any]]:
        """Return what the page draws of each notice: its field, its placeholders, and how what is written reads."""
        return [
            {
                "campo": self[clave],
                "marcadores": datos.MARCADORES[clave],
                "propio": bool(texto.strip()),
                "previa": vista_previa(clave, texto),
            }
            for clave, texto in ((clave, str(self[clave].value() or "")) for clave in TEMAS)
        ]


class EditorDeMensajes(Editor):
    """The section `mensajes`."""

    titulo = _("Textos de los avisos")
    ayuda = _("Lo que reciben las personas por Telegram y correo. Escriba texto corrido; los datos van entre llaves.")
    plantilla_html = "avisos/editor_mensajes.html"

    def formularios(self, valor: Any, datos: QueryDict | None) -> forms.Form:
        """Return the form with one text for each kind of notice."""
        return FormularioDeMensajes(datos, initial=valor or {}, prefix="mensajes")

    def leer(self, formulario: Any) -> Any:
        """Return the texts written, by kind of notice; None when all are the portal's."""
        return {clave: texto for clave, texto in formulario.cleaned_data.items() if texto} or None
