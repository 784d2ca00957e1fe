"""External lists for the analysis: who of the published processes is on them, and whom a new version touches."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from sitio.analisis.referencias import ESQUEMAS_DE_REFERENCIA
from sitio.analisis.tablas import identidades
from sitio.catalogos.listas.coincidencias import Sujeto, buscar
from sitio.catalogos.listas.diferencias import anterior_a, diferencias
from sitio.catalogos.listas.referencias import coincidencias, listas
from sitio.catalogos.models import RenglonDeLista, VersionDeLista
from sitio.ocds import tablas
from sitio.publicacion.models import Publicador, Registro


def referencias(columnas: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the reference tables `listas` and `coincidencias` for the parties of `columnas`."""
    return referencias_de(_por_sujeto(columnas))


def referencias_de(sujetos: Iterable[Sujeto]) -> dict[str, pa.Table]:
    """Return the reference tables `listas` and `coincidencias` for these parties, each once."""
    publicadores = {f"{p.esquema}-{p.identificador}": p.clave for p in Publicador.objects.all()}
    filas = {
        "listas": listas(publicadores),
        "coincidencias": coincidencias(sujetos, publicadores),
    }
    return {nombre: pa.Table.from_pylist(f, ESQUEMAS_DE_REFERENCIA[nombre]) for nombre, f in filas.items()}


def ocids_que_toca(version: VersionDeLista, lotes: Iterable[list[str]]) -> Iterator[str]:
    """Yield the ocids, of those in `lotes`, where somebody takes part of whom `version` says something new."""
    cambios = diferencias(anterior_a(version), version)
    de_ellos = [renglon.pk for cambio in cambios.todas for renglon in (*cambio.antes, *cambio.ahora)]
    renglones = RenglonDeLista.objects.filter(pk__in=de_ellos)
    for lote in lotes:
        columnas = tablas.aplanar(bytes(r.compilada) for r in Registro.objects.filter(ocid__in=lote))
        sujetos = _por_sujeto(columnas)
        tocados = {hallada.sujeto for hallada in buscar(sujetos, renglones)}
        yield from sorted(set().union(*(sujetos[tocado] for tocado in tocados)))


def _por_sujeto(columnas: Mapping[str, pa.Table]) -> dict[Sujeto, set[str]]:
    """Return who takes part, each once, with the ocids where it does."""
    sujetos: dict[Sujeto, set[str]] = {}
    for fila in identidades(columnas).to_pylist():
        sujetos.setdefault(sujeto(fila["rfc"], fila["nombre"], fila["pais"]), set()).add(fila["ocid"])
    return sujetos


def sujeto(rfc: str | None, nombre: str | None, pais: str | None) -> Sujeto:
    """Return a party as the lists are looked up with it (`tablas.identidades`)."""
    rfc, nombre, pais = rfc or "", nombre or "", pais or ""
    return Sujeto(f"{rfc}|{nombre}|{pais}", nombre, rfc=rfc, pais=pais)
