"""The rows of one process, from all our tables, into one release; or into what is wrong with them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sitio.importacion.almacen import Fila
from sitio.importacion.armado import fecha_de_los_hechos, sellar
from sitio.importacion.celdas import Celdas
from sitio.importacion.partes import ESQUEMA_UC, Partes
from sitio.importacion.propio.instituciones import Instituciones
from sitio.importacion.propio.tablas import FECHAS_DE_HECHOS, TABLAS, TablaPropia
from sitio.importacion.tipos import DatosPublicador
from sitio.ocds import rutas
from sitio.ocds.identificadores import formar_ocid, leer_fecha

_POR_NOMBRE = {tabla.nombre: tabla for tabla in TABLAS}
_SECCIONES = {"planning": "planning", "tender": "tender"}
Objeto = dict[str, Any]


@dataclass
class Leido:
    """A row read: its cells (and what is wrong in them), the values of its columns, and the object it makes."""

    fila: Fila
    celdas: Celdas
    valores: Objeto = field(default_factory=dict)
    objeto: Objeto = field(default_factory=dict)


def leer_fila(fila: Fila) -> Leido:
    """Read every column of a row of ours, and put each value where its column says."""
    leido = Leido(fila, Celdas(fila.celdas))
    for columna in _POR_NOMBRE[fila.tabla].columnas:
        leer = leido.celdas.requerir if columna.obligatoria else leido.celdas.leer
        valor = leido.valores[columna.nombre] = leer(columna.nombre, columna.lector)
        if valor is not None and columna.ruta:
            rutas.poner(leido.objeto, columna.ruta, valor)
    _poner_monedas(leido, _POR_NOMBRE[fila.tabla])
    return leido


def _poner_monedas(leido: Leido, tabla: TablaPropia) -> None:
    """An amount says in which currency, or is no amount; a currency alone says nothing."""
    for columna in tabla.columnas:
        if not columna.moneda or leido.valores[columna.nombre] is None:
            continue
        moneda = leido.valores[columna.moneda]
        if moneda is None and not leido.celdas.fallas:
            leido.celdas.requerir(columna.moneda, lambda _campo, _valor: None)
        rutas.poner(leido.objeto, columna.ruta.removesuffix("amount") + "currency", moneda)


class Armador:
    """Makes the release of one process. After `armar`, what is wrong with each row is in its `celdas.fallas`."""

    def __init__(self, filas: Sequence[Fila], instituciones: Instituciones, ahora: datetime) -> None:
        self.leidos = [leer_fila(fila) for fila in filas]
        self._instituciones, self._ahora = instituciones, ahora
        self._de: dict[str, list[Leido]] = defaultdict(list)
        for leido in self.leidos:
            self._de[leido.fila.tabla].append(leido)
        self._partes = Partes()
        self._puestos: set[tuple[int, str, str]] = set()
        self.publicador: DatosPublicador | None = None

    @property
    def hay_fallas(self) -> bool:
        """Whether any row is wrong; then nothing of the process is published."""
        return any(leido.celdas.fallas for leido in self.leidos)

    def armar(self) -> Objeto | None:
        """The release, or None when some row is wrong: a process is published whole or not at all."""
        if not self._hay_un_proceso() or self.hay_fallas:
            return None
        cabeza = self._de["procesos"][0]
        contenido = self._de_proceso(cabeza)
        adjudicaciones = self._adjudicaciones()
        contratos = self._miembros("contratos", "contrato", adjudicaciones, "adjudicacion")
        self._articulos(contenido, adjudicaciones)
        self._pagos(contratos)
        self._documentos(contenido, adjudicaciones, contratos)
        fecha, ocid = self._fecha(cabeza), self._ocid(cabeza)
        if self.hay_fallas or fecha is None or ocid is None:
            return None
        contenido |= {"awards": list(adjudicaciones.values()), "contracts": list(contratos.values())}
        return sellar(ocid, {"parties": self._partes.lista(), **contenido}, fecha)

    def _hay_un_proceso(self) -> bool:
        cabezas = self._de["procesos"]
        if not cabezas:
            for leido in self.leidos:
                leido.celdas.fallar(
                    "proceso",
                    _("Este proceso no está en procesos.csv."),
                    _("Agregue ahí su renglón, o corrija la clave."),
                )
        for repetida in cabezas[1:]:
            repetida.celdas.fallar(
                "proceso",
                _("El proceso ya apareció en el renglón %(renglon)s.") % {"renglon": cabezas[0].fila.renglon},
                _("Deje un solo renglón por proceso; lo que se repite va en las otras tablas."),
            )
        return bool(cabezas)

    def _de_proceso(self, cabeza: Leido) -> Objeto:
        contenido = cabeza.objeto
        contenido["tender"]["id"] = cabeza.valores["proceso"]
        self.publicador = institucion = self._instituciones.publicador(cabeza.celdas)
        if institucion:
            contenido["buyer"] = self._partes.agregar(
                "buyer", institucion.nombre, institucion.esquema, institucion.identificador
            )
        if clave := cabeza.valores["unidad"]:
            unidad = self._instituciones.unidad(cabeza.celdas, cabeza.valores["institucion"], clave)
            contenido["tender"]["procuringEntity"] = self._partes.agregar("procuringEntity", unidad, ESQUEMA_UC, clave)
        licitantes = [self._organizacion(leido, "tenderer", "licitante") for leido in self._de["licitantes"]]
        contenido["tender"]["tenderers"] = list({ref["id"]: ref for ref in licitantes}.values())
        return contenido

    def _organizacion(self, leido: Leido, papel: str, columna: str) -> dict[str, str]:
        esquema, identificador = leido.valores["esquema"], leido.valores["identificador"]
        if bool(esquema) != bool(identificador):
            leido.celdas.fallar(
                "identificador" if esquema else "esquema",
                _("El esquema y el identificador van juntos."),
                _("Escriba los dos (por ejemplo MX-RFC y el RFC) o ninguno."),
            )
        return self._partes.agregar(papel, leido.valores[columna], esquema or "", identificador or "")

    def _adjudicaciones(self) -> dict[str, Objeto]:
        """One award for each key; its rows beyond the first bring more suppliers and may leave the rest empty."""
        adjudicaciones: dict[str, Objeto] = {}
        for leido in self._de["adjudicaciones"]:
            clave = leido.valores["adjudicacion"]
            primera = adjudicaciones.setdefault(clave, {**leido.objeto, "suppliers": []})
            if any(primera.get(campo) != valor for campo, valor in leido.objeto.items()):
                leido.celdas.fallar(
                    "adjudicacion",
                    _("La adjudicación ya apareció con otros datos."),
                    _("En los renglones de sus demás proveedores repita los mismos datos o déjelos vacíos."),
                )
            proveedor = self._organizacion(leido, "supplier", "proveedor")
            if proveedor not in primera["suppliers"]:
                primera["suppliers"].append(proveedor)
        return adjudicaciones

    def _miembros(self, tabla: str, columna: str, padres: dict[str, Objeto], de: str) -> dict[str, Objeto]:
        miembros: dict[str, Objeto] = {}
        for leido in self._de[tabla]:
            self._exigir(leido, de, padres)
            clave = leido.valores[columna]
            if clave in miembros:
                leido.celdas.fallar(
                    columna, _("Esta clave ya apareció en el proceso."), _("Use una distinta en cada renglón.")
                )
            miembros[clave] = leido.objeto
        return miembros

    def _exigir(self, leido: Leido, columna: str, existentes: dict[str, Objeto]) -> bool:
        if leido.valores[columna] in existentes:
            return True
        leido.celdas.fallar(
            columna,
            _("El proceso no tiene ninguno con esta clave."),
            _("Agregue su renglón en la tabla que le toca, o corrija la clave."),
        )
        return False

    def _articulos(self, contenido: Objeto, adjudicaciones: dict[str, Objeto]) -> None:
        for leido in self._de["articulos"]:
            if "classification" in leido.objeto:
                leido.objeto["classification"]["scheme"] = "CUCOP"
            if leido.valores["adjudicacion"] is None:
                self._anexar(leido, contenido["tender"], "items")
            elif self._exigir(leido, "adjudicacion", adjudicaciones):
                self._anexar(leido, adjudicaciones[leido.valores["adjudicacion"]], "items")

    def _pagos(self, contratos: dict[str, Objeto]) -> None:
        for leido in self._de["pagos"]:
            if self._exigir(leido, "contrato", contratos):
                ejecucion = contratos[leido.valores["contrato"]].setdefault("implementation", {})
                self._anexar(leido, ejecucion, "transactions")

    def _documentos(self, contenido: Objeto, adjudicaciones: dict[str, Objeto], contratos: dict[str, Objeto]) -> None:
        miembros = {"awards": adjudicaciones, "contracts": contratos, "implementation": contratos}
        for leido in self._de["documentos"]:
            seccion = leido.valores["etapa"]
            if seccion in _SECCIONES:
                destino = contenido.setdefault(seccion, {})
            elif self._exigir(leido, "de", miembros[seccion]):
                destino = miembros[seccion][leido.valores["de"]]
            else:
                continue
            if seccion == "implementation":
                destino = destino.setdefault("implementation", {})
            self._anexar(leido, destino, "documents")

    def _anexar(self, leido: Leido, destino: Objeto, lista: str) -> None:
        """Put a row's object in a list of its parent, where ids are not repeated."""
        puesto = (id(destino), lista, leido.objeto["id"])
        if puesto in self._puestos:
            columna = next(c.nombre for c in _POR_NOMBRE[leido.fila.tabla].columnas if c.ruta == "id")
            leido.celdas.fallar(
                columna, _("Esta clave ya apareció en la misma lista."), _("Use una distinta en cada renglón.")
            )
        self._puestos.add(puesto)
        destino.setdefault(lista, []).append(leido.objeto)

    def _ocid(self, cabeza: Leido) -> str | None:
        if self.publicador is None:
            return None
        try:
            return formar_ocid(self.publicador.prefijo, cabeza.valores["proceso"])
        except ValueError as error:
            cabeza.celdas.fallar(
                "proceso", str(error), _("Use solo letras sin acento, cifras, punto, guion y guion bajo.")
            )
            return None

    def _fecha(self, cabeza: Leido) -> datetime | None:
        """The date of the release (see `armado`); a day that did not come yet is a plan, not a fact."""
        hechos, respaldo = [], []
        for leido in self.leidos:
            for columna in _POR_NOMBRE[leido.fila.tabla].columnas:
                valor = rutas.leer(leido.objeto, columna.ruta) if columna.ruta else None
                if columna.ruta in FECHAS_DE_HECHOS and valor:
                    hechos.append(leer_fecha(valor))
                elif columna.ruta == "period.startDate" and valor:
                    respaldo.append(leer_fecha(valor))
        fecha = fecha_de_los_hechos(hechos, respaldo, self._ahora)
        if fecha is None:
            cabeza.celdas.fallar(
                "fecha_publicacion",
                _("Ninguna fecha del proceso ha ocurrido ya."),
                _("Escriba al menos una: una entrega lleva la fecha de los hechos que cuenta."),
            )
        return fecha
