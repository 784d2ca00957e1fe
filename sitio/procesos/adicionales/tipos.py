"""The six types of an extra field: how each one is asked for, kept as JSON, read by people and written to a release."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from sitio.componentes import formatos
from sitio.procesos import mapeo
from sitio.procesos.mapeo.conversiones import dia_local

Extra = dict[str, Any]
# Members of a period or of a milestone that tell of the end of a day, not of its beginning.
TERMINOS = ("endDate", "maxExtentDate", "dueDate")


class Tipo:
    """A type of extra field. What is kept is JSON: numbers and money as exact text, dates as local calendar dates."""

    titulo: str | Promise = ""

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        """Return the controls that ask for it, by suffix; the first one carries no suffix and the field's name."""
        raise NotImplementedError

    def leer(self, datos: dict[str, Any], extra: Extra) -> Any:
        """Return what is kept of the clean values of the controls; None when nothing was written."""
        valor = datos[""]
        return None if valor in (None, "") else str(valor)

    def inicial(self, valor: Any) -> dict[str, Any]:
        """Return what the controls show of a kept value."""
        return {"": valor}

    def publicar(self, extra: Extra, valor: Any) -> Any:
        """Return a kept value as the release writes it."""
        return valor

    def recoger(self, publicado: Any) -> Any:
        """Return what is kept of a published value; None when it is of another type."""
        return publicado if isinstance(publicado, str) else None

    def legible(self, extra: Extra, valor: Any) -> str:
        """Return a kept value as people read it."""
        return str(valor)

    def completo(self, valor: Any) -> bool:
        """Tell whether a kept value may be published."""
        return bool(valor)


class Texto(Tipo):
    titulo = _("Texto")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        return {"": forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))}


class Numero(Tipo):
    titulo = _("Número")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        return {"": forms.DecimalField(max_digits=18, decimal_places=4)}

    def leer(self, datos: dict[str, Any], extra: Extra) -> Any:
        return None if datos[""] is None else f"{datos[''].normalize():f}"

    def publicar(self, extra: Extra, valor: Any) -> Any:
        exacto = Decimal(valor)
        return int(exacto) if exacto == exacto.to_integral_value() else exacto

    def recoger(self, publicado: Any) -> Any:
        es_numero = isinstance(publicado, int | Decimal) and not isinstance(publicado, bool)
        return f"{Decimal(publicado).normalize():f}" if es_numero else None


class Dinero(Tipo):
    titulo = _("Dinero")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        from sitio.procesos.models.renglones.campos import MONEDAS

        return {
            "": forms.DecimalField(min_value=0, max_digits=20, decimal_places=2),
            "moneda": forms.ChoiceField(choices=MONEDAS, label=_("Moneda")),
        }

    def leer(self, datos: dict[str, Any], extra: Extra) -> Any:
        if datos[""] is None:
            return None
        return {"amount": f"{datos['']:.2f}", "currency": datos["moneda"] or "MXN"}

    def inicial(self, valor: Any) -> dict[str, Any]:
        return {"": (valor or {}).get("amount"), "moneda": (valor or {}).get("currency", "MXN")}

    def publicar(self, extra: Extra, valor: Any) -> Any:
        return {"amount": Decimal(valor["amount"]), "currency": valor["currency"]}

    def recoger(self, publicado: Any) -> Any:
        if not isinstance(publicado, dict) or publicado.get("amount") is None:
            return None
        return {"amount": f"{Decimal(publicado['amount']):.2f}", "currency": publicado.get("currency") or "MXN"}

    def legible(self, extra: Extra, valor: Any) -> str:
        return str(formatos.dinero(Decimal(valor["amount"]), valor["currency"]))


class Fecha(Tipo):
    titulo = _("Fecha")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        return {"": forms.DateField(widget=AdminDateInput())}

    def publicar(self, extra: Extra, valor: Any) -> Any:
        dia = date.fromisoformat(valor)
        es_termino = extra["ruta"].rpartition(".")[2] in TERMINOS
        return mapeo.fin_del_dia(dia) if es_termino else mapeo.inicio_del_dia(dia)

    def recoger(self, publicado: Any) -> Any:
        try:
            return dia_local(publicado).isoformat()
        except (ValueError, TypeError):
            return None

    def legible(self, extra: Extra, valor: Any) -> str:
        return str(formatos.fecha(date.fromisoformat(valor)))


class Opcion(Tipo):
    titulo = _("Opción de una lista")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        opciones = [(opcion["valor"], opcion["titulo"]) for opcion in extra["opciones"]]
        return {"": forms.ChoiceField(choices=[("", _("Sin elegir")), *opciones])}

    def legible(self, extra: Extra, valor: Any) -> str:
        titulos = {opcion["valor"]: opcion["titulo"] for opcion in extra["opciones"]}
        return str(titulos.get(valor, valor))


class Documento(Tipo):
    titulo = _("Documento")

    def controles(self, extra: Extra) -> dict[str, forms.Field]:
        direccion = forms.URLField(max_length=500, assume_scheme="https", validators=[URLValidator(["http", "https"])])
        titulo = forms.CharField(max_length=250, label=_("Título del documento"))
        titulo.help_text = _("Si lo deja vacío se usa el nombre del campo.")
        return {"": direccion, "titulo": titulo}

    def leer(self, datos: dict[str, Any], extra: Extra) -> Any:
        direccion, titulo = datos[""], datos["titulo"]
        return {"url": direccion, "title": titulo or extra["titulo"]} if direccion or titulo else None

    def inicial(self, valor: Any) -> dict[str, Any]:
        return {"": (valor or {}).get("url"), "titulo": (valor or {}).get("title")}

    def publicar(self, extra: Extra, valor: Any) -> Any:
        documento = {"id": f"adicional-{extra['clave']}", "title": valor["title"], "url": valor["url"]}
        return {**documento, "documentType": extra["tipo_documento"]} if "tipo_documento" in extra else documento

    def legible(self, extra: Extra, valor: Any) -> str:
        return " · ".join(filter(None, (valor["title"], valor["url"])))

    def completo(self, valor: Any) -> bool:
        return bool(valor and valor["url"])


TIPOS: dict[str, Tipo] = {
    "texto": Texto(),
    "numero": Numero(),
    "dinero": Dinero(),
    "fecha": Fecha(),
    "opcion": Opcion(),
    "documento": Documento(),
}
