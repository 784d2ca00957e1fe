"""What people are told about. Each subject has two templates, `plantillas/mensajes/<clave>.html` and `.txt`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sitio.alertas.models import Alerta, Plazo
from sitio.avisos.models import Aviso
from sitio.avisos.reglas import titulo_de_bandera, titulo_de_plazo
from sitio.componentes import vitral
from sitio.procesos.aprobacion.pasos import pasos_vencidos, tareas_pendientes

LISTA_MAXIMA = 10


@dataclass(frozen=True)
class Tema:
    """A subject of messages.

    `sigue_vigente` is asked at the door: what is no longer true, or no longer theirs to see, is not sent.
    `presentar` turns the stored context (keys and dates) into the words of the active language, for the template.
    """

    clave: str
    titulo: Promise
    sigue_vigente: Callable[[Aviso], bool]
    presentar: Callable[[dict[str, Any]], dict[str, Any]]


def _novedades_vigentes(aviso: Aviso) -> bool:
    alertas = Alerta.objects.visibles_para(aviso.usuario).abiertas()
    plazos = Plazo.objects.visibles_para(aviso.usuario).abiertos()
    return (
        alertas.filter(pk__in=[a["pk"] for a in aviso.contexto["alertas"]]).exists()
        or plazos.filter(pk__in=[p["pk"] for p in aviso.contexto["plazos"]]).exists()
    )


def _presentar_novedades(contexto: dict[str, Any]) -> dict[str, Any]:
    alertas, plazos = contexto["alertas"], contexto["plazos"]
    return {
        "vitral": vitral.texto(contexto["etapas"]) if contexto["etapas"] else "",
        "alertas": [titulo_de_bandera(a["regla"]) for a in alertas[:LISTA_MAXIMA]],
        "plazos": [
            {"titulo": titulo_de_plazo(p["regla"]), "vence": date.fromisoformat(p["vence"])}
            for p in plazos[:LISTA_MAXIMA]
        ],
        "alertas_en_total": len(alertas),
        "plazos_en_total": len(plazos),
        "alertas_de_mas": max(len(alertas) - LISTA_MAXIMA, 0),
        "plazos_de_mas": max(len(plazos) - LISTA_MAXIMA, 0),
    }


def _tarea_vigente(aviso: Aviso) -> bool:
    return any(tarea.estado_pk == aviso.contexto["estado_pk"] for tarea in tareas_pendientes(aviso.usuario))


def _paso_vencido_vigente(aviso: Aviso) -> bool:
    """Whether it is still overdue, and still this person's turn."""
    return any(
        paso.tarea.estado_pk == aviso.contexto["estado_pk"] and aviso.usuario in paso.personas
        for paso in pasos_vencidos()
    )


def _presentar_tarea(contexto: dict[str, Any]) -> dict[str, Any]:
    return {"etapa": vitral.TITULOS[contexto["etapa"]], "limite": date.fromisoformat(contexto["limite"])}


TEMAS: dict[str, Tema] = {
    tema.clave: tema
    for tema in (
        Tema("novedades", _("Alertas y plazos de un proceso"), _novedades_vigentes, _presentar_novedades),
        Tema("tarea", _("Una etapa espera su decisión"), _tarea_vigente, _presentar_tarea),
        Tema("paso_vencido", _("Venció el plazo para decidir una etapa"), _paso_vencido_vigente, _presentar_tarea),
    )
}
