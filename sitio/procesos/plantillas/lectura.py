"""A version of a template as people read it, stage by stage, and which processes were born under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.ocds import listas
from sitio.procesos import consultas
from sitio.procesos.adicionales.tipos import TIPOS
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento, ProcesoPage
from sitio.procesos.plantillas.campos import campos_de
from sitio.procesos.plantillas.diferencias import pasos, titulo_de_etapa, titulo_de_seccion

APARTE = ("clave", "titulo", "descripcion", "metodo", "detalle_metodo", "marco_legal", "etapas")
MAXIMO_DE_PROCESOS = 50


@dataclass(frozen=True)
class AdicionalLegible:
    """An extra field in words."""

    titulo: str
    tipo: str
    ruta: str
    obligatorio: bool
    detalle: str


@dataclass(frozen=True)
class EtapaLegible:
    """A stage of a template in words."""

    nombre: str
    titulo: str
    ayuda: str
    datos: list[str]
    documentos: list[str]
    valores: list[tuple[str, str]]
    adicionales: list[AdicionalLegible]
    aprobacion: str


@dataclass(frozen=True)
class Procedimiento:
    """A procedure in the list: its version in force (or its last one), and how many processes each version has."""

    version: PlantillaProcedimiento
    versiones: int
    procesos: int
    borrador: BorradorDePlantilla | None


def procedimientos() -> list[Procedimiento]:
    """Return every procedure with a version, by law and title; laws that no longer rule go last."""
    borradores = {borrador.clave: borrador for borrador in BorradorDePlantilla.objects.all()}
    por_clave: dict[str, list[PlantillaProcedimiento]] = {}
    for version in PlantillaProcedimiento.objects.order_by("clave", "-vigente", "-version"):
        por_clave.setdefault(version.clave, []).append(version)
    total = cuantos_procesos()
    filas = [
        Procedimiento(v[0], len(v), sum(total.get(x.pk, 0) for x in v), borradores.get(clave))
        for clave, v in por_clave.items()
    ]
    return sorted(filas, key=_lugar)


def _lugar(fila: Procedimiento) -> tuple[bool, str, str]:
    marco = fila.version.contenido["marco_legal"]
    return marco.get("hasta", "9999") < timezone.localdate().isoformat(), marco["ley"], fila.version.titulo


def borradores_nuevos() -> "QuerySet[BorradorDePlantilla]":
    """Return the drafts of procedures that have no version yet."""
    return BorradorDePlantilla.objects.exclude(clave__in=PlantillaProcedimiento.objects.values("clave"))


def cuantos_procesos() -> dict[int, int]:
    """Return how many processes run under each version, in all institutions."""
    filas = ProcesoPage.objects.values_list("plantilla").annotate(n=Count("pk"))
    return dict(filas)


def procesos_de(version: PlantillaProcedimiento, usuario: User) -> tuple[list[ProcesoPage], int]:
    """Return the first processes of a version that `usuario` may open, and how many it has in all institutions."""
    visibles = consultas.procesos_visibles(usuario).filter(plantilla=version)
    return list(visibles[:MAXIMO_DE_PROCESOS]), ProcesoPage.objects.filter(plantilla=version).count()


def etapas(contenido: dict[str, Any]) -> list[EtapaLegible]:
    """Return the stages of a template in words, in order."""
    return [_etapa(etapa) for etapa in contenido["etapas"]]


def metodo(contenido: dict[str, Any]) -> str:
    """Return the title of the method of procurement."""
    return listas.titulo("method", contenido["metodo"])


def secciones(contenido: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return (heading, lines) of each section that other rooms registered and this template has."""
    otras = [n for n in contenido if n not in (*APARTE, "contrato_marco", "requiere_contrato_marco")]
    return [(titulo_de_seccion(nombre), list(_lineas(contenido[nombre]))) for nombre in otras]


def _etapa(etapa: dict[str, Any]) -> EtapaLegible:
    campos = campos_de(etapa["etapa"])

    def titulo(nombre: str) -> str:
        return campos[nombre].titulo if nombre in campos else nombre

    return EtapaLegible(
        etapa["etapa"],
        titulo_de_etapa(etapa),
        etapa.get("ayuda", ""),
        [titulo(nombre) for nombre in etapa["campos_obligatorios"]],
        [listas.titulo("documentType", tipo) for tipo in etapa["documentos_obligatorios"]],
        [(titulo(n), _valor(etapa["etapa"], n, v)) for n, v in etapa.get("valores", {}).items()],
        [_adicional(extra) for extra in etapa.get("campos_adicionales", ())],
        pasos(etapa["aprobacion"]),
    )


def _valor(etapa: str, nombre: str, valor: Any) -> str:
    campo = campos_de(etapa).get(nombre)
    opciones = dict(campo.campo.flatchoices) if campo and campo.campo is not None and campo.campo.choices else {}
    return str(opciones.get(valor, valor))


def _adicional(extra: dict[str, Any]) -> AdicionalLegible:
    detalle = ", ".join(opcion["titulo"] for opcion in extra.get("opciones", ())) or extra.get("ayuda", "")
    tipo = str(TIPOS[extra["tipo"]].titulo)
    return AdicionalLegible(extra["titulo"], tipo, extra["ruta"], extra.get("obligatorio", False), detalle)


def _lineas(valor: Any, nombre: str = "") -> Iterator[str]:
    if isinstance(valor, dict):
        for clave, dato in valor.items():
            yield from _lineas(dato, f"{nombre} › {clave}" if nombre else str(clave))
    elif isinstance(valor, list):
        for miembro in valor:
            clave = miembro.get("clave", "") if isinstance(miembro, dict) else ""
            resto = {c: d for c, d in miembro.items() if c != "clave"} if isinstance(miembro, dict) else miembro
            yield from _lineas(resto, " › ".join(filter(None, (nombre, str(clave)))))
    else:
        dicho = (_("sí") if valor else _("no")) if isinstance(valor, bool) else valor
        yield f"{nombre}: {dicho}" if nombre else str(dicho)
