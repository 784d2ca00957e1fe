"""One import under way: what is read, file by file, examined and put into the ledger, whole or not at all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sitio.importacion import recolector
from sitio.importacion.archivos import Archivo, de_ruta
from sitio.importacion.espera import Espera
from sitio.importacion.informe import Informe, Resumen, Tipo
from sitio.importacion.publicadores import publicador_de
from sitio.importacion.rechazos import rechazos_de, referencia_de
from sitio.importacion.registro import Importador, reconocer
from sitio.importacion.tipos import ArchivoIlegible, DatosPublicador, Opciones, RenglonRechazado
from sitio.ocds import perfil
from sitio.publicacion.bitacora import TRAMO, Estado, Propuesta, Resultado, emitir_lote, examinar_lote
from sitio.publicacion.models import Origen, Publicador

Avance = Callable[[Resumen], None]
Lecturas = Iterator[Propuesta | RenglonRechazado]


@dataclass
class Importacion:
    """The account of a whole import, file by file."""

    resumenes: list[Resumen] = field(default_factory=list)

    @property
    def se_leyo_algo(self) -> bool:
        """Whether any file had something to read, even if the ledger refused it all."""
        return any(resumen.leidas for resumen in self.resumenes)

    @property
    def completa(self) -> bool:
        """Whether everything there was is in the ledger now."""
        return self.se_leyo_algo and not any(resumen.rechazadas or resumen.error for resumen in self.resumenes)


class Trabajo:
    """An import: takes files, or readings from elsewhere, and keeps the account.

    Unless `parcial`, a file (or a set read together) enters whole or not at all: it is read and examined to its end
    before the ledger's lock is asked for, then written in one transaction, which is undone if the ledger refuses
    anything. `parcial` publishes what is right as it is read, a thousand releases at a time. `avisos`: report, of
    what enters, what is not wrong but strange.
    """

    def __init__(
        self, opciones: Opciones, informe: Informe, avance: Avance, *, parcial: bool = False, avisos: bool = False
    ) -> None:
        self._opciones, self._informe, self._avance = opciones, informe, avance
        self._parcial, self._avisos = parcial, avisos
        self._publicadores: dict[DatosPublicador, Publicador] = {}
        self.importacion = Importacion()

    def importar_rutas(self, rutas_de_archivos: Iterable[Path]) -> None:
        """Import files, folders and zips; what cannot be opened is told and stops nothing."""
        for ruta in rutas_de_archivos:
            try:
                grupos = de_ruta(ruta)
            except ArchivoIlegible as error:
                self._anotar_error(self._abrir(ruta.name), error)
                continue
            if not any(grupos):
                self._anotar_error(self._abrir(ruta.name), ArchivoIlegible(_("No hay ahí archivos que importar.")))
            for grupo in grupos:
                for importador, archivos in self._repartir(grupo):
                    self.importar_lecturas(_nombre(archivos), importador.leer(archivos, self._opciones))

    def importar_lecturas(self, nombre: str, lecturas: Lecturas) -> Resumen:
        """Import what a file, or anything else called `nombre`, turned out to hold."""
        resumen = self._abrir(nombre)
        propuestas = self._propuestas(lecturas, resumen)
        with recolector.holgado():
            if self._parcial:
                self._emitir(propuestas, resumen)
            else:
                self._todo_o_nada(propuestas, resumen)
        self._avance(resumen)
        return resumen

    def _repartir(self, grupo: list[Archivo]) -> Iterator[tuple[Importador, list[Archivo]]]:
        """Give each file to its importer; those of an importer that reads sets go together, after the loose ones."""
        juntos: dict[str, tuple[Importador, list[Archivo]]] = {}
        for archivo in grupo:
            try:
                importador = reconocer(archivo)
            except ArchivoIlegible as error:
                self._anotar_error(self._abrir(archivo.nombre), error)
                continue
            if importador.en_conjunto:
                juntos.setdefault(importador.id, (importador, []))[1].append(archivo)
            else:
                yield importador, [archivo]
        yield from juntos.values()

    def _todo_o_nada(self, propuestas: Iterator[Propuesta], resumen: Resumen) -> None:
        with Espera() as sanas:
            for propuesta in self._examinadas(propuestas, resumen):
                sanas.guardar(propuesta)
            if not sanas:
                return
            with transaction.atomic():
                self._emitir(iter(sanas), resumen, examinadas=True)
                # A file already refused goes on to here, so that its report also tells what only the ledger knows.
                if resumen.rechazadas or resumen.error:
                    transaction.set_rollback(True)
                    self._publicadores.clear()
                    resumen.retener()

    def _examinadas(self, propuestas: Iterator[Propuesta], resumen: Resumen) -> Iterator[Propuesta]:
        """The proposals that are right by themselves; the others are told."""
        for datos, grupo in groupby(propuestas, key=_publica):
            provisional = Publicador(clave=datos.clave, nombre=datos.nombre, prefijo_ocid=datos.prefijo)
            while tramo := list(islice(grupo, TRAMO)):
                rechazos = examinar_lote(provisional, tramo, origen=Origen.IMPORTACION)
                for propuesta, rechazo in zip(tramo, rechazos, strict=True):
                    if rechazo is None:
                        resumen.retenidas += len(referencia_de(propuesta).unidades)
                        yield propuesta
                    else:
                        self._rechazar(rechazo, resumen)
                    self._avance(resumen)

    def _emitir(self, propuestas: Iterator[Propuesta], resumen: Resumen, *, examinadas: bool = False) -> None:
        for datos, grupo in groupby(propuestas, key=_publica):
            resultados = emitir_lote(self._publicador(datos), grupo, origen=Origen.IMPORTACION, examinadas=examinadas)
            for resultado in resultados:
                if examinadas:
                    resumen.retenidas -= len(referencia_de(resultado.propuesta).unidades)
                self._anotar(resultado, resumen)

    def _propuestas(self, lecturas: Lecturas, resumen: Resumen) -> Iterator[Propuesta]:
        """The proposals alone. A file that breaks in the middle ends here, with its error."""
        try:
            for lectura in lecturas:
                if isinstance(lectura, RenglonRechazado):
                    self._anotar_rechazo(lectura, resumen)
                else:
                    yield lectura
        except ArchivoIlegible as error:
            self._anotar_error(resumen, error)

    def _publicador(self, datos: DatosPublicador) -> Publicador:
        if datos not in self._publicadores:
            self._publicadores[datos] = publicador_de(datos)
        return self._publicadores[datos]

    def _anotar(self, resultado: Resultado, resumen: Resumen) -> None:
        referencia = referencia_de(resultado.propuesta)
        if resultado.estado == Estado.RECHAZADA:
            self._rechazar(resultado, resumen)
        elif resultado.estado == Estado.EMITIDA:
            resumen.emitidas += len(referencia.unidades)
            resumen.entregas += 1
            resumen.notas.update(referencia.notas)
            if self._avisos:
                self._avisar(resultado.propuesta, resumen)
        else:
            resumen.repetidas += len(referencia.unidades)
        self._avance(resumen)

    def _avisar(self, propuesta: Propuesta, resumen: Resumen) -> None:
        if extranezas := perfil.avisos(propuesta.entrega):
            resumen.avisos += len(extranezas)
            for aviso in rechazos_de(propuesta, extranezas, _("Entró así. Revíselo con quien lo publica.")):
                self._informe.anotar(aviso, Tipo.AVISO)

    def _rechazar(self, resultado: Resultado, resumen: Resumen) -> None:
        for rechazo in rechazos_de(resultado.propuesta, resultado.errores):
            self._anotar_rechazo(rechazo, resumen)

    def _anotar_rechazo(self, rechazo: RenglonRechazado, resumen: Resumen) -> None:
        resumen.anotar_rechazo(rechazo)
        self._informe.anotar(rechazo)

    def _abrir(self, archivo: str) -> Resumen:
        self.importacion.resumenes.append(Resumen(archivo))
        return self.importacion.resumenes[-1]

    def _anotar_error(self, resumen: Resumen, error: ArchivoIlegible) -> None:
        resumen.error = str(error)
        self._informe.anotar_error(resumen.archivo, resumen.error)


def _nombre(archivos: Sequence[Archivo]) -> str:
    """How to call files read together: by their folder."""
    return archivos[0].nombre if len(archivos) == 1 else archivos[0].nombre.rpartition("/")[0] or archivos[0].nombre


def _publica(propuesta: Propuesta) -> DatosPublicador:
    return referencia_de(propuesta).publicador
