"""Alerts and deadlines in plain words, for whatever shows them: admin, board, chat."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitio.alertas.consultas import hoy
from sitio.alertas.models import Alerta, EstadoDePlazo, MovimientoAlerta, Plazo, Severidad, Silencio
from sitio.alertas.transiciones import Transicion
from sitio.alertas.vida import decisiones, inhibiciones, silencios
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import BANDERAS, Bandera
from sitio.catalogos.models import RenglonDeLista
from sitio.componentes import formatos
from sitio.componentes.vitral import TITULOS
from sitio.ocds import esquema, listas
from sitio.procesos.consultas import proceso_de
from sitio.publicacion.models import Registro

# Where evidence keeps what the procedure template changed (sitio.analisis.ajustes).
AJUSTE = "ajuste"
# What is told elsewhere on the page.
APARTE = (AJUSTE, "procesos")
FECHA = re.compile(r"\d{4}-\d{2}-\d{2}$")
# Evidence by its name: what was compared with, what only names something, and what are pesos (so do the titles say).
PARES = frozenset(
    (
        "n_pares",
        "mediana",
        "media",
        "desviacion",
        "cuartil",
        "percentil",
        "cerca_inferior",
        "cerca_superior",
        "comparadas",
        "semanas",
        "z",
    )
)
NOMBRES = frozenset(
    (
        "adjudicacion",
        "anio",
        "articulo",
        "bien",
        "clase",
        "contrato",
        "entrega",
        "linea",
        "lote",
        "nombre",
        "nuevo",
        "primera",
        "proyecto",
        "renglon",
        "rfc",
        "titulo",
        "version",
    )
)
PESOS = frozenset(
    (
        "actual",
        "adjudicado",
        "anticipo",
        "contratado",
        "ganadora",
        "limite",
        "menor_desechada",
        "menor_valida",
        "mercado",
        "monto",
        "monto_total",
        "neto",
        "original",
        "pagado",
        "presupuesto",
        "total",
    )
)
EN_PESOS = re.compile(r"\(pesos\)$")
# The codes that evidence carries: the lists of OCDS, and ours.
LISTAS_DE_CODIGOS = {"metodo": "method", "criterio": "awardCriteria"}
CODIGOS: Mapping[str, Mapping[str, Any]] = {
    "acto": {"fallo": gettext_lazy("Fallo"), "firma": gettext_lazy("Firma del contrato")},
    "coincidencia": {
        "rfc": gettext_lazy("Por su RFC"),
        "curp": gettext_lazy("Por su CURP"),
        "nombre_exacto": gettext_lazy("Solo por el nombre, igual"),
        "nombre_aproximado": gettext_lazy("Solo por el nombre, parecido"),
    },
    "decision": {"confirmada": gettext_lazy("Es la misma"), "rechazada": gettext_lazy("No es la misma")},
    "situacion": dict(RenglonDeLista.Situacion.choices),
    "regimen": {regimen.value: regimen.value.replace("-", " de ") for regimen in Regimen},
}

# Amber for attention, red for what the law forbids (look.md). Never colour alone.
CLASES = {
    Severidad.INFO: "alertas-severidad--info",
    Severidad.BAJA: "alertas-severidad--baja",
    Severidad.MEDIA: "alertas-severidad--media",
    Severidad.ALTA: "alertas-severidad--alta",
    Severidad.CRITICA: "alertas-severidad--critica",
}


@dataclass(frozen=True)
class Proceso:
    """A process behind an alert of several, with the way to it."""

    ocid: str
    titulo: str
    url: str


@dataclass(frozen=True)
class Leido:
    """A published field that a rule read: its path in the standard, the same in words, and what it held."""

    ruta: str
    titulo: str
    valor: str


@dataclass(frozen=True)
class Ficha:
    """Everything the page of an alert says, ready to be written down."""

    alerta: Alerta
    clase: str
    que: str
    por_que_importa: str
    fundamento: str
    numeros: list[tuple[str, str]]
    pares: list[tuple[str, str]]
    parametros: list[tuple[str, str]]
    origen: str
    explicaciones: list[str]
    que_hacer: str
    movimientos: list[MovimientoAlerta]
    acciones: list[Transicion]
    impedimento: str
    etapa: str
    espera: str
    silencios: list[Silencio]
    lectura: list[Leido]
    listas: str
    procesos: list[Proceso]
    responsables: list[User]
    con_archivo: bool


def ficha(alerta: Alerta, usuario: User) -> Ficha:
    """Explain `alerta` to `usuario`, with the moves that this person may make now."""
    regla = alerta.regla
    acciones, impedimento = decisiones.acciones_de(usuario, alerta)
    puede = decisiones.puede_mover(usuario, alerta)
    return Ficha(
        alerta=alerta,
        clase=CLASES[Severidad(alerta.severidad)],
        que=alerta.titulo,
        por_que_importa=_(regla.por_que_importa) if regla else "",
        fundamento=fundamento(regla),
        numeros=numeros(alerta),
        pares=pares(alerta),
        parametros=parametros(alerta),
        origen=origen(alerta.evidencia),
        explicaciones=[_(texto) for texto in regla.falsos_positivos] if regla else [],
        que_hacer=_(regla.que_hacer) if regla else "",
        movimientos=list(alerta.movimientos.select_related("usuario", "documento")),
        acciones=acciones,
        impedimento=impedimento,
        etapa=str(TITULOS.get(alerta.etapa, "")),
        espera=espera(alerta),
        silencios=silencios.silencios_de(alerta.publicador, alerta.bandera, alerta.ocid),
        lectura=[
            Leido(campo["ruta"], titulo_de_campo(campo["ruta"]), _leido(campo))
            for campo in alerta.lectura.get("campos", [])
        ],
        listas=", ".join(f"{lista} {version}" for lista, version in alerta.lectura.get("listas", {}).items()),
        procesos=procesos(alerta),
        responsables=list(decisiones.posibles_responsables(usuario, alerta)) if puede else [],
        con_archivo=bool(alerta.ocid and proceso_de(alerta.ocid)),
    )


def espera(alerta: Alerta) -> str:
    """Say what keeps an open alert waiting; empty if nothing does."""
    if alerta.inhibida_por == inhibiciones.CANCELADO:
        return _("El procedimiento se canceló: esta alerta espera y no se avisa.")
    madre = BANDERAS.get(alerta.inhibida_por)
    if not alerta.inhibida_por:
        return ""
    datos = {"bandera": alerta.inhibida_por, "titulo": _(madre.titulo) if madre else ""}
    return _("Espera y no se avisa mientras esté abierta %(bandera)s, «%(titulo)s», que dice lo mismo.") % datos


def situacion(alerta: Alerta, *, silenciada: bool) -> str:
    """Say in one line in which state an alert is, and whether it is being told."""
    partes = [alerta.get_estado_display()]
    if alerta.inhibida_por == inhibiciones.CANCELADO:
        partes.append(_("procedimiento cancelado"))
    elif alerta.inhibida_por:
        partes.append(_("espera a %(bandera)s") % {"bandera": alerta.inhibida_por})
    if silenciada:
        partes.append(_("silenciada"))
    return " · ".join(partes)


def procesos(alerta: Alerta) -> list[Proceso]:
    """Return the processes behind an alert that is of no process alone, by ocid (one query)."""
    if alerta.ocid:
        return []
    ocids = alerta.evidencia.get("procesos", [])
    titulos = dict(Registro.objects.filter(ocid__in=ocids).values_list("ocid", "titulo"))
    return [Proceso(ocid, titulos.get(ocid, ""), reverse("portal:proceso", args=[ocid])) for ocid in sorted(ocids)]


def _leido(campo: Mapping[str, Any]) -> str:
    """Write the values of a field, and how many more there are."""
    valores = [_valor(valor) for valor in campo["valores"]]
    resto = campo["cuantos"] - len(valores)
    if resto > 0:
        valores.append(_("y %(resto)d más") % {"resto": resto})
    return "; ".join(valores) or formatos.no_publicado()


def _valor(valor: Any) -> str:
    return ", ".join(f"{n}: {v}" for n, v in valor.items()) if isinstance(valor, Mapping) else str(valor)


def fundamento(regla: Bandera | None) -> str:
    """Return the legal source of a flag and, when it has one, its code in OCP's list."""
    if regla is None:
        return ""
    partes = [_(regla.fuente)]
    if regla.codigo_ocp:
        partes.append(_("bandera %(codigo)s de Open Contracting Partnership") % {"codigo": regla.codigo_ocp})
    return "; ".join(partes)


