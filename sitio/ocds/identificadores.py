"""Names and dates of the standard: ocid, party ids, and the one date format that sorts as text."""

import re
from datetime import UTC, datetime
from functools import lru_cache

PATRON_PREFIJO = re.compile(r"ocds-[a-z0-9]{6}")
PATRON_OCID = re.compile(r"ocds-[a-z0-9]{6}-[A-Za-z0-9._-]+")
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)


def validar_ocid(ocid: str) -> str:
    """Return `ocid` if it has a prefix in form and a local part safe in URLs and file names; else ValueError."""
    if not PATRON_OCID.fullmatch(ocid):
        raise ValueError(
            f"«{ocid}» no es un ocid válido. Lleva el prefijo del publicador (ocds- y seis minúsculas o cifras), "
            "un guion y el identificador local, con letras sin acento, cifras, punto, guion o guion bajo."
        )
    return ocid


def formar_ocid(prefijo: str, local: str) -> str:
    """Join a publisher's prefix (`ocds-xxxxxx`) and its own process id. Nothing is rewritten: two ids never become one.

    Raises ValueError, in Spanish, when either part is not allowed.
    """
    if not PATRON_PREFIJO.fullmatch(prefijo):
        raise ValueError(
            f"«{prefijo}» no es un prefijo OCID. Es «ocds-» y seis letras minúsculas o cifras, como ocds-213czf."
        )
    return validar_ocid(f"{prefijo}-{local}")


def id_parte(esquema: str, identificador: str) -> str:
    """The `id` of an organization in `parties`: `{scheme}-{identifier}`; schemes are those of org-id.guide (MX-RFC)."""
    esquema, identificador = esquema.strip(), identificador.strip()
    if not esquema or not identificador:
        raise ValueError("Una organización necesita esquema (por ejemplo MX-RFC) e identificador. Escriba ambos.")
    return f"{esquema}-{identificador}"


def formato_fecha(momento: datetime) -> str:
    """Write an aware moment as `YYYY-MM-DDThh:mm:ssZ` (UTC, whole seconds): as text it sorts as time does.

    ocdsmerge orders releases by the text of `date`, so every date of ours has this one format. ValueError if naive.
    """
    if momento.tzinfo is None:
        raise ValueError("La fecha no dice su zona horaria. Indíquela: las fechas se publican en UTC.")
    return momento.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


# The date of a release is read some six times on its way in.
@lru_cache(maxsize=4096)
def leer_fecha(texto: str) -> datetime:
    """Read an RFC 3339 date-time as an aware moment in UTC. Raises ValueError, in Spanish, for anything else."""
    try:
        if not _RFC3339.fullmatch(texto):
            raise ValueError(texto)
        return datetime.fromisoformat(texto).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"«{texto}» no es una fecha válida. Escríbala con hora y zona, por ejemplo 2026-03-15T10:00:00-06:00."
        ) from error
