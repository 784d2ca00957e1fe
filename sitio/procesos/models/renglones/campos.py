"""The model fields that rows and pages repeat: amounts, currencies, keys and lists of codes."""

import secrets
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sitio.ocds import listas
from sitio.procesos.formularios.etapa import CasillasField

CENTAVO = MinValueValidator(0)
MONEDAS = [("MXN", _("Peso mexicano (MXN)")), ("USD", _("Dólar estadounidense (USD)")), ("EUR", _("Euro (EUR)"))]


def nuevo_id() -> str:
    """Return a local id for a row: stable for its life, so that releases merge it by id (OCDS merge rules)."""
    return secrets.token_hex(6)


def monto(nombre: Any, **opciones: Any) -> models.DecimalField:
    """Return the model field of an amount of money; empty while it is not known, never zero in its place."""
    return models.DecimalField(
        nombre, max_digits=20, decimal_places=2, null=True, blank=True, validators=[CENTAVO], **opciones
    )


def moneda() -> models.CharField:
    """Return the model field of the currency of an amount."""
    return models.CharField(_("moneda"), max_length=3, choices=MONEDAS, default="MXN")


def dia(nombre: Any, **opciones: Any) -> models.DateField:
    """Return the model field of a local calendar date that may not be known yet."""
    return models.DateField(nombre, null=True, blank=True, **opciones)


def momento(nombre: Any, **opciones: Any) -> models.DateTimeField:
    """Return the model field of an instant that may not be known yet."""
    return models.DateTimeField(nombre, null=True, blank=True, **opciones)


def codigo(nombre: Any, lista: str, **opciones: Any) -> models.CharField:
    """Return the model field of a code of one of the lists of OCDS; without a default it may stay empty."""
    opciones.setdefault("blank", "default" not in opciones)
    return models.CharField(nombre, max_length=60, choices=partial(listas.opciones, lista), **opciones)


def clave(nombre: Any, **opciones: Any) -> models.CharField:
    """Return the model field of the short key by which the rows of a stage name one another, such as «1» or «SC-2»."""
    return models.CharField(nombre, max_length=40, **opciones)


def si_o_no(nombre: Any, **opciones: Any) -> models.BooleanField:
    """Return the model field of a yes or no that may not be answered yet."""
    return models.BooleanField(nombre, null=True, blank=True, **opciones)


class Codigos(models.JSONField):
    """Several codes of one list of OCDS, chosen with check boxes and kept as an array of strings."""

    def __init__(self, *args: Any, lista: str = "", **opciones: Any) -> None:
        self.lista = lista
        opciones = {"default": list, "blank": True, **opciones}
        super().__init__(*args, **opciones)

    def deconstruct(self) -> Any:
        nombre, ruta, args, opciones = super().deconstruct()
        return nombre, ruta, args, {**opciones, "lista": self.lista}

    def formfield(self, **opciones: Any) -> Any:
        return CasillasField(
            choices=partial(listas.opciones, self.lista),
            required=False,
            label=opciones.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        ajenos = set(value or ()) - listas.codigos(self.lista)
        if ajenos and listas.es_cerrada(self.lista):
            raise ValidationError(_("No es un código de la lista: %(codigo)s."), params={"codigo": min(ajenos)})
