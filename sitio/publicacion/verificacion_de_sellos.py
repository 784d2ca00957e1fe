"""Do the signed checkpoints hold, and does the ledger still go through the chain that each one signed?"""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from sitio.ocds.canonico import sha256
from sitio.ocds.identificadores import leer_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion.llaves import firma_valida, relevo
from sitio.publicacion.models import LlavePublica, Publicador, Sello
from sitio.publicacion.tramo import GENESIS
from sitio.publicacion.verificacion import Falla


def verificar_sellos() -> Iterator[Falla]:
    """Yield what is wrong with the keys, and the first fault of each publisher's checkpoints."""
    llaves = list(LlavePublica.objects.select_related("anterior").order_by("pk"))
    for llave in llaves:
        if llave.anterior and not _relevo_valido(llave, llave.anterior):
            yield Falla("", _("llave %(llave)s") % {"llave": llave.clave}, _("La firma de su relevo no es válida."))
    # A key answers until the next one begins.
    hasta = {llave.pk: siguiente.desde for llave, siguiente in pairwise(llaves)}
    for publicador in Publicador.objects.order_by("pk"):
        previo: Sello | None = None
        for sello in publicador.sellos.select_related("llave").order_by("numero").iterator():
            fuera = sello.fecha < sello.llave.desde or (sello.llave_id in hasta and sello.fecha > hasta[sello.llave_id])
            if motivo := _motivo(sello, previo, fuera_de_plazo=fuera) or _motivo_de_la_cadena(sello):
                yield Falla(publicador.clave, _lugar(sello), motivo)
                break
            previo = sello


def _relevo_valido(llave: LlavePublica, anterior: LlavePublica) -> bool:
    acta = relevo(llave.clave, llave.publica, llave.desde, anterior.clave)
    return firma_valida(anterior.publica, llave.firma, acta)


def _motivo(sello: Sello, previo: Sello | None, *, fuera_de_plazo: bool) -> str:
    contenido = bytes(sello.contenido)
    if sha256(contenido) != sello.sha256 or not firma_valida(sello.llave.publica, sello.firma, contenido):
        return _("Su firma no corresponde a su contenido.")
    try:
        dicho = leer_json(contenido)
        escrito = (dicho["number"], dicho["sequence"], dicho["keyId"], leer_fecha(dicho["date"]), dicho["previous"])
    except (KeyError, TypeError, ValueError):
        return _("Su contenido no se puede leer.")
    debido = (sello.numero, sello.secuencia, sello.llave.clave, sello.fecha, previo.sha256 if previo else GENESIS)
    if escrito != debido or sello.numero != (previo.numero + 1 if previo else 1):
        return _("No continúa el sello anterior, o sus columnas no dicen lo mismo que su contenido.")
    return _("Se firmó con una llave que no estaba en vigor.") if fuera_de_plazo else ""


def _motivo_de_la_cadena(sello: Sello) -> str:
    dicho = leer_json(bytes(sello.contenido))
    fila = sello.publicador.entregas.filter(secuencia=sello.secuencia).values("posicion", "cadena").first()
    if fila is None:
        return _("La bitácora no llega a la entrega que este sello firmó.")
    if (sello.publicador.clave, fila["posicion"], fila["cadena"]) != (
        dicho["publisher"],
        dicho["position"],
        dicho["chain"],
    ):
        return _("La cadena no es la que este sello firmó: se rehízo la historia.")
    return ""


def _lugar(sello: Sello) -> str:
    return _("sello %(numero)d, del número %(secuencia)d de la cadena") % {
        "numero": sello.numero,
        "secuencia": sello.secuencia,
    }
