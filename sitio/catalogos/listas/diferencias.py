"""What changed in a list between two of its versions, told by person or company, so that only they are looked at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from sitio.catalogos.models import RenglonDeLista, VersionDeLista


@dataclass
class Cambio:
    """One of the list: the rows that it no longer has and those that it did not have."""

    clave: str
    antes: list[RenglonDeLista] = field(default_factory=list)
    ahora: list[RenglonDeLista] = field(default_factory=list)

    @property
    def renglon(self) -> RenglonDeLista:
        """The row that says who it is."""
        return (self.ahora or self.antes)[0]


@dataclass(frozen=True)
class Diferencias:
    """Who came to the list, of whom it now says another thing, and who left it."""

    nuevas: list[Cambio]
    cambiadas: list[Cambio]
    retiradas: list[Cambio]

    @property
    def todas(self) -> list[Cambio]:
        """Everybody of whom something changed."""
        return [*self.nuevas, *self.cambiadas, *self.retiradas]

    @property
    def rfcs(self) -> set[str]:
        """The RFCs of whom something changed."""
        return {renglon.rfc for renglon in self._renglones() if renglon.rfc}

    @property
    def curps(self) -> set[str]:
        """The CURPs of whom something changed."""
        return {renglon.curp for renglon in self._renglones() if renglon.curp}

    @property
    def nombres(self) -> set[str]:
        """The normalized names of whom something changed."""
        return {renglon.nombre_normalizado for renglon in self._renglones() if renglon.nombre_normalizado}

    def _renglones(self) -> Iterable[RenglonDeLista]:
        return (renglon for cambio in self.todas for renglon in (*cambio.antes, *cambio.ahora))


def diferencias(anterior: VersionDeLista | None, nueva: VersionDeLista) -> Diferencias:
    """Tell `nueva` from `anterior`, an earlier version of the same list; from an empty list if there is none."""
    desde = anterior.pk if anterior else 0
    despues_de = Q(alta__gt=desde, alta__lte=nueva.pk) | Q(baja__version__gt=desde, baja__version__lte=nueva.pk)
    tocados = RenglonDeLista.objects.filter(despues_de, lista=nueva.lista_id).select_related("baja")
    cambios: defaultdict[str, Cambio] = defaultdict(lambda: Cambio(""))
    for renglon in tocados.order_by("nombre_normalizado", "pk"):
        estaba, esta = _en(renglon, desde), _en(renglon, nueva.pk)
        if estaba != esta:
            cambio = cambios[renglon.clave]
            cambio.clave = renglon.clave
            (cambio.antes if estaba else cambio.ahora).append(renglon)
    antes = _quienes(anterior, cambios)
    ahora = _quienes(nueva, cambios)
    return Diferencias(
        nuevas=[c for clave, c in cambios.items() if clave not in antes],
        cambiadas=[c for clave, c in cambios.items() if clave in antes and clave in ahora],
        retiradas=[c for clave, c in cambios.items() if clave not in ahora],
    )


def anterior_a(version: VersionDeLista) -> VersionDeLista | None:
    """Return the version that `version` replaced."""
    return VersionDeLista.objects.filter(lista=version.lista_id, pk__lt=version.pk).first()


def _en(renglon: RenglonDeLista, version: int) -> bool:
    baja = getattr(renglon, "baja", None)
    return renglon.alta_id <= version and (baja is None or baja.version_id > version)


def _quienes(version: VersionDeLista | None, cambios: Iterable[str]) -> set[str]:
    """Return whose rows `version` has: a company with two sanctions of which one ends has changed, not left."""
    if version is None:
        return set()
    filas = RenglonDeLista.objects.de_la_version(version)
    claves = set(cambios)
    return {clave for clave in filas.values_list("clave", flat=True).distinct() if clave in claves}
