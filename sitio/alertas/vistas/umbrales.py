"""The page that tells what another threshold would raise, for whoever may set it: nothing is stored or told."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas.general.almacen import almacen
from sitio.alertas.general.turnos import SIN_LATIDO
from sitio.alertas.general.umbrales import UmbralInvalido, leer_umbrales, probar_umbral
from sitio.alertas.models import Corrida, EstadoDeCorrida
from sitio.alertas.resultados import TITULOS
from sitio.alertas.urls_admin import url_de_alertas, url_de_reglas
from sitio.analisis.motor.general import Clave, Prueba
from sitio.analisis.registro import BANDERAS, Alcance, Bandera, Parametro
from sitio.componentes import formatos
from sitio.componentes.admin import INICIO, VistaDelAdmin
from sitio.procesos.papeles import permisos
from sitio.publicacion.models import Publicador, Registro

# Examples that are asked for, and how many of those that the person may see are shown.
PEDIDOS, A_LA_VISTA = 200, 10
# One trial at a time: each reads everything. A trial whose server died frees the turn after this many seconds.
TURNO, SEGUNDOS = "alertas:probar_umbral", 600


@dataclass(frozen=True)
class Ejemplo:
    """A subject that would begin or cease to be raised."""

    titulo: str
    sujeto: str
    url: str


class UmbralesForm(forms.Form):
    """The thresholds of one flag, with what its rule says."""

    def __init__(self, *args: Any, regla: Bandera, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regla = regla
        for parametro in regla.parametros:
            self.fields[parametro.nombre] = _campo(parametro)

    def clean(self) -> dict[str, Any]:
        limpio = super().clean() or {}
        for nombre in [n for n in self.fields if n in limpio]:
            try:
                limpio |= leer_umbrales(self.regla.id, [f"{nombre}={limpio[nombre]}"])
            except UmbralInvalido:
                entero = isinstance(self.regla.valores()[nombre], int)
                self.add_error(nombre, ValidationError(_ENTERO if entero else _DECIMAL))
        if not self.errors and limpio == dict(self.regla.valores()):
            raise ValidationError(_("Son los umbrales de la regla: cambie al menos uno."))
        return limpio


_ENTERO = _("Escriba un número entero, desde cero.")
_DECIMAL = _("Escriba un número, desde cero, con punto decimal.")


def _campo(parametro: Parametro) -> forms.CharField:
    ayuda = gettext("En %(unidad)s. La regla dice %(valor)s.")
    return forms.CharField(
        label=gettext(parametro.titulo),
        initial=parametro.valor,
        max_length=30,
        help_text=ayuda % {"unidad": gettext(parametro.unidad), "valor": formatos.numero(parametro.valor)},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


class ProbarUmbral(VistaDelAdmin):
    """Only for who may change the thresholds of a procedure template."""

    template_name = "alertas/probar_umbral.html"
    header_icon = "cogs"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permisos.puede_editar_plantillas(permisos.persona_de(request)):
            raise PermissionDenied
        self.migas = [INICIO]
        if permisos.ve_procesos(permisos.persona_de(request)):
            self.migas = [INICIO, {"url": url_de_alertas(), "label": gettext("Alertas")}]
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        regla = _regla(request.GET.get("bandera", ""))
        return self._con(regla, UmbralesForm(regla=regla) if regla else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        regla = _regla(request.POST.get("bandera", ""))
        if regla is None:
            return self._con(None, None, 422)
        form = UmbralesForm(request.POST, regla=regla)
        if not form.is_valid():
            return self._con(regla, form, 422)
        if not cache.add(TURNO, value=True, timeout=SEGUNDOS):
            return self._no_ahora(regla, form, _("Se está haciendo otra prueba. Inténtelo en unos minutos."))
        try:
            if _hay_corrida():
                return self._no_ahora(regla, form, _("Se está revisando todo lo publicado. Inténtelo cuando termine."))
            prueba = probar_umbral(regla.id, form.cleaned_data, PEDIDOS)
        except (duckdb.OutOfMemoryException, MemoryError):
            return self._no_ahora(regla, form, _("No alcanzó la memoria para probarlo. Avise a quien administra."))
        finally:
            cache.delete(TURNO)
        return self._con(regla, form, resultado=self._resultado(regla, prueba))

    def _no_ahora(self, regla: Bandera, form: UmbralesForm, por_que: Any) -> HttpResponse:
        form.add_error(None, por_que)
        return self._con(regla, form, 503)

    def _con(self, regla: Bandera | None, form: UmbralesForm | None, codigo: int = 200, **mas: Any) -> HttpResponse:
        con_umbrales = [b for b in BANDERAS.values() if b.parametros]
        return self.mostrar(
            gettext("Probar otro umbral"),
            codigo,
            banderas=[(b.id, f"{b.id} · {gettext(b.titulo)}") for b in con_umbrales],
            regla=regla,
            que_pasa=gettext(regla.titulo) if regla else "",
            form=form,
            direccion=reverse("alertas:probar_umbral"),
            **_cuando(),
            **mas,
        )

    def _resultado(self, regla: Bandera, prueba: Prueba) -> dict[str, Any]:
        return {
            "filas": [
                (titulo, formatos.numero(prueba.antes.get(r, 0)), formatos.numero(prueba.despues.get(r, 0)))
                for r, titulo in TITULOS.items()
            ],
            "entran": prueba.cuantos_entran,
            "salen": prueba.cuantos_salen,
            "ejemplos_que_entran": self._ejemplos(regla, prueba.entran),
            "ejemplos_que_salen": self._ejemplos(regla, prueba.salen),
        }

    def _ejemplos(self, regla: Bandera, claves: Iterable[Clave]) -> list[Ejemplo]:
        """Name the subjects that the person may see (one query): a would-be alert is as internal as an alert."""
        claves, persona = list(claves), permisos.persona_de(self.request)
        quienes = {quien for quien, _sujeto in claves}
        if regla.alcance is Alcance.PROCESO:
            visibles = Registro.objects.filter(permisos.visibles_por_ocid(persona), ocid__in=quienes)
            titulos = dict(visibles.values_list("ocid", "titulo"))
        else:
            publicadores: Any = permisos.publicadores_visibles(persona) & Publicador.objects.filter(clave__in=quienes)
            titulos = dict(publicadores.values_list("clave", "nombre"))
        de_proceso = regla.alcance is Alcance.PROCESO
        return [
            Ejemplo(
                titulos[quien] or quien,
                sujeto,
                url_de_reglas(quien) if de_proceso else f"{url_de_alertas()}?situacion=abiertas&bandera={regla.id}",
            )
            for quien, sujeto in claves
            if quien in titulos
        ][:A_LA_VISTA]


def _regla(clave: str) -> Bandera | None:
    regla = BANDERAS.get(clave)
    return regla if regla and regla.parametros else None


def _hay_corrida() -> bool:
    """Tell whether a worker is at a general run now, which takes all the memory there is for analysis."""
    vivas = Corrida.objects.filter(general=True, estado=EstadoDeCorrida.EN_CURSO).exclude(turno="")
    return vivas.filter(latido_en__gte=timezone.now() - SIN_LATIDO).exists()


def _cuando() -> dict[str, Any]:
    """Return whether there is a store to try on, and when it was last written whole."""
    terminadas = Corrida.objects.filter(general=True, estado=EstadoDeCorrida.TERMINADA)
    ultima = terminadas.order_by("-pk").values_list("terminada_en", flat=True).first()
    return {"hay_almacen": bool(almacen().partes()), "escrito_en": ultima}
