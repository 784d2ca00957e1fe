"""How the deadlines and flags of a procedure template are edited: one form for each rule, with what it says today."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas import secciones
from sitio.analisis.registro import PLAZOS, Bandera, DefinicionDePlazo, Termino
from sitio.catalogos.calendario import FEDERAL, titulos
from sitio.procesos.plantillas.secciones import Editor

UNIDADES = [("", _("Las de la ley")), ("habiles", _("Días hábiles")), ("naturales", _("Días naturales"))]


class FormularioDePlazo(forms.Form):
    """One deadline; empty fields leave what the law says."""

    activo = forms.BooleanField(label=_("Se calcula"), required=False)
    dias = forms.IntegerField(label=_("Días"), required=False, min_value=1, max_value=secciones.DIAS_MAXIMOS)
    unidad = forms.ChoiceField(label=_("Cómo se cuentan"), required=False, choices=UNIDADES)
    calendario = forms.ChoiceField(label=_("Calendario"), required=False)
    fundamento = forms.CharField(label=_("Fundamento"), required=False, max_length=secciones.LARGO_DE_FUNDAMENTO)

    def __init__(self, *args: Any, regla: DefinicionDePlazo, calendarios: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regla = regla
        self.sentido = secciones.sentido(regla)
        elegido = self.initial.get("calendario", "")
        perdido = [(elegido, gettext("%(clave)s (ya no existe)") % {"clave": elegido})] if elegido else []
        opciones = [("", calendarios.get(FEDERAL, FEDERAL)), *((c, t) for c, t in calendarios.items() if c != FEDERAL)]
        campo = self.fields["calendario"]
        if isinstance(campo, forms.ChoiceField):
            campo.choices = opciones if elegido in calendarios else [*opciones, *perdido]
        if not self.sentido:
            del self.fields["dias"], self.fields["unidad"], self.fields["calendario"], self.fields["fundamento"]

    @property
    def titulo(self) -> str:
        """What must be done."""
        return gettext(self.regla.titulo)

    @property
    def terminos(self) -> list[str]:
        """What each law says of this deadline, in words."""
        if not self.sentido:
            return [gettext(t.fundamento) for t in self.regla.terminos.values()]
        return [_en_palabras(termino) for termino in self.regla.terminos.values()]

    def clean(self) -> dict[str, Any]:
        limpio = super().clean() or {}
        if limpio.get("dias") and not limpio.get("unidad"):
            self.add_error("unidad", _("Diga si los días son hábiles o naturales."))
        if limpio.get("unidad") and "dias" in limpio and not limpio["dias"]:
            self.add_error("dias", _("Escriba cuántos días, o elija «Las de la ley»."))
        return limpio

    def fila(self) -> dict[str, Any]:
        """Return the JSON of this deadline."""
        limpio = self.cleaned_data
        fila: dict[str, Any] = {"clave": self.regla.id, "activo": limpio["activo"]}
        if limpio.get("dias"):
            fila |= {"dias": limpio["dias"] * self.sentido, "unidad": limpio["unidad"]}
        return fila | {campo: limpio[campo] for campo in ("calendario", "fundamento") if limpio.get(campo)}

    def difiere(self) -> bool:
        """Tell whether the template says anything of it that the law does not."""
        return self.fila() != {"clave": self.regla.id, "activo": True}


def _en_palabras(termino: Termino) -> str:
    if not termino.dias:
        return gettext("El mismo día: %(fundamento)s") % {"fundamento": gettext(termino.fundamento)}
    return gettext("%(dias)d %(unidad)s: %(fundamento)s") % {
        "dias": abs(termino.dias),
        "unidad": gettext(termino.unidad.value),
        "fundamento": gettext(termino.fundamento),
    }


class FormularioDeBandera(forms.Form):
    """One flag: its switch and each of its thresholds, with what the rule says unless the template says otherwise."""

    activa = forms.BooleanField(label=_("Se aplica"), required=False)

    def __init__(self, *args: Any, regla: Bandera, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regla = regla
        for parametro in regla.parametros:
            clase = forms.IntegerField if isinstance(parametro.valor, int) else forms.DecimalField
            self.fields[f"umbral_{parametro.nombre}"] = clase(
                label=gettext(parametro.titulo),
                min_value=0,
                max_value=secciones.UMBRAL_MAXIMO,
                help_text=gettext("En %(unidad)s. La regla dice %(valor)s.")
                % {"unidad": gettext(parametro.unidad), "valor": parametro.valor},
            )

    @property
    def titulo(self) -> str:
        """What the flag points out."""
        return gettext(self.regla.titulo)

    @property
    def por_que(self) -> str:
        """Why it matters."""
        return gettext(self.regla.por_que_importa)

    @property
    def umbrales(self) -> list[forms.BoundField]:
        """The fields of its thresholds."""
        return [self[nombre] for nombre in self.fields if nombre.startswith("umbral_")]

    def fila(self) -> dict[str, Any]:
        """Return the JSON of this flag: of its thresholds, those that differ."""
        dichos = {n: self.cleaned_data[f"umbral_{n}"] for n in self.regla.valores()}
        distintos = {
            n: float(valor) if isinstance(valor, Decimal) else valor
            for n, valor in dichos.items()
            if valor != self.regla.valores()[n]
        }
        fila: dict[str, Any] = {"clave": self.regla.id, "activa": self.cleaned_data["activa"]}
        return fila | ({"parametros": distintos} if distintos else {})

    def difiere(self) -> bool:
        """Tell whether the template says anything of it that the rule does not."""
        return self.fila() != {"clave": self.regla.id, "activa": True}


class UnoPorRegla(forms.BaseFormSet):
    """A form for each rule of the registry, in its order. Fields are named by rule, so a new rule shifts no answer."""

    def __init__(self, *args: Any, reglas: Sequence[Any], **kwargs: Any) -> None:
        self.reglas = reglas
        super().__init__(*args, **kwargs)

    def total_form_count(self) -> int:
        return len(self.reglas)

    def initial_form_count(self) -> int:
        return len(self.reglas)

    def add_prefix(self, index: int | str) -> str:
        return f"{self.prefix}-{self.reglas[index].id}" if isinstance(index, int) else super().add_prefix(index)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        regla = {} if index is None else {"regla": self.reglas[index]}
        return {**super().get_form_kwargs(index), **regla}


PlazosFormSet = cast(type[UnoPorRegla], forms.formset_factory(FormularioDePlazo, formset=UnoPorRegla))
BanderasFormSet = cast(type[UnoPorRegla], forms.formset_factory(FormularioDeBandera, formset=UnoPorRegla))


def filas(formulario: forms.BaseFormSet) -> list[dict[str, Any]] | None:
    """Return the JSON of a valid formset: only what differs; None if nothing does."""
    return [f.fila() for f in formulario.forms if f.difiere()] or None


class EditorDePlazos(Editor):
    """The section `plazos`."""

    titulo = _("Plazos legales")
    ayuda = _("Lo que cambie aquí vale para los procesos que nazcan con esta versión; lo vacío queda como dice la ley.")
    plantilla_html = "alertas/editor_plazos.html"

    def formularios(self, valor: Any, datos: QueryDict | None) -> forms.BaseFormSet:
        """Return one form for each legal deadline."""
        dichos, reglas = {fila["clave"]: fila for fila in valor or []}, secciones.en_orden(PLAZOS)
        iniciales = [_inicial_de_plazo(dichos.get(regla.id, {})) for regla in reglas]
        opciones = {"calendarios": titulos()}
        return PlazosFormSet(datos, initial=iniciales, prefix="plazos", reglas=reglas, form_kwargs=opciones)

    def leer(self, formulario: Any) -> Any:
        """Return the JSON of the section."""
        return filas(formulario)


class EditorDeBanderas(Editor):
    """The section `banderas`."""

    titulo = _("Banderas")
    ayuda = _(
        "Una bandera apagada no se evalúa en los procesos de esta plantilla: dirá «no aplica», nunca «sin bandera»."
    )
    plantilla_html = "alertas/editor_banderas.html"

    def formularios(self, valor: Any, datos: QueryDict | None) -> forms.BaseFormSet:
        """Return one form for each flag of a process."""
        dichas, reglas = {fila["clave"]: fila for fila in valor or []}, secciones.ajustables()
        iniciales = [_inicial_de_bandera(regla, dichas.get(clave, {})) for clave, regla in reglas.items()]
        return BanderasFormSet(datos, initial=iniciales, prefix="banderas", reglas=list(reglas.values()))

    def leer(self, formulario: Any) -> Any:
        """Return the JSON of the section."""
        return filas(formulario)


def _inicial_de_plazo(fila: dict[str, Any]) -> dict[str, Any]:
    dias = fila.get("dias")
    return {**fila, "activo": fila.get("activo", True), "dias": abs(dias) if dias else None}


def _inicial_de_bandera(regla: Bandera, fila: dict[str, Any]) -> dict[str, Any]:
    valores = regla.valores() | fila.get("parametros", {})
    return {"activa": fila.get("activa", True), **{f"umbral_{n}": v for n, v in valores.items()}}
