"""The key that signs checkpoints: a PEM file outside the database, and the public keys that the portal has had."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.ocds.canonico import canonizar, sha256
from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion.models import LlavePublica

# Nobody but the account that runs the portal reads it.
MODO = 0o600


class SinLlave(ValueError):
    """There is no key to sign with, or it is not the one in force; the message, in Spanish, says what to do."""


@dataclass(frozen=True)
class Llave:
    """The private key, and the row by which everybody knows its public half."""

    privada: Ed25519PrivateKey
    publica: LlavePublica

    def firmar(self, contenido: bytes) -> str:
        """Return the Ed25519 signature (RFC 8032) of `contenido`, in hexadecimal."""
        return self.privada.sign(contenido).hex()


def ruta() -> Path | None:
    """Return where the key is or should be (setting LLAVE_DE_SELLOS); None when the installation names no place."""
    texto = str(getattr(settings, "LLAVE_DE_SELLOS", "") or "")
    return Path(texto) if texto else None


def crear(destino: Path, anterior: Path | None = None) -> LlavePublica:
    """Make a key in `destino`, readable only by its owner, and register its public half.

    With `anterior`, the file of the key in force, that key signs the handover. Raises SinLlave if that is not the key
    in force, and FileExistsError rather than writing over a key.
    """
    saliente = _en_vigor(leer(anterior)) if anterior else None
    privada = Ed25519PrivateKey.generate()
    pem = privada.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    destino.parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        nueva = _registrar(privada, saliente)
        with os.fdopen(os.open(destino, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODO), "wb") as archivo:
            archivo.write(pem)
    return nueva


def en_uso() -> Llave:
    """Return the installed key, registering it the first time it is seen. Raises SinLlave."""
    lugar = ruta()
    if lugar is None or not lugar.is_file():
        raise SinLlave(_("No hay llave para firmar los sellos de la bitácora. Haga una con «manage.py crear_llave»."))
    privada = leer(lugar)
    if not LlavePublica.objects.filter(clave=identificador(privada.public_key())).exists():
        return Llave(privada, _registrar(privada, None))
    return _en_vigor(privada)


def leer(lugar: Path) -> Ed25519PrivateKey:
    """Read a private key in PEM. Raises SinLlave, in Spanish, when the file is missing or holds something else."""
    try:
        privada = load_pem_private_key(lugar.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        mensaje = _("No se puede leer la llave de %(lugar)s: %(motivo)s")
        raise SinLlave(mensaje % {"lugar": lugar, "motivo": error}) from error
    if not isinstance(privada, Ed25519PrivateKey):
        raise SinLlave(_("La llave de %(lugar)s no es Ed25519.") % {"lugar": lugar})
    return privada


def identificador(publica: Ed25519PublicKey) -> str:
    """Return the short name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(publica.public_bytes_raw())[:16]


def relevo(clave: str, publica: str, desde: datetime, anterior: str) -> bytes:
    """Return the canonical statement by which key `anterior` hands over to key `clave`."""
    return canonizar({"keyId": clave, "previous": anterior, "publicKey": publica, "since": formato_fecha(desde)})


def firma_valida(publica: str, firma: str, contenido: bytes) -> bool:
    """Tell whether `firma` is the signature of `contenido` by the public key `publica`, both in hexadecimal."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(publica)).verify(bytes.fromhex(firma), contenido)
    except (InvalidSignature, ValueError):
        return False
    return True


def _en_vigor(privada: Ed25519PrivateKey) -> Llave:
    clave, ultima = identificador(privada.public_key()), LlavePublica.objects.last()
    if ultima is None or ultima.clave != clave:
        raise SinLlave(
            _("La llave %(clave)s no es la que está en vigor, que es %(ultima)s. Ponga esa en su lugar.")
            % {"clave": clave, "ultima": ultima.clave if ultima else _("ninguna")}
        )
    return Llave(privada, ultima)


def _registrar(privada: Ed25519PrivateKey, saliente: Llave | None) -> LlavePublica:
    publica = privada.public_key()
    nueva = LlavePublica(
        clave=identificador(publica),
        publica=publica.public_bytes_raw().hex(),
        desde=timezone.now().replace(microsecond=0),
        anterior=saliente.publica if saliente else None,
    )
    if saliente:
        nueva.firma = saliente.firmar(relevo(nueva.clave, nueva.publica, nueva.desde, saliente.publica.clave))
    nueva.save(force_insert=True)
    return nueva
