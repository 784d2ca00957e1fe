"""A text field that suggests what may be written in it and takes anything else."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class ConSugerencias(forms.TextInput):
    """A text input with the browser's own list of suggestions, each with what it means."""

    def __init__(self, sugerencias: Mapping[str, str], attrs: Any = None) -> None:
        super().__init__(attrs)
        self.sugerencias = sugerencias

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        lista = f"{(attrs or {}).get('id', name)}-sugerencias"
        campo = super().render(name, value, {**(attrs or {}), "list": lista}, renderer)
        opciones = format_html_join("", '<option value="{}">{}</option>', self.sugerencias.items())
        return format_html('{}<datalist id="{}">{}</datalist>', campo, lista, opciones)
