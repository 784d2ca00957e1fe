"""What the ledger refuses or warns of, told for the rows of the files it came from."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.utils.translation import gettext as _

from sitio.importacion import remedios
from sitio.importacion.tipos import Falla, Nota, Referencia, RenglonRechazado
from sitio.ocds import rutas
from sitio.ocds.perfil import ErrorDePerfil
from sitio.publicacion.bitacora import Propuesta


def referencia_de(propuesta: Propuesta) -> Referencia:
    """Where a proposal was read."""
    return cast(Referencia, propuesta.referencia)


def rechazos_de(
    propuesta: Propuesta, errores: Iterable[ErrorDePerfil], remedio: str = ""
) -> Iterator[RenglonRechazado]:
    """What is wrong with a proposal, told for each row of the files that would have ended in it.

    The remedy is that of each rule unless one is given for all.
    """
    referencia = referencia_de(propuesta)
    fallas = tuple(_falla_de(error, propuesta, referencia, remedio) for error in errores)
    for archivo, renglon in referencia.unidades:
        yield RenglonRechazado(archivo, renglon, fallas)


def _falla_de(error: ErrorDePerfil, propuesta: Propuesta, referencia: Referencia, remedio: str) -> Falla:
    ruta = ".".join(parte for parte in (referencia.lugar, rutas.texto(error.ruta)) if parte)
    valor = _valor_en(propuesta.entrega, error.ruta)
    remedio = remedio or remedios.remedio(error, valor)
    if Nota.ACTUALIZADA in referencia.notas:
        remedio += " " + _("El lugar es el de la entrega ya actualizada a OCDS 1.1.")
    return Falla(
        campo=f"{error.lugar} ({ruta})" if error.ruta else ruta,
        valor=valor if isinstance(valor, str) else json.dumps(valor, ensure_ascii=False, default=str),
        motivo=error.mensaje,
        remedio=remedio,
    )


def _valor_en(dato: Any, ruta: Iterable[str | int]) -> Any:
    for parte in ruta:
        try:
            dato = dato[parte]
        except (KeyError, IndexError, TypeError):
            return ""
    return dato
