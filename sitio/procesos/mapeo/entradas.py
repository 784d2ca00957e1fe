"""The entries of a table: a field, an amount, an organization, rows, and what is worked out from several fields."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from sitio.catalogos.models import Organizacion
from sitio.ocds import rutas
from sitio.ocds.identificadores import formato_fecha
from sitio.procesos.mapeo.conversiones import TAL_CUAL, Conversion, referencia


@dataclass
class Volcado:
    """A block of a release, and the organizations it refers to with the roles they play in it."""

    bloque: dict[str, Any] = field(default_factory=dict)
    partes: list[tuple[Organizacion, str]] = field(default_factory=list)


@dataclass
class Lectura:
    """What reading somebody else's release needs and leaves: the register, who played each role, what did not fit."""

    organizacion: Callable[[dict[str, Any]], Organizacion | None]
    por_papel: Callable[[str], list[dict[str, Any]]] = lambda papel: []
    ilegibles: list[tuple[str, str]] = field(default_factory=list)

    def anotar(self, ruta: str, valor: Any) -> None:
        """Note a value that the form cannot hold; it stays in the ledger as it was."""
        self.ilegibles.append((ruta, str(valor)))


@dataclass(frozen=True)
class Campo:
    """One field of a page or row, and the OCDS path it fills. Empty values leave the path out."""

    nombre: str
    ruta: str
    conversion: Conversion = TAL_CUAL

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        valor = getattr(objeto, self.nombre)
        if vacio(valor):
            return
        escrito = self.conversion.escribir(valor)
        rutas.poner(destino, self.ruta, formato_fecha(escrito) if isinstance(escrito, datetime) else escrito)

    def recoger(self, objeto: Any, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> None:
        valor = rutas.leer(origen, self.ruta)
        if valor is not None:
            _asignar(objeto, self.nombre, valor, self.conversion, self.ruta, lectura)


@dataclass(frozen=True)
class Dinero:
    """An amount, its currency and, where known, its amount before taxes, which fill an OCDS `Value`.

    Without an amount there is no value at all: a currency alone says nothing.
    """

    nombre: str
    ruta: str
    moneda: str = "moneda"
    neto: str = ""

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        monto, neto = getattr(objeto, self.nombre), getattr(objeto, self.neto) if self.neto else None
        if monto is None and neto is None:
            return
        montos = {"amount": monto, "netAmount": neto}
        valor = {clave: cifra for clave, cifra in montos.items() if cifra is not None}
        rutas.poner(destino, self.ruta, {**valor, "currency": getattr(objeto, self.moneda)})

    def recoger(self, objeto: Any, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> None:
        valor = rutas.leer(origen, self.ruta)
        if not isinstance(valor, dict):
            return
        for nombre, clave in ((self.nombre, "amount"), (self.neto, "netAmount"), (self.moneda, "currency")):
            if nombre and valor.get(clave) is not None:
                _asignar(objeto, nombre, valor[clave], TAL_CUAL, f"{self.ruta}.{clave}", lectura)


@dataclass(frozen=True)
class Parte:
    """An organization of the register, the reference it fills and the role it plays.

    Without `ruta` the reference is the row itself (a list of organizations); `sin_referencia` only gives the role;
    `en_lista` writes an array of one, to which nested rows may add; `papel_de` is the field that says the role, where
    each row has its own.
    """

    nombre: str
    papel: str
    ruta: str = ""
    papel_de: str = ""
    sin_referencia: bool = False
    en_lista: bool = False

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        organizacion = getattr(objeto, self.nombre)
        if organizacion is None:
            return
        volcado.partes.append((organizacion, getattr(objeto, self.papel_de) if self.papel_de else self.papel))
        if self.sin_referencia:
            return
        dato = referencia(organizacion)
        if self.ruta:
            rutas.poner(destino, self.ruta, [dato] if self.en_lista else dato)
        else:
            destino.update(dato)

    def recoger(self, objeto: Any, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> None:
        dato: Any = rutas.leer(origen, self.ruta) if self.ruta else origen
        dato = dato[0] if self.en_lista and dato else dato
        if isinstance(dato, dict) and (organizacion := lectura.organizacion(dato)):
            setattr(objeto, self.nombre, organizacion)
            self._recoger_papel(objeto, dato, lectura)

    def _recoger_papel(self, objeto: Any, dato: dict[str, Any], lectura: Lectura) -> None:
        papeles = [papel for papel, _titulo in objeto._meta.get_field(self.papel_de).choices] if self.papel_de else []
        for papel in papeles:
            if any(parte.get("id") == dato.get("id") for parte in lectura.por_papel(papel)):
                setattr(objeto, self.papel_de, papel)
                return


@dataclass(frozen=True)
class Calculado:
    """A path worked out from several fields of a page or row; `leer`, where there is one, sets them back."""

    ruta: str
    escribir: Callable[[Any, Any], Any]
    leer: Callable[[Any, Any], None] | None = None
    nombre: str = ""

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        if (valor := self.escribir(objeto, pagina)) not in (None, "", [], {}):
            rutas.poner(destino, self.ruta, valor)

    def recoger(self, objeto: Any, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> None:
        valor = rutas.leer(origen, self.ruta)
        if valor is not None and self.leer:
            self.leer(objeto, valor)


@dataclass(frozen=True)
class Lista:
    """Child rows of a page and the OCDS array they fill; each row's model has its own table, `MAPA`.

    Without `ruta` the rows only give a role to organizations. `de` (field of these rows, field of the owner) keeps
    those that belong to the row being written, for lists inside of lists; `sin` is the id of a member that a field of
    the page writes in the same array.
    """

    nombre: str
    ruta: str
    de: tuple[str, str] | None = None
    sin: str = ""

    def campos(self, pagina: Any) -> "tuple[Entrada, ...]":
        """The table of the rows."""
        return self.modelo(pagina).MAPA  # type: ignore[attr-defined]  # every row model declares one

    def modelo(self, pagina: Any) -> type[models.Model]:
        """The model of the rows."""
        modelo: type[models.Model] = pagina._meta.get_field(self.nombre).related_model
        return modelo

    def renglones(self, objeto: Any, pagina: Any) -> Iterator[Any]:
        """The rows that belong here, in the order they were captured."""
        for renglon in getattr(pagina, self.nombre).all():
            ajeno = self.de and _clave(renglon, self.de[0]) != _clave(objeto, self.de[1])
            if not ajeno:
                yield renglon

    def volcar(self, objeto: Any, pagina: Any, destino: dict[str, Any], volcado: Volcado) -> None:
        filas = []
        for renglon in self.renglones(objeto, pagina):
            fila: dict[str, Any] = {}
            for entrada in self.campos(pagina):
                entrada.volcar(renglon, pagina, fila, volcado)
            filas.append(fila)
        if filas and self.ruta:
            rutas.poner(destino, self.ruta, [*(rutas.leer(destino, self.ruta) or []), *filas])

    def recoger(self, objeto: Any, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> None:
        for dato in self._datos(pagina, origen, lectura):
            if self._es_un_renglon(dato, pagina):
                self._recoger_uno(objeto, pagina, dato, lectura)

    def _datos(self, pagina: Any, origen: dict[str, Any], lectura: Lectura) -> list[Any]:
        if self.ruta:
            datos = rutas.leer(origen, self.ruta)
            return datos if isinstance(datos, list) else []
        papeles = [e.papel for e in self.campos(pagina) if isinstance(e, Parte)]
        return [dato for papel in papeles for dato in lectura.por_papel(papel)]

    def _es_un_renglon(self, dato: Any, pagina: Any) -> bool:
        if not isinstance(dato, dict) or (self.sin and dato.get("id") == self.sin):
            return False
        return self._es_de_organizaciones(pagina) or not rutas.vaciado(dato)

    def _recoger_uno(self, objeto: Any, pagina: Any, dato: dict[str, Any], lectura: Lectura) -> None:
        renglon, gestor = self.modelo(pagina)(), getattr(pagina, self.nombre)
        if self.de:
            setattr(renglon, self.de[0], _clave(objeto, self.de[1]))
        gestor.add(renglon)
        for entrada in self.campos(pagina):
            entrada.recoger(renglon, pagina, dato, lectura)
        if _le_falta_lo_suyo(renglon):
            gestor.remove(renglon)
            lectura.anotar(self.ruta, dato.get("id", dato))

    def _es_de_organizaciones(self, pagina: Any) -> bool:
        return any(isinstance(e, Parte) and not e.ruta for e in self.campos(pagina))


Simple = Campo | Dinero | Parte | Calculado
Entrada = Simple | Lista


def vacio(valor: Any) -> bool:
    """Whether a form left a value empty. Zero and «no» are answers."""
    return valor is None or valor == "" or valor == []


def volcar(objeto: Any, mapa: Iterable[Entrada]) -> Volcado:
    """Write the filled fields of a page and its rows into a block by the paths of its table."""
    volcado = Volcado()
    for entrada in mapa:
        entrada.volcar(objeto, objeto, volcado.bloque, volcado)
    return volcado


def recoger(objeto: Any, mapa: Iterable[Entrada], origen: dict[str, Any], lectura: Lectura) -> None:
    """Fill the fields and rows of a page from a block that somebody published; what does not fit is noted."""
    for entrada in mapa:
        entrada.recoger(objeto, objeto, origen, lectura)


def miembro(entrega: dict[str, Any], lista: str, identificador: str) -> dict[str, Any]:
    """Return the member of an array of a release that has that `id`; {} if there is none."""
    return next((m for m in entrega.get(lista, []) if str(m.get("id")) == identificador), {})


def _clave(objeto: Any, nombre: str) -> str:
    return str(getattr(objeto, nombre)).strip()


def _le_falta_lo_suyo(renglon: Any) -> bool:
    """Whether a row came without an organization or a value that its table in the database cannot do without."""
    return any(
        not campo.null and not campo.blank and getattr(renglon, campo.attname) in (None, "")
        for campo in renglon._meta.concrete_fields
        if campo.editable and not campo.primary_key and campo.name != "pagina"
    )


def _asignar(objeto: Any, nombre: str, valor: Any, conversion: Conversion, ruta: str, lectura: Lectura) -> None:
    campo = objeto._meta.get_field(nombre)
    try:
        leido = conversion.leer(valor)
        if leido is None:
            raise ValueError(valor)
        if not campo.is_relation:
            leido = campo.clean(str(leido) if isinstance(campo, models.CharField) else leido, None)
        if isinstance(campo, models.DecimalField):
            leido = leido.quantize(Decimal(1).scaleb(-campo.decimal_places))
        setattr(objeto, nombre, leido)
    except (ValueError, TypeError, ArithmeticError, AttributeError, ValidationError):
        lectura.anotar(ruta, valor)