def titulo_de_campo(ruta: str) -> str:
    """Return the way to a field of the standard in Spanish: `tender.status` is «Licitación › Estado»."""
    nodo, titulos = esquema.entrega(), []
    for campo in ruta.split("."):
        nodo = esquema.bajar(nodo, campo)
        titulos.append(str(nodo.get("title", campo)))
        if "array" in nodo.get("type", ""):
            nodo = esquema.bajar(nodo, 0)
    return " › ".join(titulos)


def numeros(alerta: Alerta) -> list[tuple[str, str]]:
    """Return the evidence as pairs of what it is and how it reads; what the data lacks says so."""
    return _evidencia(alerta, [nombre for nombre in alerta.evidencia if nombre not in (*APARTE, *PARES)])


def pares(alerta: Alerta) -> list[tuple[str, str]]:
    """Return who it was compared with, in figures; empty for a rule that looks at its subject alone."""
    return _evidencia(alerta, [nombre for nombre in alerta.evidencia if nombre in PARES])


def _evidencia(alerta: Alerta, nombres: Iterable[str]) -> list[tuple[str, str]]:
    titulos = alerta.regla.evidencias if alerta.regla else {}
    return [
        (_(titulos.get(nombre, nombre)), pieza(nombre, alerta.evidencia[nombre], titulos.get(nombre, "")))
        for nombre in nombres
    ]


