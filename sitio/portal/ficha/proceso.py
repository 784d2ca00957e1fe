"""The whole page of a process, from its record, its releases and what may be told of its alerts."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from sitio.alertas.models import Alerta
from sitio.componentes import formatos, vitral
from sitio.componentes.vitral import Panel
from sitio.ocds import listas
from sitio.ocds.lectura import leer_json
from sitio.portal.consultas import canceladas
from sitio.portal.ficha import secciones, tablas
from sitio.portal.ficha.piezas import Indicio, Movimiento, Proximo, Seccion, Tabla
from sitio.portal.ficha.proximos import proximos
from sitio.publicacion.consultas import entregas_de
from sitio.publicacion.models import Clase, Entrega, Registro, Retiro

# The history a page shows; the record in the API lists every release.
MOVIMIENTOS = 30


@dataclass(frozen=True)
class Ficha:
    """A process page, ready to be shown."""

    registro: Registro
    titulo: str
    comprador: str
    metodo: str
    monto: str
    paneles: list[Panel]
    nota: str
    proximos: list[Proximo]
    etapa_que_sigue: str
    secciones: list[Seccion]
    participantes: list[Tabla]
    historia: list[Movimiento]
    entregas: int
    indicios: list[Indicio]

    @property
    def ultimo(self) -> Movimiento:
        """The last thing published: a record exists because at least one release does."""
        return self.historia[0]

    @property
    def vigente(self) -> Movimiento:
        """The last release that keeps its content, or the last movement when it is older than what is shown."""
        return next((movimiento for movimiento in self.historia if movimiento.vigente), self.ultimo)


def ficha(registro: Registro) -> Ficha:
    """Return the page of a process, reading nothing but its compiled release, its ledger rows and its public alerts."""
    compilada = leer_json(bytes(registro.compilada))
    paneles = vitral.paneles(registro.etapas, canceladas=canceladas(registro.estado_licitacion))
    venideros = proximos(compilada, formatos.hoy())
    historia, entregas = _historia(entregas_de(registro.ocid).select_related("publicador"))
    return Ficha(
        registro=registro,
        titulo=registro.titulo or gettext("Proceso sin título publicado"),
        comprador=registro.comprador or formatos.no_publicado(),
        metodo=listas.titulo("method", registro.metodo) if registro.metodo else formatos.no_publicado(),
        monto=formatos.dinero(registro.monto, registro.moneda),
        paneles=paneles,
        nota=_nota(venideros),
        proximos=venideros,
        etapa_que_sigue=_etapa_que_sigue(registro),
        secciones=secciones.secciones(compilada, paneles),
        participantes=tablas.participantes(compilada),
        historia=historia,
        entregas=entregas,
        indicios=_indicios(registro.ocid),
    )


def _nota(venideros: list[Proximo]) -> str:
    """The end of the strip's text alternative: `vence el contrato: 12 dic 2026`."""
    return f"{venideros[0].texto.lower()}: {venideros[0].cuando}" if venideros else ""


def _etapa_que_sigue(registro: Registro) -> str:
    """The title of the stage that would be published next; empty when nothing follows."""
    if registro.estado_licitacion and canceladas(registro.estado_licitacion):
        return ""
    etapa = vitral.etapa_actual(registro.etapas)
    return "" if etapa in registro.etapas else str(vitral.TITULOS[etapa])


def _historia(entregas: QuerySet[Entrega]) -> tuple[list[Movimiento], int]:
    """Return the latest rows, last one first, and how many there are."""
    filas = list(entregas.order_by("-posicion").defer("contenido")[: MOVIMIENTOS + 1])
    total = entregas.count() if len(filas) > MOVIMIENTOS else len(filas)
    # The act of a withdrawal is always later than what it withdrew.
    actas = [fila.posicion for fila in filas if fila.clase == Clase.RETIRO]
    retiradas = set(Retiro.objects.filter(acta__in=actas).values_list("entrega_id", flat=True)) if actas else set()
    return [_movimiento(entrega, retirada=entrega.posicion in retiradas) for entrega in filas[:MOVIMIENTOS]], total


def _movimiento(entrega: Entrega, *, retirada: bool) -> Movimiento:
    es_acta = entrega.clase == Clase.RETIRO
    return Movimiento(
        id_entrega=entrega.id_entrega,
        fecha=formatos.fecha_hora(entrega.fecha),
        etiquetas=gettext("Retiro de una entrega") if es_acta else _etiquetas(entrega, retirada=retirada),
        sha256=entrega.sha256,
        secuencia=entrega.secuencia,
        cadena_previa=entrega.cadena_previa,
        cadena=entrega.cadena,
        url=reverse("publicacion:eslabon", args=[entrega.publicador.clave, entrega.secuencia])
        if es_acta
        else reverse("publicacion:entrega", args=[entrega.ocid, entrega.id_entrega]),
        vigente=not (es_acta or retirada),
    )


def _etiquetas(entrega: Entrega, *, retirada: bool) -> str:
    titulos = ", ".join(listas.titulo("releaseTag", etiqueta) for etiqueta in entrega.etiquetas)
    return gettext("%(que)s (retirada)") % {"que": titulos} if retirada else titulos


def _indicios(ocid: str) -> list[Indicio]:
    """Return the alerts the public may see, in the words of their flags; a flag no longer in use is left out."""
    return [
        Indicio(
            titulo=alerta.titulo,
            estado=alerta.get_estado_display(),
            por_que_importa=gettext(regla.por_que_importa),
            que_puede_explicarlo=[gettext(explicacion) for explicacion in regla.falsos_positivos],
        )
        for alerta in Alerta.objects.filter(ocid=ocid).publicas()
        if (regla := alerta.regla)
    ]
