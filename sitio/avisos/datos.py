"""The placeholders of each subject's message, and the example that previews show."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitio.alertas.consultas import hoy
from sitio.analisis.registro import BANDERAS, PLAZOS
from sitio.avisos.marcadores import Formato, Marcador
from sitio.componentes import formatos, vitral

Presentado = Mapping[str, Any]


def _dato(nombre: str, que: Promise) -> Marcador:
    return Marcador(nombre, que, lambda presentado, _formato: presentado[nombre])


def _lista(nombre: str, que: Promise) -> Marcador:
    """Return the placeholder of a list, drawn as the portal's own message draws it."""

    def valor(presentado: Presentado, formato: Formato) -> str:
        return render_to_string(f"partes/{nombre}.{formato}", dict(presentado)).strip()

    return Marcador(nombre, que, valor, obligatorio=True, marcado=True)


def _enlace(que: Promise, texto: Promise) -> Marcador:
    def valor(presentado: Presentado, formato: Formato) -> str:
        if formato == "txt":
            return str(presentado["enlace"])
        return format_html('<a href="{}">{}</a>', presentado["enlace"], texto)

    return Marcador("enlace", que, valor, obligatorio=True, marcado=True)


_PROCESO = _dato("proceso", _("título del proceso, ya publicado; mientras no lo esté, su ocid"))
_OCID = _dato("ocid", _("identificador del proceso"))


def _de_etapa(que: Promise, boton: Promise) -> tuple[Marcador, ...]:
    """Return the placeholders of a notice about a stage that waits."""
    return (
        _PROCESO,
        _OCID,
        _dato("etapa", que),
        Marcador("limite", _("fecha límite"), lambda presentado, _formato: formatos.fecha(presentado["limite"])),
        Marcador("falta", _("cuánto falta"), lambda presentado, _formato: formatos.vencimiento(presentado["limite"])),
        _enlace(_("enlace a la etapa"), boton),
    )


MARCADORES: dict[str, tuple[Marcador, ...]] = {
    "novedades": (
        _PROCESO,
        _OCID,
        Marcador("etapas", _("etapas publicadas, dibujadas"), lambda presentado, _formato: presentado["vitral"]),
        _lista("alertas", _("lista de las alertas nuevas, si las hay")),
        _lista("plazos", _("lista de los plazos, si los hay")),
        _enlace(_("enlace al proceso"), _("Abrir el proceso")),
    ),
    "tarea": _de_etapa(_("etapa que espera la decisión"), _("Revisar y decidir")),
    "paso_vencido": _de_etapa(_("etapa que nadie ha decidido"), _("Ver la etapa")),
}


def ejemplo(tema: str) -> dict[str, Any]:
    """Return what the subject would present of a made-up process: for previews."""
    comun = {
        "proceso": gettext("Mobiliario escolar"),
        "ocid": "ocds-000000-ejemplo-2026-00001",
        "enlace": "https://portal.example.mx/ejemplo",
    }
    limite = hoy() + timedelta(days=3)
    if tema in ("tarea", "paso_vencido"):
        return {**comun, "etapa": vitral.TITULOS["licitacion"], "limite": limite}
    return {
        **comun,
        "vitral": vitral.texto(["planeacion", "licitacion"]),
        "alertas": [gettext(BANDERAS["P20"].titulo)],
        "plazos": [{"titulo": gettext(PLAZOS["D12"].titulo), "vence": limite}],
        "alertas_en_total": 1,
        "plazos_en_total": 1,
        "alertas_de_mas": 0,
        "plazos_de_mas": 0,
    }


def por_nombre(tema: str) -> dict[str, Marcador]:
    """Return the placeholders of a subject by name."""
    return {m.nombre: m for m in MARCADORES[tema]}
