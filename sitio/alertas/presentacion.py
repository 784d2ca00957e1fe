"""Alerts and deadlines in plain words, for whatever shows them: admin, board, chat."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from sitio.alertas import servicios
from sitio.alertas.consultas import hoy
from sitio.alertas.models import Alerta, EstadoDePlazo, MovimientoAlerta, Plazo, Severidad
from sitio.alertas.transiciones import Transicion, posibles
from sitio.analisis.registro import Bandera
from sitio.componentes import formatos
from sitio.ocds import listas

# Where evidence keeps what the procedure template changed (sitio.analisis.ajustes).
AJUSTE = "ajuste"
FECHA = re.compile(r"\d{4}-\d{2}-\d{2}$")

# Wagtail's own status classes: amber for attention, red for what the law forbids (look.md). Never colour alone.
CLASES = {
    Severidad.INFO: "w-status--label",
    Severidad.BAJA: "w-status--label",
    Severidad.MEDIA: "w-status--primary",
    Severidad.ALTA: "w-status--primary",
    Severidad.CRITICA: "w-status--critical",
}


@dataclass(frozen=True)
class Ficha:
    """Everything the page of an alert says, ready to be written down."""

    alerta: Alerta
    clase: str
    que: str
    por_que_importa: str
    fundamento: str
    numeros: list[tuple[str, str]]
    parametros: list[tuple[str, str]]
    origen: str
    explicaciones: list[str]
    que_hacer: str
    movimientos: list[MovimientoAlerta]
    acciones: list[Transicion]


def ficha(alerta: Alerta, usuario: User) -> Ficha:
    """Explain `alerta` to `usuario`, with the moves that this person may make now."""
    regla = alerta.regla
    return Ficha(
        alerta=alerta,
        clase=CLASES[Severidad(alerta.severidad)],
        que=alerta.titulo,
        por_que_importa=_(regla.por_que_importa) if regla else "",
        fundamento=fundamento(regla),
        numeros=numeros(alerta),
        parametros=parametros(alerta),
        origen=origen(alerta.evidencia),
        explicaciones=[_(texto) for texto in regla.falsos_positivos] if regla else [],
        que_hacer=_(regla.que_hacer) if regla else "",
        movimientos=list(alerta.movimientos.select_related("usuario")),
        acciones=posibles(alerta.estado) if servicios.puede_mover(usuario, alerta) else [],
    )


def fundamento(regla: Bandera | None) -> str:
    """Return the legal source of a flag and, when it has one, its code in OCP's list."""
    if regla is None:
        return ""
    partes = [_(regla.fuente)]
    if regla.codigo_ocp:
        partes.append(_("bandera %(codigo)s de Open Contracting Partnership") % {"codigo": regla.codigo_ocp})
    return "; ".join(partes)


def numeros(alerta: Alerta) -> list[tuple[str, str]]:
    """Return the evidence as pairs of what it is and how it reads; what the data lacks says so."""
    titulos = alerta.regla.evidencias if alerta.regla else {}
    return [(_(titulos.get(n, n)), _codigo(n, v) or legible(v)) for n, v in alerta.evidencia.items() if n != AJUSTE]


def parametros(alerta: Alerta) -> list[tuple[str, str]]:
    """Return the thresholds that were used: the template's where it has its own, else the rule's."""
    if alerta.regla is None:
        return []
    usados = alerta.regla.valores() | alerta.evidencia.get(AJUSTE, {}).get("parametros", {})
    return [(_(p.titulo), f"{usados[p.nombre]} {_(p.unidad)}") for p in alerta.regla.parametros]


def origen(evidencia: Mapping[str, Any]) -> str:
    """Say which template version set the term or the thresholds; empty when they are those of the rule."""
    ajuste = evidencia.get(AJUSTE)
    return _("Plantilla «%(titulo)s», versión %(version)d") % ajuste if ajuste else ""


def _codigo(nombre: str, valor: Any) -> str:
    """Return the title of an OCDS code; empty for what is not one."""
    return listas.titulo("method", valor) if nombre == "metodo" and valor else ""


def legible(valor: Any) -> str:
    """Write a piece of evidence as Mexicans read it; missing is "No publicado", never zero."""
    if valor is None or valor == "" or valor == []:
        return formatos.no_publicado()
    if isinstance(valor, bool):
        return _("Sí") if valor else _("No")
    if isinstance(valor, list):
        return ", ".join(legible(v) for v in valor)
    if isinstance(valor, str) and FECHA.match(valor):
        return formatos.fecha(date.fromisoformat(valor))
    return str(valor) if formatos.leer_decimal(valor) is None else formatos.numero(valor)


def esta_vencido(plazo: Plazo, dia: date | None = None) -> bool:
    """Tell whether its date has passed and nothing in the data meets it, even if no sweep has marked it yet."""
    return plazo.estado in (EstadoDePlazo.PENDIENTE, EstadoDePlazo.VENCIDO) and plazo.vence < (dia or hoy())


def cuanto_falta(plazo: Plazo, dia: date | None = None) -> str:
    """Say how far the date of a deadline is, or how it ended."""
    if plazo.estado == EstadoDePlazo.CUMPLIDO:
        return _("se cumplió con retraso") if plazo.con_retraso else _("se cumplió a tiempo")
    if plazo.estado == EstadoDePlazo.CANCELADO:
        return _("ya no aplica")
    return formatos.vencimiento(plazo.vence, dia or hoy())


def antiguedad(alerta: Alerta, dia: date | None = None) -> str:
    """Say how long ago an alert was raised."""
    return formatos.antiguedad(alerta.creada_en, dia or hoy())
