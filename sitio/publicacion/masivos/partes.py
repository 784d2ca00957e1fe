"""The JSON files of a part of a year, and where a year is cut: the limits of OCP's guidance on serialization.

A part that is begun takes processes until one of the limits is `HOLGURA` full, so that it can grow with the news of
its processes; one that grows over a limit is cut there. A process only moves when its part does not fit any more.
"""

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson
from django.conf import settings

from sitio.publicacion.masivos.conjuntos import Conjunto, Proceso
from sitio.publicacion.masivos.formatos import COMPILADAS, ENTREGAS, REGISTROS, nombre_de
from sitio.publicacion.masivos.indice import SIN_GENERAR, Parte
from sitio.publicacion.paquetes import Sobre

HOLGURA = 0.8
_NIVEL = 6


@dataclass(frozen=True)
class Limites:
    """Of a package (OCP, hosting guidance): bytes as JSON and zipped, and awards or contracts."""

    descomprimidos: int = 1_000_000_000
    comprimidos: int = 10_000_000
    adjudicaciones: int = 250_000

    @classmethod
    def vigentes(cls) -> "Limites":
        """Return those of the setting `MASIVOS_LIMITES`, a dict with any of the three; OCP's where it says none."""
        return cls(**getattr(settings, "MASIVOS_LIMITES", {}))


@dataclass
class Cuenta:
    """What a part holds so far, and what its files will say of it."""

    procesos: int = 0
    entregas: int = 0
    descomprimidos: int = 0
    adjudicaciones: int = 0
    modificado: datetime | None = None
    extensiones: dict[str, None] = field(default_factory=dict)

    def sumar(self, proceso: Proceso, registro: bytes) -> None:
        self.procesos += 1
        self.entregas += len(proceso.entregas)
        self.descomprimidos += len(registro)
        self.adjudicaciones += _adjudicaciones(proceso)
        self.modificado = max(filter(None, (self.modificado, proceso.publicada_en)))
        self.extensiones |= dict.fromkeys(proceso.extensiones)

    def cabe(self, proceso: Proceso, registro: bytes, comprimidos: int, limites: Limites, holgura: float) -> bool:
        """Whether one more process fits; one by itself always does, because a process is never split."""
        return not self.procesos or (
            self.descomprimidos + len(registro) <= limites.descomprimidos * holgura
            and self.adjudicaciones + _adjudicaciones(proceso) <= limites.adjudicaciones * holgura
            and comprimidos <= limites.comprimidos * holgura
        )


def _adjudicaciones(proceso: Proceso) -> int:
    compilada = orjson.loads(proceso.compilada)
    return max(len(compilada.get(lista) or ()) for lista in ("awards", "contracts"))


@dataclass(frozen=True)
class Escrita:
    """A part whose JSON files are in a folder. `resto_desde`: the ocid where the next one has to begin, if any."""

    cuenta: Cuenta
    compiladas: Path
    resto_desde: str | None

    def lineas(self) -> Iterator[bytes]:
        """Yield the compiled releases."""
        with gzip.open(self.compiladas) as archivo:
            for linea in archivo:
                yield linea.rstrip(b"\n")


def escribir(conjunto: Conjunto, parte: Parte, hasta: str | None, posicion: int, carpeta: Path, uri: str) -> Escrita:
    """Write the JSON files of a part into `carpeta`, with as many of its processes as the limits let in."""
    escrita = _llenar(conjunto, parte, hasta, posicion, carpeta, uri, HOLGURA if parte.posicion == SIN_GENERAR else 1)
    if escrita.resto_desde is not None and parte.posicion != SIN_GENERAR:
        # It has outgrown a limit: cut it with room to grow, or tomorrow it would have to be cut again.
        escrita = _llenar(conjunto, parte, hasta, posicion, carpeta, uri, HOLGURA)
    return escrita


def _llenar(
    conjunto: Conjunto, parte: Parte, hasta: str | None, posicion: int, carpeta: Path, uri: str, holgura: float
) -> Escrita:
    limites, cuenta, resto = Limites.vigentes(), Cuenta(), None
    formatos = (COMPILADAS, ENTREGAS, REGISTROS)
    rutas = {formato: carpeta / nombre_de(formato, parte.anio, parte.numero) for formato in formatos}
    with ExitStack() as pila:
        compiladas = pila.enter_context(_gzip(rutas[COMPILADAS]))
        entregas = pila.enter_context(_gzip(rutas[ENTREGAS]))
        paquete = pila.enter_context(_Paquete(rutas[REGISTROS], f"{parte.anio}.records.json"))
        for proceso in conjunto.procesos(parte, hasta, posicion):
            registro = _registro(proceso)
            if not cuenta.cabe(proceso, registro, paquete.comprimidos, limites, holgura):
                resto = proceso.ocid
                break
            cuenta.sumar(proceso, registro)
            paquete.agregar(registro)
            compiladas.write(proceso.compilada + b"\n")
            entregas.writelines(entrega + b"\n" for entrega in proceso.entregas)
        paquete.terminar(Sobre(uri, conjunto.publicadores, cuenta.modificado, cuenta.extensiones))
    return Escrita(cuenta, rutas[COMPILADAS], resto)


def _registro(proceso: Proceso) -> bytes:
    return b'{"ocid":%b,"releases":[%b],"compiledRelease":%b}' % (
        orjson.dumps(proceso.ocid),
        b",".join(proceso.entregas),
        proceso.compilada,
    )


@contextmanager
def _gzip(ruta: Path) -> Iterator[gzip.GzipFile]:
    with (
        ruta.open("wb") as salida,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_NIVEL, fileobj=salida, mtime=0) as comprimido,
    ):
        yield comprimido


class _Paquete:
    """A record package written into a zip as its records come; what it says of itself goes last, when it is known."""

    def __init__(self, ruta: Path, nombre: str) -> None:
        self._salida = ruta.open("wb")
        self._zip = zipfile.ZipFile(self._salida, "w", zipfile.ZIP_DEFLATED, compresslevel=_NIVEL)
        # Opened by its name, a member is dated 1980-01-01: what has not changed has the same bytes tomorrow.
        self._miembro = self._zip.open(nombre, "w", force_zip64=True)
        self._separador = b'{"records":['

    def __enter__(self) -> "_Paquete":
        return self

    @property
    def comprimidos(self) -> int:
        return self._salida.tell()

    def agregar(self, registro: bytes) -> None:
        self._miembro.write(self._separador + registro)
        self._separador = b","

    def terminar(self, sobre: Sobre) -> None:
        vacio = b"" if self._separador == b"," else self._separador
        metadatos = orjson.dumps(sobre.metadatos())
        self._miembro.write(vacio + b"]," + metadatos[1:])

    def __exit__(self, *motivo: object) -> None:
        self._miembro.close()
        self._zip.close()
        self._salida.close()
