"""The forms with which an institution keeps its people, its units and its publisher data."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sitio.procesos.models import InstitucionPage, UnidadCompradoraPage
from sitio.procesos.papeles.permisos import SOLO_DE_INSTITUCION, Papel
from sitio.publicacion.models import Publicador


class PapelForm(forms.Form):
    """A role, and where: the whole institution unless a unit is named."""

    papel = forms.ChoiceField(label=_("Papel"), choices=Papel)

    def __init__(self, *args: Any, institucion: InstitucionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unidad"] = forms.ModelChoiceField(
            UnidadCompradoraPage.objects.child_of(institucion).order_by("title"),
            label=_("Dónde"),
            required=False,
            empty_label=_("En toda la institución"),
            help_text=_("Con una unidad, la persona no ve nada de las demás."),
        )

    def clean(self) -> dict[str, Any]:
        datos: dict[str, Any] = super().clean() or self.cleaned_data
        if datos.get("unidad") and datos.get("papel") in SOLO_DE_INSTITUCION:
            raise ValidationError({"unidad": _("Ese papel es siempre de toda la institución: deje vacía la unidad.")})
        return datos


class InvitacionForm(PapelForm):
    """A new person."""

    username = forms.CharField(
        label=_("Nombre de usuario"), max_length=150, validators=[User.username_validator], help_text=_("Para entrar.")
    )
    first_name = forms.CharField(label=_("Nombre"), max_length=150)
    last_name = forms.CharField(label=_("Apellidos"), max_length=150)
    email = forms.EmailField(label=_("Correo"), help_text=_("Ahí recibe el enlace para elegir su contraseña."))
    field_order = ("username", "first_name", "last_name", "email", "papel", "unidad")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class UnidadForm(forms.Form):
    """A new buying unit."""

    clave = forms.SlugField(
        label=_("Clave de la unidad compradora"),
        max_length=60,
        help_text=_("La que usa en los sistemas de compras, con letras, números y guiones. Es para siempre."),
    )
    nombre = forms.CharField(label=_("Nombre de la unidad compradora"), max_length=300)


class PublicadorForm(forms.ModelForm[Publicador]):
    """What an institution says of itself as a publisher; its key and its ocid prefix are for ever."""

    uri = forms.URLField(label=_("Sitio del publicador"), required=False, assume_scheme="https")
    licencia = forms.URLField(label=_("Licencia de los datos"), required=False, assume_scheme="https")
    politica = forms.URLField(label=_("Política de publicación"), required=False, assume_scheme="https")

    class Meta:
        model = Publicador
        fields = ("uri", "licencia", "politica")
