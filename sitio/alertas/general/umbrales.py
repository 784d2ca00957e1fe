"""What another threshold would raise, told before anybody sets it: nothing is stored, nobody is told."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from sitio.alertas import plantillas
from sitio.alertas.consultas import hoy
from sitio.alertas.general.almacen import almacen, recursos, referencias_de
from sitio.analisis import motor
from sitio.analisis.motor.general import Prueba, probar
from sitio.analisis.registro import BANDERAS, Bandera, Numero


class UmbralInvalido(ValueError):
    """The flag or the threshold does not exist, or the value cannot be one; the message is for who asked."""


def probar_umbral(bandera: str, valores: Mapping[str, Numero], ejemplos: int = 10) -> Prueba:
    """Compare what `bandera` raises today with what it would raise with `valores`, over the store as it is.

    Processes whose template sets its own thresholds keep them. Raises UmbralInvalido, in Spanish.
    """
    regla = _regla(bandera)
    for nombre in valores:
        _parametro(regla, nombre)
    with motor.sobre_almacen(almacen(), referencias_de(hoy()), recursos()) as base:
        return probar(base, regla, valores, plantillas.ajustes_de_todos(), ejemplos)


def leer_umbrales(bandera: str, textos: Iterable[str]) -> dict[str, Numero]:
    """Read thresholds written as `name=value`. Raises UmbralInvalido, in Spanish."""
    regla, leidos = _regla(bandera), {}
    for texto in textos:
        nombre, igual, valor = texto.partition("=")
        if not igual:
            raise UmbralInvalido(_("«%(texto)s» no dice un umbral: escriba nombre=valor.") % {"texto": texto})
        leidos[nombre] = _numero(_parametro(regla, nombre), nombre, valor)
    return leidos


def _regla(clave: str) -> Bandera:
    if clave not in BANDERAS:
        raise UmbralInvalido(
            _("No existe la bandera «%(clave)s»; las que hay son: %(lista)s.")
            % {"clave": clave, "lista": ", ".join(sorted(BANDERAS))}
        )
    return BANDERAS[clave]


def _parametro(regla: Bandera, nombre: str) -> Numero:
    if nombre not in regla.valores():
        raise UmbralInvalido(
            _("La bandera %(clave)s no tiene el umbral «%(nombre)s»; los que tiene son: %(lista)s.")
            % {"clave": regla.id, "nombre": nombre, "lista": ", ".join(regla.valores()) or _("ninguno")}
        )
    return regla.valores()[nombre]


def _numero(modelo: Numero, nombre: str, texto: str) -> Numero:
    """Read a number of the kind that the rule declares: whole where it counts things."""
    try:
        valor: Numero = int(texto) if isinstance(modelo, int) else Decimal(texto)
    except (ValueError, InvalidOperation) as error:
        raise UmbralInvalido(_mal(nombre, texto, modelo)) from error
    if not Decimal(valor).is_finite() or valor < 0:
        raise UmbralInvalido(_mal(nombre, texto, modelo))
    return valor


def _mal(nombre: str, texto: str, modelo: Numero) -> str:
    if isinstance(modelo, int):
        razon = _("«%(texto)s» no sirve para «%(nombre)s»: escriba un entero, desde cero.")
    else:
        razon = _("«%(texto)s» no sirve para «%(nombre)s»: escriba un número, desde cero, con punto decimal.")
    return razon % {"texto": texto, "nombre": nombre}
