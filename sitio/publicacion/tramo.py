"""A stretch of the ledger: proposals of one publisher written in one transaction, in order, under one lock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django.db import transaction

from sitio.ocds import etiquetas, fusion
from sitio.ocds.canonico import canonizar, sha256
from sitio.ocds.identificadores import formato_fecha, leer_fecha
from sitio.publicacion import candado, escritura, examen
from sitio.publicacion.columnas import columnas, id_del_comprador
from sitio.publicacion.models import Entrega, Origen, Publicador, Registro
from sitio.publicacion.proceso import DE_LA_BITACORA, Proceso, dice_lo_mismo, leer_procesos
from sitio.publicacion.propuestas import Propuesta
from sitio.publicacion.senales import entregas_emitidas

# `cadena_previa` of the first release of a publisher.
GENESIS = "0" * 64


def eslabon(cadena_previa: str, huella: str) -> str:
    """Return the next link of a publisher's chain: SHA-256 of the previous link and the release's digest, in ASCII."""
    return sha256(f"{cadena_previa}{huella}".encode("ascii"))


class Tramo:
    """The state that `proponer` reads and extends, and `guardar` writes. Lives inside one `transaction.atomic()`.

    Creating it takes the ledger's lock, so what it reads of each process is the last word until the commit.
    """

    def __init__(self, publicador: Publicador, origen: Origen, propuestas: Iterable[Propuesta]) -> None:
        propuestas = list(propuestas)
        self.publicador = publicador
        self.origen = origen
        self.posicion, self.ahora = candado.turno()
        ocids = dict.fromkeys(propuesta.entrega["ocid"] for propuesta in propuestas)
        self.procesos = leer_procesos(ocids, con_contenido=any(p.redatar for p in propuestas))
        self.nuevas: list[Entrega] = []
        self.compiladas: dict[str, tuple[Entrega, dict[str, Any]]] = {}
        ultima = publicador.entregas.order_by("-secuencia").values_list("secuencia", "cadena").first()
        self.secuencia, self.cadena = ultima or (0, GENESIS)

    def proponer(self, propuesta: Propuesta, fecha: datetime | None = None) -> tuple[Entrega, bool]:
        """Return the release that `propuesta` becomes, and whether it is new: nothing is published twice.

        Raises EntregaInvalida or EntregaEnConflicto, and then nothing has changed.
        """
        proceso = self.procesos[propuesta.entrega["ocid"]]
        self._exigir_dueno(proceso)
        if proceso.se_retiro(propuesta.entrega):
            raise examen.retirada(proceso.ocid)
        if self.origen == Origen.CAPTURA:
            examen.examinar(propuesta, self.publicador, self.origen, previa=proceso.compilada)
        if repetida := _repetida(propuesta, proceso):
            return repetida, False
        try:
            completa = self._completar(propuesta, proceso, fecha or self.ahora)
            compilada = fusion.agregar(proceso.compilada, completa, propuesta.rasgos)
            if "tag" not in completa:
                completa["tag"] = etiquetas.decidir(proceso.compilada, completa, proceso.etiquetas, compilada)
        except etiquetas.SinCambios as motivo:
            if igual := proceso.con_el_contenido_de(propuesta.entrega, DE_LA_BITACORA):
                return igual, False
            raise examen.imposible(motivo) from motivo
        except fusion.FusionImposible as motivo:
            raise examen.imposible(motivo) from motivo
        entrega = self._encadenar(completa, propuesta.extensiones)
        proceso.entregas.append(entrega)
        entrega.anio, entrega.comprador_id = proceso.entregas[0].fecha.year, id_del_comprador(compilada)
        proceso.compilada = compilada
        self.compiladas[proceso.ocid] = (entrega, compilada)
        return entrega, True

    def guardar(self) -> None:
        """Write the new releases and their records, give them their positions, and announce them after the commit."""
        if not self.nuevas:
            return
        escritura.insertar(self.nuevas)
        escritura.reemplazar(
            Registro,
            self.compiladas,
            # Made one by one, while the database takes in those before.
            (
                registro_de(self.procesos[ocid].entregas[0], ultima, compilada)
                for ocid, (ultima, compilada) in self.compiladas.items()
            ),
        )
        candado.avanzar(len(self.nuevas))
        posiciones, ocids = [entrega.posicion for entrega in self.nuevas], list(self.compiladas)
        transaction.on_commit(partial(entregas_emitidas.send_robust, Entrega, posiciones=posiciones, ocids=ocids))

    def _exigir_dueno(self, proceso: Proceso) -> None:
        if proceso.publicador_id not in (None, self.publicador.pk):
            raise examen.de_otro_publicador(proceso.ocid, self._nombres[proceso.publicador_id])

    @cached_property
    def _nombres(self) -> dict[int | None, str]:
        return dict(Publicador.objects.values_list("pk", "nombre"))

    def _completar(self, propuesta: Propuesta, proceso: Proceso, minima: datetime) -> dict[str, Any]:
        """Add the id and date that the ledger gives, and hold those that came to the order of time."""
        completa = dict(propuesta.entrega)
        if self.origen == Origen.CAPTURA:
            # The only code of OCDS initiationType.
            completa.setdefault("initiationType", "tender")
        completa["date"] = self._fecha(propuesta, proceso, minima)
        completa.setdefault("id", proceso.id_libre())
        return completa

    def _fecha(self, propuesta: Propuesta, proceso: Proceso, minima: datetime) -> str:
        texto: str | None = propuesta.entrega.get("date")
        if texto is None:
            return formato_fecha(proceso.fecha_desde(minima))
        ultima = proceso.ultima_fecha
        if ultima is None or leer_fecha(texto) > ultima:
            return texto
        if propuesta.redatar:
            return formato_fecha(proceso.fecha_desde(ultima))
        raise examen.fecha_no_posterior(proceso.ocid, texto, formato_fecha(ultima))

    def _encadenar(self, completa: dict[str, Any], extensiones: Iterable[str]) -> Entrega:
        contenido = canonizar(completa)
        huella = sha256(contenido)
        previa, self.cadena = self.cadena, eslabon(self.cadena, huella)
        self.secuencia += 1
        self.posicion += 1
        entrega = Entrega(
            posicion=self.posicion,
            publicador=self.publicador,
            secuencia=self.secuencia,
            ocid=completa["ocid"],
            id_entrega=completa["id"],
            fecha=leer_fecha(completa["date"]),
            etiquetas=completa["tag"],
            extensiones=list(extensiones),
            contenido=contenido,
            sha256=huella,
            cadena_previa=previa,
            cadena=self.cadena,
            origen=self.origen,
            publicada_en=self.ahora,
        )
        self.nuevas.append(entrega)
        return entrega


def registro_de(primera: Entrega, ultima: Entrega, compilada: dict[str, Any]) -> Registro:
    """Return the record (unsaved) of a process from its first and last releases and its compiled release."""
    contenido = canonizar(compilada)
    return Registro(
        ocid=ultima.ocid,
        publicador_id=ultima.publicador_id,
        posicion=ultima.posicion,
        compilada=contenido,
        sha256=sha256(contenido),
        publicada_en=ultima.publicada_en,
        anio=primera.fecha.year,
        **columnas(compilada),
    )


def guardar_registros(registros: Sequence[Registro]) -> None:
    """Insert the records, or replace those of the same ocid. For the holder of the ledger's lock."""
    escritura.reemplazar(Registro, [registro.ocid for registro in registros], registros)


def _repetida(propuesta: Propuesta, proceso: Proceso) -> Entrega | None:
    """The release already published that `propuesta` says again; an id that names something else is a conflict."""
    entrega = propuesta.entrega
    if "id" not in entrega:
        completa = "date" in entrega and not propuesta.redatar
        return proceso.con_el_contenido_de(entrega, DE_LA_BITACORA - entrega.keys()) if completa else None
    publicada = proceso.con_id(entrega["id"])
    if publicada is None:
        return None
    faltan = DE_LA_BITACORA - entrega.keys()
    if proceso.sigue(publicada) and (
        publicada.sha256 == sha256(canonizar(entrega))
        or dice_lo_mismo(publicada, entrega, faltan | {"date"} if propuesta.redatar else faltan)
    ):
        return publicada
    raise examen.id_ocupado(proceso.ocid, entrega["id"])
