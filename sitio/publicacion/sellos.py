"""Signed checkpoints: once a day, what the chain of each publisher is, so that its history cannot be made again.

Whoever holds the database could rewrite releases and every digest after them. A checkpoint says what the chain was, and
its key is elsewhere.
"""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.ocds.canonico import canonizar, sha256
from sitio.ocds.identificadores import formato_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion import candado, llaves
from sitio.publicacion.llaves import Llave, SinLlave
from sitio.publicacion.models import Clase, Publicador, Sello
from sitio.publicacion.tramo import GENESIS

registro = logging.getLogger(__name__)


def sellar() -> list[Sello]:
    """Sign a checkpoint for each publisher that published since its last one; [] when there is nothing new.

    Raises SinLlave. Two at once make one checkpoint.
    """
    llave = llaves.en_uso()
    return [sello for publicador in Publicador.objects.order_by("pk") if (sello := _sellar(publicador, llave))]


def sellar_cada_dia() -> int:
    """Do it as the scheduled task: without a key, say so in the log and go on. Returns how many were signed."""
    try:
        return len(sellar())
    except SinLlave as motivo:
        registro.warning("%s", _("No se selló la bitácora. %(motivo)s") % {"motivo": motivo})
        return 0


@transaction.atomic
def _sellar(publicador: Publicador, llave: Llave) -> Sello | None:
    candado.tomar()
    ultima = publicador.entregas.order_by("-secuencia").values("secuencia", "posicion", "cadena").first()
    previo = publicador.sellos.order_by("-numero").first()
    if ultima is None or (previo and previo.secuencia >= ultima["secuencia"]):
        return None
    fecha = timezone.now().replace(microsecond=0)
    numero = previo.numero + 1 if previo else 1
    retiros = _retiros(publicador, previo)
    contenido = canonizar(
        {
            "publisher": publicador.clave,
            "number": numero,
            "sequence": ultima["secuencia"],
            "position": ultima["posicion"],
            "chain": ultima["cadena"],
            "releases": ultima["secuencia"] - retiros,
            "withdrawals": retiros,
            "date": formato_fecha(fecha),
            "previous": previo.sha256 if previo else GENESIS,
            "keyId": llave.publica.clave,
        }
    )
    return Sello.objects.create(
        publicador=publicador,
        numero=numero,
        secuencia=ultima["secuencia"],
        fecha=fecha,
        contenido=contenido,
        sha256=sha256(contenido),
        llave=llave.publica,
        firma=llave.firmar(contenido),
    )


def _retiros(publicador: Publicador, previo: Sello | None) -> int:
    """How many tombstones the chain has: those the last checkpoint counted, and those since."""
    desde = previo.secuencia if previo else 0
    contados = int(leer_json(bytes(previo.contenido))["withdrawals"]) if previo else 0
    return contados + publicador.entregas.filter(clase=Clase.RETIRO, secuencia__gt=desde).count()
