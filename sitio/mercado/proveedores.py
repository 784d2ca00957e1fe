"""Who provided what was asked for: how often, when last, and what the lists loaded here say of each one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from sitio.catalogos.listas.coincidencias import Coincidencia, Sujeto
from sitio.catalogos.listas.coincidencias import buscar as buscar_en_listas
from sitio.catalogos.models import VersionDeLista
from sitio.mercado.busqueda import Renglon


@dataclass
class Proveedor:
    """A supplier of the prices compared. `listas` is None when no list is loaded: nobody looked."""

    nombre: str
    rfc: str
    procesos: set[str] = field(default_factory=set)
    renglones: int = 0
    ultima: date | None = None
    listas: list[str] | None = None

    @property
    def en_listas(self) -> str:
        """What the lists say of it, in words: nobody having looked is not the same as nothing found."""
        if self.listas is None:
            return _("No hay listas cargadas en este portal")
        return "; ".join(self.listas) or _("No aparece en las listas cargadas")


def proveedores(renglones: Iterable[Renglon]) -> list[Proveedor]:
    """Return who provided them, who sold most times first; what was awarded to several together names nobody."""
    hallados: dict[str, Proveedor] = {}
    for precio in (renglon.precio for renglon in renglones if renglon.precio.proveedor):
        quien = hallados.setdefault(precio.rfc or precio.proveedor, Proveedor(precio.proveedor, precio.rfc))
        quien.procesos.add(precio.ocid)
        quien.renglones += 1
        quien.ultima = max(filter(None, (quien.ultima, precio.fecha)), default=None)
    _consultar_listas(hallados)
    return sorted(hallados.values(), key=lambda quien: (-quien.renglones, quien.nombre))


def _consultar_listas(hallados: dict[str, Proveedor]) -> None:
    """Ask the lists that hold for every institution; a match that a person rejected is not told."""
    if not VersionDeLista.objects.exists():
        return
    for quien in hallados.values():
        quien.listas = []
    sujetos = [Sujeto(llave, quien.nombre, quien.rfc) for llave, quien in hallados.items()]
    for hallada in buscar_en_listas(sujetos):
        listas = hallados[hallada.sujeto.id].listas
        if listas is not None and not hallada.rechazada and hallada.renglon.lista.institucion_id is None:
            listas.append(_dicho(hallada))


def _dicho(hallada: Coincidencia) -> str:
    datos = {"lista": hallada.renglon.lista.titulo, "situacion": hallada.renglon.get_situacion_display()}
    if hallada.segura:
        return _("%(lista)s: %(situacion)s") % datos
    return _("%(lista)s: %(situacion)s; coincide solo el nombre, puede ser otra persona") % datos
