"""Import files into the ledger: what `manage.py importar` does, for whoever needs it from code."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.importacion.archivos import Archivo, de_ruta
from sitio.importacion.informe import Informe, Resumen
from sitio.importacion.registro import Importador, reconocer
from sitio.importacion.tipos import (
    PATRON_CLAVE,
    ArchivoIlegible,
    DatosPublicador,
    Falla,
    Opciones,
    Referencia,
    RenglonRechazado,
)
from sitio.ocds import rutas
from sitio.ocds.identificadores import PATRON_PREFIJO
from sitio.ocds.perfil import ErrorDePerfil
from sitio.publicacion.bitacora import Estado, Propuesta, Resultado, emitir_lote
from sitio.publicacion.models import Origen, Publicador

PUBLICADOR_HISTORICO = DatosPublicador("compranet-historico", "CompraNet, contratos históricos", "ocds-213czf")
"""Who publishes tables that do not say it, under OCDS's documentation prefix: for tests and demonstrations only."""

Avance = Callable[[Resumen], None]


class PublicadorInvalido(ValueError):
    """The publisher asked for cannot be used; the message, in Spanish, says why."""


@dataclass
class Importacion:
    """The account of a whole import, file by file."""

    resumenes: list[Resumen] = field(default_factory=list)

    @property
    def se_leyo_algo(self) -> bool:
        """Whether any file had something to read, even if the ledger refused it all."""
        return any(resumen.leidas for resumen in self.resumenes)


def importar(
    rutas_de_archivos: Sequence[Path],
    *,
    publicador: str | None = None,
    prefijo: str | None = None,
    simular: bool = False,
    informe: Informe | None = None,
    avance: Avance = lambda resumen: None,
) -> Importacion:
    """Read files and folders into the ledger. Importing the same again adds nothing.

    `publicador` (key) and `prefijo` (ocid prefix) are for files that do not name their publisher. `simular` does all
    of it inside one transaction that is undone at the end, so that its counts are those of the real run; the ledger
    stays locked meanwhile. `avance` is called as results come. Raises PublicadorInvalido before reading anything.
    """
    opciones = Opciones(
        publicador=elegir_publicador(publicador, prefijo),
        publicador_explicito=publicador is not None,
        ahora=timezone.now(),
        de_la_clave=datos_de,
    )
    trabajo = _Trabajo(opciones, informe or Informe(), avance)
    if not simular:
        trabajo.importar(rutas_de_archivos)
    else:
        with transaction.atomic():
            trabajo.importar(rutas_de_archivos)
            transaction.set_rollback(True)
    return trabajo.importacion


def elegir_publicador(clave: str | None, prefijo: str | None) -> DatosPublicador:
    """Who publishes what does not say it. Raises PublicadorInvalido for a bad prefix, or one of somebody else."""
    if prefijo is not None and not PATRON_PREFIJO.fullmatch(prefijo):
        raise PublicadorInvalido(
            _("«%(prefijo)s» no es un prefijo OCID. Es «ocds-» y seis letras minúsculas o cifras, como ocds-213czf.")
            % {"prefijo": prefijo}
        )
    if clave is not None and not PATRON_CLAVE.fullmatch(clave):
        raise PublicadorInvalido(
            _("«%(clave)s» no sirve como clave de publicador: use hasta 60 letras sin acento, cifras y guiones.")
            % {"clave": clave}
        )
    existente = datos_de(clave or PUBLICADOR_HISTORICO.clave)
    if existente is None and clave is None:
        return DatosPublicador(
            PUBLICADOR_HISTORICO.clave, PUBLICADOR_HISTORICO.nombre, prefijo or PUBLICADOR_HISTORICO.prefijo
        )
    if existente is None and prefijo is not None and clave is not None:
        return DatosPublicador(clave, clave, prefijo)
    if existente is None:
        raise PublicadorInvalido(
            _("No existe el publicador «%(clave)s». Dé también su prefijo OCID (--prefijo) para crearlo.")
            % {"clave": clave}
        )
    if prefijo not in (None, existente.prefijo):
        raise PublicadorInvalido(
            _(
                "El publicador «%(clave)s» usa el prefijo %(propio)s, no %(prefijo)s. "
                "Quite --prefijo o elija otro publicador."
            )
            % {"clave": existente.clave, "propio": existente.prefijo, "prefijo": prefijo}
        )
    return existente


def datos_de(clave: str) -> DatosPublicador | None:
    """The publisher with that key, if it is in the database."""
    fila = Publicador.objects.filter(clave=clave).first()
    if fila is None:
        return None
    return DatosPublicador(
        fila.clave,
        fila.nombre,
        fila.prefijo_ocid,
        fila.esquema,
        fila.identificador,
        fila.uri,
        fila.licencia,
        fila.politica,
    )


