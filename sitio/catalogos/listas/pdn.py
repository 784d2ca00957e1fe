"""The shapes of the Plataforma Digital Nacional: S2 (people who take part in contracting) and S3 (the sanctioned).

Source: the PDN's API specifications of S2 and S3. A file is what a page of those APIs answers (`results`), an array of
its rows, or one row a line.
"""

from collections.abc import Callable
from typing import Any

import orjson
from django.utils.translation import gettext as _

from sitio.catalogos.listas import fechas
from sitio.catalogos.listas.tabulares import decodificar, exigir_tamano
from sitio.catalogos.listas.tipos import CampoMalo, Fila, Lectura, ListaInvalida, Rechazo, exigir_identidad
from sitio.catalogos.models import RenglonDeLista
from sitio.catalogos.texto import compacto, llano

Situacion = RenglonDeLista.Situacion

_ARREGLOS = ("results", "data")


class Objeto:
    """A JSON object asked by dotted paths; what is missing, or of another type, is an empty text."""

    def __init__(self, numero: int, valor: dict[str, Any]) -> None:
        self.numero, self.valor = numero, valor

    def en(self, ruta: str) -> Any:
        """What is at `ruta`, or None."""
        valor: Any = self.valor
        for parte in ruta.split("."):
            valor = valor.get(parte) if isinstance(valor, dict) else None
        return valor

    def texto(self, *rutas: str) -> str:
        """The texts at `rutas`, joined."""
        return " ".join(str(v).strip() for v in map(self.en, rutas) if isinstance(v, str | int) and str(v).strip())

    def rfc(self, ruta: str) -> str:
        """The RFC at `ruta`; the S2 and S3 of many institutions reserve it."""
        valor = compacto(self.texto(ruta))
        return valor if len(valor) in (12, 13) else ""

    def curp(self, ruta: str) -> str:
        """The CURP at `ruta`, if it is one."""
        valor = compacto(self.texto(ruta))
        return valor if len(valor) == 18 else ""


class Pdn:
    """Reads a file whose every row is an object with the key `distintiva`, and makes rows of ours with `armar`."""

    def __init__(self, distintiva: str, armar: Callable[[Objeto], Fila]) -> None:
        self.distintiva, self.armar = distintiva, armar

    def __call__(self, nombre: str, contenido: bytes) -> Lectura:
        """Read a whole file. Raises ListaInvalida when it is not JSON of this shape."""
        exigir_tamano(nombre, contenido)
        texto, codificacion = decodificar(nombre, contenido)
        objetos = _objetos(nombre, texto)
        if not any(isinstance(objeto, dict) and self.distintiva in objeto for objeto in objetos):
            raise ListaInvalida(
                _("%(archivo)s no es de esta lista: ninguno de sus registros trae «%(campo)s».")
                % {"archivo": nombre, "campo": self.distintiva}
            )
        filas: list[Fila] = []
        rechazos: list[Rechazo] = []
        for numero, objeto in enumerate(objetos, start=1):
            try:
                filas.append(self._fila(numero, objeto))
            except CampoMalo as malo:
                rechazos.append(malo.rechazo(numero, ""))
        return Lectura(filas, rechazos, codificacion)

    def _fila(self, numero: int, objeto: Any) -> Fila:
        if not isinstance(objeto, dict) or not objeto.get(self.distintiva):
            motivo = _("El registro no trae este campo.")
            raise CampoMalo(self.distintiva, "", motivo, _("Pida el registro completo a quien publica la lista."))
        return exigir_identidad(self.armar(Objeto(numero, objeto)), self.distintiva)


def _objetos(nombre: str, texto: str) -> list[Any]:
    # A null character is legal JSON, and neither a name nor what PostgreSQL keeps.
    if "\\u0000" in texto:
        raise _no_es_json(nombre)
    try:
        raiz = orjson.loads(texto)
    except orjson.JSONDecodeError:
        raiz = _por_linea(nombre, texto)
    if isinstance(raiz, dict):
        raiz = next((raiz[llave] for llave in _ARREGLOS if isinstance(raiz.get(llave), list)), [raiz])
    return raiz if isinstance(raiz, list) else []


def _por_linea(nombre: str, texto: str) -> list[Any]:
    try:
        return [orjson.loads(linea) for linea in texto.splitlines() if linea.strip()]
    except orjson.JSONDecodeError:
        raise _no_es_json(nombre) from None


def _no_es_json(nombre: str) -> ListaInvalida:
    return ListaInvalida(_("%(archivo)s no es JSON completo. Descárguelo otra vez.") % {"archivo": nombre})


def _sancion(objeto: Objeto, **quien: str) -> Fila:
    """What S3 says of anybody: it debars if it gives the term, or names that kind of sanction."""
    desde, hasta = (
        fechas.leer(ruta, objeto.texto(ruta)) for ruta in ("inhabilitacion.fechaInicial", "inhabilitacion.fechaFinal")
    )
    inhabilita = bool(desde or hasta) or _se_llama_inhabilitacion(objeto.en("tipoSancion"))
    return Fila(
        numero=objeto.numero,
        situacion=Situacion.INHABILITADO if inhabilita else Situacion.MULTADO,
        desde=desde,
        hasta=hasta,
        datos=objeto.valor,
        pasajero=("fechaCaptura",),
        **quien,
    )


def _se_llama_inhabilitacion(tipos: Any) -> bool:
    """Tell whether one of the kinds of sanction debars: its key is «I», or its words say so."""
    for tipo in tipos if isinstance(tipos, list) else [tipos]:
        clave, valor = (tipo.get("clave"), tipo.get("valor")) if isinstance(tipo, dict) else ("", tipo)
        if clave == "I" or "inhabilit" in llano(str(valor)):
            return True
    return False


def _particular(objeto: Objeto) -> Fila:
    return _sancion(
        objeto,
        nombre=objeto.texto("particularSancionado.nombreRazonSocial"),
        rfc=objeto.rfc("particularSancionado.rfc"),
    )


def _persona(objeto: Objeto, lugar: str) -> dict[str, Any]:
    """Name, RFC and CURP of a person at `lugar` («» for the object itself)."""
    prefijo = f"{lugar}." if lugar else ""
    return {
        "nombre": objeto.texto(*(prefijo + campo for campo in ("nombres", "primerApellido", "segundoApellido"))),
        "rfc": objeto.rfc(f"{prefijo}rfc"),
        "curp": objeto.curp(f"{prefijo}curp"),
    }


def _servidor_sancionado(objeto: Objeto) -> Fila:
    return _sancion(objeto, **_persona(objeto, "servidorPublicoSancionado"))


def _servidor(objeto: Objeto) -> Fila:
    return Fila(
        numero=objeto.numero,
        situacion=Situacion.EN_LISTA,
        datos=objeto.valor,
        pasajero=("fechaCaptura",),
        **_persona(objeto, ""),
    )


S3_PARTICULARES = Pdn("particularSancionado", _particular)
S3_SERVIDORES = Pdn("servidorPublicoSancionado", _servidor_sancionado)
S2_SERVIDORES = Pdn("nombres", _servidor)
