"""What a person may ask of the list, as a form over the address: every list is a link that can be kept."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sitio.componentes.vitral import TITULOS
from sitio.ocds import listas
from sitio.portal import consultas
from sitio.portal.consultas import ORDENES, Marca, Orden
from sitio.publicacion.models import Publicador, Registro

_TITULOS_DE_ORDEN = {
    "recientes": _("Más recientes"),
    "antiguos": _("Más antiguos"),
    "monto_mayor": _("Mayor monto"),
    "monto_menor": _("Menor monto"),
}
_MARCA = re.compile(r"(?P<monto>-?\d{1,18}(\.\d{1,2})?)?~(?P<posicion>\d{1,18})", re.ASCII)
# An amount of time no list of years should go beyond, whatever date somebody imported.
ANIOS = 40


class CampoMarca(forms.CharField):
    """The `antes` or `despues` of a page: where it starts, as `Marca` writes it."""

    def clean(self, value: Any) -> Marca | None:
        texto = super().clean(value)
        if not texto:
            return None
        if not (partes := _MARCA.fullmatch(texto)):
            raise ValidationError(_("El enlace a esta página de la lista está incompleto o alterado."))
        monto = partes["monto"]
        return Marca(int(partes["posicion"]), Decimal(monto) if monto else None)


class Filtros(forms.Form):
    """The search form. Unknown values are errors that say what to do, never an empty or an unfiltered list."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Buscar"),
        required=False,
        max_length=200,
        help_text=_("Objeto, institución, proveedor o número de procedimiento."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"max_length": _("El texto tiene %(show_value)d caracteres; se busca con 200 o menos.")},
    )
    institucion = forms.ChoiceField(
        label=_("Institución que publica"),
        required=False,
        error_messages={
            "invalid_choice": _("Aquí no publica la institución «%(value)s». Hay que elegir una de la lista.")
        },
    )
    metodo = forms.ChoiceField(
        label=_("Método"),
        required=False,
        error_messages={"invalid_choice": _("No existe el método «%(value)s». Hay que elegir uno de la lista.")},
    )
    etapa = forms.ChoiceField(
        label=_("Con esta etapa publicada"),
        required=False,
        error_messages={"invalid_choice": _("No existe la etapa «%(value)s». Hay que elegir una de la lista.")},
    )
    anio = forms.TypedChoiceField(
        label=_("Año"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("No hay procesos del año «%(value)s». Hay que elegir uno de la lista.")},
    )
    orden = forms.ChoiceField(
        label=_("Orden"),
        required=False,
        choices=list(_TITULOS_DE_ORDEN.items()),
        error_messages={"invalid_choice": _("No existe el orden «%(value)s». Hay que elegir uno de la lista.")},
    )
    antes = CampoMarca(required=False, widget=forms.HiddenInput)
    despues = CampoMarca(required=False, widget=forms.HiddenInput)

    DE_FILTRO: ClassVar[tuple[str, ...]] = ("q", "institucion", "metodo", "etapa", "anio")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._elegir("institucion", [("", _("Todas")), *Publicador.objects.values_list("clave", "nombre")])
        self._elegir("metodo", [("", _("Todos")), *listas.opciones("method")])
        self._elegir("etapa", [("", _("Cualquiera")), *TITULOS.items()])
        self._elegir("anio", [("", _("Todos")), *((str(anio), str(anio)) for anio in anios())])
        for nombre, campo in self.fields.items():
            if campo.help_text:
                campo.widget.attrs["aria-describedby"] = f"id_{nombre}_helptext"

    def _elegir(self, nombre: str, opciones: list[tuple[str, Any]]) -> None:
        campo = self.fields[nombre]
        assert isinstance(campo, forms.ChoiceField)  # noqa: S101 - narrows the type of our own declaration above
        campo.choices = opciones

    @property
    def filtrando(self) -> bool:
        """Whether anything narrows the list."""
        return any(self.cleaned_data.get(nombre) for nombre in self.DE_FILTRO)

    @property
    def elegido(self) -> Orden:
        """The chosen order; the most recently published first when none is."""
        return ORDENES[self.cleaned_data["orden"] or "recientes"]

    def aplicar(self, registros: QuerySet[Registro]) -> QuerySet[Registro]:
        """Return the records that answer to every filter of a valid form."""
        datos = self.cleaned_data
        if datos["institucion"]:
            registros = registros.filter(publicador__clave=datos["institucion"])
        if datos["metodo"]:
            registros = registros.filter(metodo=datos["metodo"])
        if datos["anio"]:
            registros = registros.filter(ejercicio=datos["anio"])
        if datos["etapa"]:
            registros = consultas.con_etapa(registros, datos["etapa"])
        return consultas.buscar(registros, datos["q"])


def anios() -> list[int]:
    """Return the years with processes, latest first: two reads of an index, not a walk over the table."""
    limites = Registro.objects.aggregate(desde=Min("ejercicio"), hasta=Max("ejercicio"))
    if limites["desde"] is None:
        return []
    hasta = min(limites["hasta"], timezone.now().year + 1)
    return list(range(hasta, max(limites["desde"], hasta - ANIOS) - 1, -1))