def publicador_de(datos: DatosPublicador) -> Publicador:
    """The row of a publisher, made if it was not there; one that is there is never changed by an import."""
    fila, _creado = Publicador.objects.get_or_create(
        clave=datos.clave,
        defaults={
            "nombre": datos.nombre,
            "esquema": datos.esquema,
            "identificador": datos.identificador,
            "uri": datos.uri,
            "prefijo_ocid": datos.prefijo,
            "licencia": datos.licencia,
            "politica": datos.politica,
        },
    )
    return fila


class _Trabajo:
    """One import under way."""

    def __init__(self, opciones: Opciones, informe: Informe, avance: Avance) -> None:
        self._opciones, self._informe, self._avance = opciones, informe, avance
        self._publicadores: dict[DatosPublicador, Publicador] = {}
        self.importacion = Importacion()

    def importar(self, rutas_de_archivos: Iterable[Path]) -> None:
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
                    self._importar(importador, archivos)

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

    def _importar(self, importador: Importador, archivos: list[Archivo]) -> None:
        resumen = self._abrir(_nombre(archivos))
        propuestas = self._propuestas(importador.leer(archivos, self._opciones), resumen)
        for datos, grupo in groupby(propuestas, key=lambda propuesta: _referencia(propuesta).publicador):
            for resultado in emitir_lote(self._publicador(datos), grupo, origen=Origen.IMPORTACION):
                self._anotar(resultado, resumen)
        self._avance(resumen)

    def _propuestas(self, lecturas: Iterator[Propuesta | RenglonRechazado], resumen: Resumen) -> Iterator[Propuesta]:
        """The proposals alone. A file that breaks in the middle ends here; what was read before it is published."""
        try:
            for lectura in lecturas:
                if isinstance(lectura, RenglonRechazado):
                    resumen.anotar_rechazo(lectura)
                    self._informe.anotar(lectura)
                else:
                    yield lectura
        except ArchivoIlegible as error:
            self._anotar_error(resumen, error)

    def _publicador(self, datos: DatosPublicador) -> Publicador:
        if datos not in self._publicadores:
            self._publicadores[datos] = publicador_de(datos)
        return self._publicadores[datos]

    def _anotar(self, resultado: Resultado, resumen: Resumen) -> None:
        unidades = _referencia(resultado.propuesta).unidades
        if resultado.estado == Estado.RECHAZADA:
            for rechazo in _rechazos_de(resultado):
                resumen.anotar_rechazo(rechazo)
                self._informe.anotar(rechazo)
        elif resultado.estado == Estado.EMITIDA:
            resumen.emitidas += len(unidades)
            resumen.entregas += 1
        else:
            resumen.repetidas += len(unidades)
        self._avance(resumen)

    def _abrir(self, archivo: str) -> Resumen:
        self.importacion.resumenes.append(Resumen(archivo))
        return self.importacion.resumenes[-1]

    def _anotar_error(self, resumen: Resumen, error: ArchivoIlegible) -> None:
        resumen.error = str(error)
        self._informe.anotar_error(resumen.archivo, resumen.error)


def _nombre(archivos: Sequence[Archivo]) -> str:
    """How to call files read together: by their folder."""
    return archivos[0].nombre if len(archivos) == 1 else archivos[0].nombre.rpartition("/")[0] or archivos[0].nombre


def _referencia(propuesta: Propuesta) -> Referencia:
    return cast(Referencia, propuesta.referencia)


def _rechazos_de(resultado: Resultado) -> Iterator[RenglonRechazado]:
    """What the ledger refused, told for each row of the files that would have ended in it."""
    referencia = _referencia(resultado.propuesta)
    fallas = tuple(_falla_de(error, resultado.propuesta, referencia.lugar) for error in resultado.errores)
    for archivo, renglon in referencia.unidades:
        yield RenglonRechazado(archivo, renglon, fallas)


def _falla_de(error: ErrorDePerfil, propuesta: Propuesta, lugar: str) -> Falla:
    ruta = ".".join(parte for parte in (lugar, rutas.texto(error.ruta)) if parte)
    return Falla(
        campo=f"{error.lugar} ({ruta})" if error.ruta else ruta,
        valor=_valor_en(propuesta.entrega, error.ruta),
        motivo=error.mensaje,
        remedio=_("Corríjalo en el archivo de origen y vuelva a importarlo: lo que ya entró no se repite."),
    )


def _valor_en(dato: Any, ruta: Iterable[str | int]) -> str:
    for parte in ruta:
        try:
            dato = dato[parte]
        except (KeyError, IndexError, TypeError):
            return ""
    return dato if isinstance(dato, str) else json.dumps(dato, ensure_ascii=False, default=str)
