"""Keeping a file: in the storage `documentos`, under its institution and its digest."""

import hashlib

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.storage import InvalidStorageError, Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.procesos.archivos.tipos import NoSeAdmite, reconocer
from sitio.procesos.models import InstitucionPage, UnidadCompradoraPage
from sitio.procesos.models.archivos import ArchivoDeDocumento
from sitio.publicacion.models import Publicador

LIMITE = 50 * 1024 * 1024
"""Bytes of a document; settings.LIMITE_DE_DOCUMENTOS changes it."""


def almacen() -> Storage:
    """Return the storage `documentos`, which nobody else serves. Raises NoSeAdmite where the site has not set one."""
    try:
        return storages["documentos"]
    except InvalidStorageError as error:
        raise NoSeAdmite(
            _("Este portal no tiene dónde guardar documentos. Avise a quien lo administra (STORAGES, «documentos»).")
        ) from error


def guardar(unidad: UnidadCompradoraPage, subido: UploadedFile, usuario: User | None) -> ArchivoDeDocumento:
    """Keep a document that a unit uploads, private; the one there is, if its institution already has its very content.

    Raises NoSeAdmite.
    """
    archivo = _guardado(InstitucionPage.objects.parent_of(unidad).get().publicador, subido, usuario)
    archivo.unidades.add(unidad)
    return archivo


def _guardado(publicador: Publicador, subido: UploadedFile, usuario: User | None) -> ArchivoDeDocumento:
    nombre, limite = subido.name or "", getattr(settings, "LIMITE_DE_DOCUMENTOS", LIMITE)
    if (subido.size or 0) > limite:
        raise NoSeAdmite(
            _("%(nombre)s pesa más de %(limite)s. Comprímalo o divídalo.")
            % {"nombre": nombre, "limite": filesizeformat(limite)}
        )
    formato, huella = reconocer(nombre, subido), _huella(subido)
    propios = ArchivoDeDocumento.objects.filter(publicador=publicador, sha256=huella)
    archivo = _renovado(propios) or _nuevo(publicador, subido, usuario, huella, formato)
    # Whoever cleans may have deleted the content after we saw it there, and before the row was ours.
    if not almacen().exists(archivo.ruta):
        subido.seek(0)
        almacen().save(archivo.ruta, subido)
    return archivo


def _renovado(propios: "QuerySet[ArchivoDeDocumento]") -> ArchivoDeDocumento | None:
    """Return the file there is, if any, with its grace begun again while nothing names it (see `limpieza`)."""
    propios.filter(publicado=None).update(subido=timezone.now())
    return propios.first()


def _nuevo(
    publicador: Publicador, subido: UploadedFile, usuario: User | None, huella: str, formato: str
) -> ArchivoDeDocumento:
    ruta = f"{publicador.clave}/{huella[:2]}/{huella}"
    # The bytes first: a row without its file would be a broken promise, a file without a row is only space.
    if not almacen().exists(ruta):
        subido.seek(0)
        ruta = almacen().save(ruta, subido)
    try:
        with transaction.atomic():
            return ArchivoDeDocumento.objects.create(
                publicador=publicador,
                sha256=huella,
                nombre=(subido.name or "")[-250:],
                formato=formato,
                bytes=subido.size or 0,
                ruta=ruta,
                subido_por=usuario,
                subido=timezone.now(),
            )
    except IntegrityError:
        return ArchivoDeDocumento.objects.get(publicador=publicador, sha256=huella)


def _huella(subido: UploadedFile) -> str:
    subido.seek(0)
    suma = hashlib.sha256()
    for trozo in subido.chunks():
        suma.update(trozo)
    return suma.hexdigest()