def pieza(nombre: str, valor: Any, titulo: str = "") -> str:
    """Write the evidence `nombre` as people read it: codes by their titles, pesos as pesos, names as they are."""
    if valor is None or valor == "" or isinstance(valor, bool | list):
        return legible(valor)
    if nombre in NOMBRES:
        return formatos.fecha(date.fromisoformat(valor)) if FECHA.match(str(valor)) else str(valor)
    if nombre in LISTAS_DE_CODIGOS:
        return listas.titulo(LISTAS_DE_CODIGOS[nombre], valor)
    if nombre in CODIGOS:
        return str(CODIGOS[nombre].get(valor, valor))
    if (nombre in PESOS or EN_PESOS.search(titulo)) and formatos.leer_decimal(valor) is not None:
        return formatos.dinero(valor)
    return legible(valor)


def parametros(alerta: Alerta) -> list[tuple[str, str]]:
    """Return the thresholds that were used: the template's where it has its own, else the rule's."""
    if alerta.regla is None:
        return []
    usados = alerta.regla.valores() | alerta.evidencia.get(AJUSTE, {}).get("parametros", {})
    return [(_(p.titulo), f"{formatos.numero(usados[p.nombre])} {_(p.unidad)}") for p in alerta.regla.parametros]


def origen(evidencia: Mapping[str, Any]) -> str:
    """Say which template version set the term or the thresholds; empty when they are those of the rule."""
    ajuste = evidencia.get(AJUSTE)
    return _("Plantilla «%(titulo)s», versión %(version)d") % ajuste if ajuste else ""


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
    if plazo.estado == EstadoDePlazo.SUSPENDIDO:
        return _("suspendido desde el %(fecha)s") % {"fecha": formatos.fecha(plazo.suspensiones[-1][0])}
    return formatos.vencimiento(plazo.vence, dia or hoy())


def antiguedad(alerta: Alerta, dia: date | None = None) -> str:
    """Say how long ago an alert was raised."""
    return formatos.antiguedad(alerta.creada_en, dia or hoy())
