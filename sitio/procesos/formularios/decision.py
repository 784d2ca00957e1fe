"""The forms with which a step is decided."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    pass


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
