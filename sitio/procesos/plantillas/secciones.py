"""The sections of a procedure template that other rooms own: each brings its schema, its own check and its form.

Deadlines, flags and messages live above this room; here they are a name, a piece of JSON Schema and three functions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict
from django.utils.functional import Promise

Formulario = BaseForm | BaseFormSet
# Where in the section, and the reason in Spanish.
Falla = tuple[list[str | int], str]


class Editor(Protocol):
    """How a person edits a section in the admin without reading JSON.

    `plantilla_html` draws `formulario`; left empty, it is drawn as a panel for each form of a formset, or one panel.
    """

    titulo: str | Promise
    ayuda: str | Promise
    plantilla_html: str

    def formularios(self, valor: Any, datos: QueryDict | None) -> Formulario:
        """Return the form or formset of the section's JSON `valor`; bound to `datos` when something was posted."""
        ...

    def leer(self, formulario: Any) -> Any:
        """Return the JSON value of the section from a valid form; None to leave the section out."""
        ...


@dataclass(frozen=True)
class Seccion:
    """One section: its name in the JSON, the schema of its value, what else must hold of it, and its editor."""

    nombre: str
    esquema: dict[str, Any]
    comprobar: Callable[[Any], Iterable[Falla]]
    editor: type[Editor] | None = None


SECCIONES: dict[str, Seccion] = {}


def registrar_seccion(
    nombre: str,
    esquema: dict[str, Any],
    comprobar: Callable[[Any], Iterable[Falla]],
    editor: type[Editor] | None = None,
) -> None:
    """Let templates carry the section `nombre`. Called from the `ready` of the application that owns it."""
    SECCIONES[nombre] = Seccion(nombre, esquema, comprobar, editor)
