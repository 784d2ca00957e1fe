"""Who publishes what is imported: asked for by the caller, found in the database, or made when it enters."""

from django.utils.translation import gettext as _

from sitio.importacion.tipos import PATRON_CLAVE, DatosPublicador
from sitio.ocds.identificadores import PATRON_PREFIJO
from sitio.publicacion.models import Publicador

PUBLICADOR_HISTORICO = DatosPublicador("compranet-historico", "CompraNet, contratos históricos", "ocds-213czf")
"""Who publishes tables that do not say it, under OCDS's documentation prefix: for tests and demonstrations only."""


class PublicadorInvalido(ValueError):
    """The publisher asked for cannot be used; the message, in Spanish, says why."""


def elegir_publicador(clave: str | None, prefijo: str | None) -> DatosPublicador:
    """Who publishes what does not say it. Raises PublicadorInvalido for a bad prefix, or one of somebody else."""
    if prefijo is not None and not PATRON_PREFIJO.fullmatch(prefijo):
        raise PublicadorInvalido(
            _("«%(prefijo)s» no es un prefijo OCID. Es «ocds-» y seis letras minúsculas o cifras, como ocds-213czf.")
            % {"prefijo": prefijo}
        )
    if clave is not None and not PATRON_CLAVE.fullmatch(clave):
        raise PublicadorInvalido(
            _("«%(clave)s» no sirve como clave de publicador: use hasta 60 letras sin acento, cifras y guiones.")
            % {"clave": clave}
        )
    existente = datos_de(clave or PUBLICADOR_HISTORICO.clave)
    if existente is None and clave is None:
        return DatosPublicador(
            PUBLICADOR_HISTORICO.clave, PUBLICADOR_HISTORICO.nombre, prefijo or PUBLICADOR_HISTORICO.prefijo
        )
    if existente is None and prefijo is not None and clave is not None:
        return DatosPublicador(clave, clave, prefijo)
    if existente is None:
        raise PublicadorInvalido(
            _("No existe el publicador «%(clave)s». Dé también su prefijo OCID (--prefijo) para crearlo.")
            % {"clave": clave}
        )
    if prefijo not in (None, existente.prefijo):
        raise PublicadorInvalido(
            _(
                "El publicador «%(clave)s» usa el prefijo %(propio)s, no %(prefijo)s. "
                "Quite --prefijo o elija otro publicador."
            )
            % {"clave": existente.clave, "propio": existente.prefijo, "prefijo": prefijo}
        )
    return existente


def datos_de(clave: str) -> DatosPublicador | None:
    """The publisher with that key, if it is in the database."""
    fila = Publicador.objects.filter(clave=clave).first()
    if fila is None:
        return None
    return DatosPublicador(
        fila.clave,
        fila.nombre,
        fila.prefijo_ocid,
        fila.esquema,
        fila.identificador,
        fila.uri,
        fila.licencia,
        fila.politica,
    )


def publicador_de(datos: DatosPublicador) -> Publicador:
    """The row of a publisher, made if it was not there; one that is there is never changed by an import."""
    fila, _creado = Publicador.objects.get_or_create(
        clave=datos.clave,
        defaults={
            "nombre": datos.nombre,
            "esquema": datos.esquema,
            "identificador": datos.identificador,
            "uri": datos.uri,
            "prefijo_ocid": datos.prefijo,
            "licencia": datos.licencia,
            "politica": datos.politica,
        },
    )
    return fila
