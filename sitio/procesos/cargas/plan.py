"""What a table would do to a list: the rows it adds, changes and takes away, or every error it has, all at once."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from sitio.procesos.cargas.celdas import CeldaMala, leer
from sitio.procesos.cargas.columnas import (
    Columna,
    campo_de_identidad,
    columna_de_identidad,
    columnas_de,
    listas_de,
    normal,
)
from sitio.procesos.cargas.lectura import LIMITE_DE_RENGLONES, Tabla
from sitio.procesos.cargas.registros import Registros
from sitio.procesos.models import EtapaPage
from sitio.procesos.models.renglones.bases import Renglon


class Modo(StrEnum):
    """What happens with the rows that are already there."""

    AGREGAR = "agregar"
    REEMPLAZAR = "reemplazar"


@dataclass(frozen=True)
class Falla:
    """Something wrong: the row as the spreadsheet numbers it (None: the whole table), the column, and what to do."""

    renglon: int | None
    columna: str
    valor: str
    mensaje: str


@dataclass
class Plan:
    """The list as it would be, and how it got there. With any failure, nothing of it is to be saved."""

    renglones: list[Renglon] = field(default_factory=list)
    nuevos: int = 0
    cambiados: int = 0
    iguales: int = 0
    quitados: int = 0
    fallas: list[Falla] = field(default_factory=list)
    registros: Registros = field(default_factory=Registros)


def planear(etapa: EtapaPage, lista: str, tabla: Tabla, modo: Modo, *, crear: bool = False) -> Plan:
    """Return what `tabla` would do to a list of `etapa`, whose rows it may change in memory: save none of it."""
    return _Planeador(etapa, lista, tabla, modo, crear=crear).planear()


class _Planeador:
    def __init__(self, etapa: EtapaPage, lista: str, tabla: Tabla, modo: Modo, *, crear: bool) -> None:
        self.modelo = listas_de(type(etapa))[lista]
        self.identidad = campo_de_identidad(self.modelo)
        self.actuales: list[Renglon] = list(getattr(etapa, lista).all())
        self.tabla, self.modo = tabla, modo
        self.plan = Plan(registros=Registros(crear=crear))
        self.lugar: dict[str, int] = {}
        self.columnas: list[Columna] = []
        self.vistas: dict[Any, int] = {}
        self.por_clave: dict[Any, Renglon] = {}

    def planear(self) -> Plan:
        self._leer_encabezado()
        if self.plan.fallas:
            return self.plan
        for columna in (c for c in self.columnas if c.campo.is_relation):
            self.plan.registros.buscar(
                columna.campo.related_model, (self._celda(f, columna.nombre) for _n, f in self.tabla.renglones)
            )
        self.por_clave = self._indizar()
        llegados = [r for numero, fila in self.tabla.renglones if (r := self._renglon(numero, fila)) is not None]
        self._exigir_columnas()
        self._armar(llegados)
        return self.plan

    def _leer_encabezado(self) -> None:
        conocidas = {normal(c.nombre): c for c in columnas_de(self.modelo)}
        extra = [
            columna_de_identidad(self.modelo),
            *(c.nombre_de_la_razon for c in conocidas.values() if c.es_organizacion),
        ]
        for lugar, nombre in enumerate(self.tabla.encabezado):
            clave = normal(nombre)
            if clave and clave in self.lugar:
                self._fallar(1, nombre, "", _("La columna está repetida. Deje una."))
            elif clave in conocidas:
                self.columnas.append(conocidas[clave])
            elif clave and clave not in map(normal, extra):
                self._fallar(1, nombre, "", _("No hay una columna con ese nombre. Use las de la plantilla, o quítela."))
            elif not clave and any(fila[lugar].strip() for _n, fila in self.tabla.renglones if lugar < len(fila)):
                motivo = _("La columna %(numero)s tiene datos y no tiene nombre. Póngaselo o bórrela.")
                self._fallar(1, nombre, "", motivo % {"numero": lugar + 1})
            self.lugar[clave] = lugar
        if not self.columnas:
            self.plan.fallas[:] = [
                Falla(
                    1,
                    "",
                    " · ".join(self.tabla.encabezado)[:120],
                    _("El primer renglón debe traer los nombres de las columnas, como en la plantilla."),
                )
            ]

    def _celda(self, fila: list[str], nombre: str) -> str:
        lugar = self.lugar.get(normal(nombre))
        return fila[lugar] if lugar is not None and lugar < len(fila) else ""

    def _renglon(self, numero: int, fila: list[str]) -> tuple[Renglon, bool] | None:
        """Return the row that a line of the table makes or changes, and whether it is new; None if it cannot be."""
        antes = len(self.plan.fallas)
        if any(celda.strip() for celda in fila[len(self.tabla.encabezado) :]):
            motivo = _("Tiene más celdas que el encabezado. Si una lleva el separador adentro, póngala entre comillas.")
            self._fallar(numero, "", fila[-1], motivo)
        valores = {c: v for c in self.columnas if (v := self._valor(numero, fila, c)) is not _MALO}
        actual = self._actual(numero, fila, valores) if len(self.plan.fallas) == antes else None
        if len(self.plan.fallas) > antes:
            return None
        renglon = actual or self.modelo()
        cambia = any(_comparable(c, getattr(renglon, c.campo.attname)) != _comparable(c, v) for c, v in valores.items())
        for columna, valor in valores.items():
            setattr(renglon, columna.campo.name, valor)
        self._validar(numero, fila, renglon)
        self.plan.nuevos += actual is None
        self.plan.cambiados += actual is not None and cambia
        self.plan.iguales += actual is not None and not cambia
        return renglon, actual is None

    def _valor(self, numero: int, fila: list[str], columna: Columna) -> Any:
        texto = self._celda(fila, columna.nombre)
        try:
            if columna.campo.is_relation:
                return self.plan.registros.hallar(columna, texto, self._celda(fila, columna.nombre_de_la_razon))
            return leer(columna.campo, texto)
        except CeldaMala as mala:
            self._fallar(numero, columna.nombre, texto, str(mala))
            return _MALO

    def _actual(self, numero: int, fila: list[str], valores: dict[Columna, Any]) -> Renglon | None:
        """Return the row of the draft that this one is, and refuse one that came twice or is no longer there."""
        columna, clave = self._clave(fila, valores)
        if not clave:
            return None
        actual = self.por_clave.get(clave)
        if (primero := self.vistas.setdefault(clave, numero)) != numero:
            motivo = _("Repite el renglón %(renglon)s. Deje uno.") % {"renglon": primero}
            self._fallar(numero, columna, clave if isinstance(clave, str) else "", motivo)
        elif actual is None and self.identidad == "identificador":
            motivo = _(
                "No está en el borrador. Descargue otra vez los renglones, o deje esta celda vacía para agregarlo."
            )
            self._fallar(numero, columna, str(clave), motivo)
        return actual

    def _clave(self, fila: list[str], valores: dict[Columna, Any]) -> tuple[str, Any]:
        """Return the column that tells which row this is, and what it says; all of it where no column does."""
        if self.identidad == "identificador":
            columna = columna_de_identidad(self.modelo)
            return columna, self._celda(fila, columna).strip()
        if self.identidad:
            nombre, clave = next(((c.nombre, v) for c, v in valores.items() if c.campo.name == "clave"), ("", ""))
            return nombre, clave.strip()
        return "", tuple(_comparable(columna, valor) for columna, valor in valores.items())

    def _indizar(self) -> dict[Any, Renglon]:
        if self.identidad:
            return {str(getattr(renglon, self.identidad)).strip(): renglon for renglon in self.actuales}
        return {
            tuple(_comparable(c, getattr(renglon, c.campo.attname)) for c in self.columnas): renglon
            for renglon in self.actuales
        }

    def _validar(self, numero: int, fila: list[str], renglon: Renglon) -> None:
        """Ask each field what its form would: what is missing, too long or out of range."""
        for columna in (c for c in self.columnas if c.campo.is_relation and c.obligatoria):
            if getattr(renglon, columna.campo.name, None) is None:
                self._fallar(numero, columna.nombre, "", _("Falta este dato."))
        presentes = {c.campo.name: c for c in self.columnas if not c.campo.is_relation}
        try:
            renglon.clean_fields(exclude={campo.name for campo in self.modelo._meta.fields} - set(presentes))
        except ValidationError as error:
            for nombre, mensajes in error.message_dict.items():
                titulo = presentes[nombre].nombre
                self._fallar(numero, titulo, self._celda(fila, titulo), " ".join(mensajes))

    def _exigir_columnas(self) -> None:
        """A new row cannot be made without what its form requires; one that is only changed can."""
        presentes = {c.campo.name for c in self.columnas}
        faltan = [c for c in columnas_de(self.modelo) if c.obligatoria and c.campo.name not in presentes]
        if self.plan.nuevos:
            for columna in faltan:
                self._fallar(
                    1,
                    columna.nombre,
                    "",
                    _("Falta esta columna, que los renglones nuevos necesitan. Agréguela al encabezado."),
                )

    def _armar(self, llegados: list[tuple[Renglon, bool]]) -> None:
        if self.modo is Modo.AGREGAR:
            final = [*self.actuales, *(renglon for renglon, nuevo in llegados if nuevo)]
        else:
            final = [renglon for renglon, _nuevo in llegados]
            quedan = {id(renglon) for renglon in final}
            self.plan.quitados = sum(id(renglon) not in quedan for renglon in self.actuales)
        if len(final) > LIMITE_DE_RENGLONES:
            motivo = _("La lista quedaría con %(total)s renglones y admite %(maximo)s.")
            self._fallar(None, "", "", motivo % {"total": len(final), "maximo": LIMITE_DE_RENGLONES})
        for orden, renglon in enumerate(final):
            renglon.sort_order = orden
        self.plan.renglones = final

    def _fallar(self, numero: int | None, columna: str, valor: str, mensaje: str) -> None:
        self.plan.fallas.append(Falla(numero, columna, valor[:120], mensaje))


def _comparable(columna: Columna, valor: Any) -> Any:
    """Return a value as it can be compared: what a relation names, by its key."""
    if columna.campo.is_relation and isinstance(valor, Model):
        return valor.pk or str(valor)
    return valor


_MALO = object()
"""What a wrong cell gives, which None (an empty one) is not."""
