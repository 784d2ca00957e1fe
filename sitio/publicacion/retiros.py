"""Withdrawals: the content of a published release goes away by law, its place in the chain and the reason stay.

One person asks and another authorizes. What was published keeps its row, its digest and its links; a tombstone, which
is one more row of the chain, says in public what was withdrawn, when, why and by which order.
"""

from datetime import datetime
from functools import partial

from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.ocds.canonico import canonizar, sha256
from sitio.ocds.identificadores import formato_fecha
from sitio.ocds.lectura import leer_json
from sitio.publicacion import candado
from sitio.publicacion.models import Clase, Entrega, Motivo, Registro, Retiro
from sitio.publicacion.proceso import huella_del_contenido, leer_procesos
from sitio.publicacion.recompilacion import EntregaIlegible, recompilar
from sitio.publicacion.senales import entrega_retirada
from sitio.publicacion.tramo import eslabon, guardar_registros

PERMISO = "publicacion.retirar_entrega"
# Two of its people, at least, or nobody could withdraw anything.
GRUPO = "Administración"


class RetiroRechazado(PermissionDenied):
    """The withdrawal was not asked for, or not authorized, and nothing changed. The message is for who tried."""


def puede_retirar(persona: User) -> bool:
    """Tell whether `persona` may ask for withdrawals and authorize those of others."""
    return persona.is_active and persona.has_perm(PERMISO)


def solicitar(ocid: str, id_entrega: str, *, motivo: str, fundamento: str, explicacion: str, persona: User) -> Retiro:
    """Ask for the content of a release to be withdrawn. Nothing changes until somebody else authorizes it.

    `fundamento` (article, number of the order) and `explicacion` will be public. Raises RetiroRechazado, in Spanish.
    """
    _exigir_permiso(persona)
    fundamento, explicacion = fundamento.strip(), explicacion.strip()
    _exigir_razones(motivo, fundamento, explicacion)
    entrega = _publicada(ocid, id_entrega)
    retiro = Retiro(
        entrega=entrega,
        motivo=motivo,
        fundamento=fundamento,
        explicacion=explicacion,
        huella=_huella(entrega),
        solicitada_por=persona,
        solicitada_en=timezone.now(),
    )
    try:
        with transaction.atomic():
            retiro.save(force_insert=True)
    except IntegrityError as error:
        raise RetiroRechazado(
            _("Ya hay una solicitud abierta para retirar esta entrega. Autorícela o descártela.")
        ) from error
    return retiro


@transaction.atomic
def autorizar(folio: int, persona: User) -> Entrega:
    """Authorize request `folio` as a second person: the content is gone for good. Return the tombstone.

    In one transaction under the ledger's lock: the tombstone is chained, the content emptied, and the record compiled
    again without it (or dropped, when nothing of the process is left). Raises RetiroRechazado, in Spanish.
    """
    _exigir_permiso(persona)
    posicion, ahora = candado.turno()
    retiro = _pendiente(folio)
    if retiro.solicitada_por_id == persona.pk:
        raise RetiroRechazado(_("Usted solicitó este retiro: debe autorizarlo otra persona."))
    acta = _lapida(retiro, posicion + 1, ahora)
    acta.save(force_insert=True)
    candado.avanzar(1)
    Retiro.objects.filter(pk=folio).update(autorizada_por=persona, autorizada_en=ahora, acta=acta)
    Entrega.objects.filter(pk=retiro.entrega_id).update(contenido=b"")
    _recompilar(acta.ocid)
    _anunciar(retiro.entrega)
    return acta


@transaction.atomic
def descartar(folio: int, persona: User) -> None:
    """Close request `folio` without withdrawing anything; who asked may do it too. Raises RetiroRechazado."""
    _exigir_permiso(persona)
    candado.tomar()
    _pendiente(folio)
    Retiro.objects.filter(pk=folio).update(descartada_por=persona, descartada_en=timezone.now())


def retiro_de(entrega: Entrega) -> Retiro | None:
    """Return the authorized withdrawal that emptied `entrega`; None when there is none."""
    autorizados = Retiro.objects.filter(autorizada_en__isnull=False).select_related("acta")
    return autorizados.filter(Q(entrega=entrega) | Q(acta=entrega)).first()


def _exigir_permiso(persona: User) -> None:
    if not puede_retirar(persona):
        raise RetiroRechazado(
            _("Retirar necesita el permiso «Puede solicitar y autorizar el retiro de una entrega publicada».")
        )


def _exigir_razones(motivo: str, fundamento: str, explicacion: str) -> None:
    if motivo not in Motivo.values:
        raise RetiroRechazado(
            _("El motivo «%(motivo)s» no existe. Use uno de estos: %(motivos)s.")
            % {"motivo": motivo, "motivos": ", ".join(Motivo.values)}
        )
    if not fundamento or not explicacion:
        raise RetiroRechazado(_("Escriba el fundamento (artículo o número de la orden) y la explicación pública."))
    largo = Retiro._meta.get_field("fundamento").max_length or 0
    if len(fundamento) > largo:
        raise RetiroRechazado(_("El fundamento tiene más de %(largo)d caracteres. Acórtelo.") % {"largo": largo})


def _publicada(ocid: str, id_entrega: str) -> Entrega:
    entrega = Entrega.objects.filter(ocid=ocid, id_entrega=id_entrega, clase=Clase.ENTREGA).first()
    if entrega is None:
        raise RetiroRechazado(
            _("El proceso %(ocid)s no ha publicado una entrega con id %(id)s. Cópielo de su página pública.")
            % {"ocid": ocid, "id": id_entrega}
        )
    if entrega.retirada:
        raise RetiroRechazado(_("Esta entrega ya se retiró."))
    return entrega


def _huella(entrega: Entrega) -> str:
    try:
        return huella_del_contenido(leer_json(bytes(entrega.contenido)))
    except ValueError as ilegible:
        raise _danada() from ilegible


def _danada() -> RetiroRechazado:
    return RetiroRechazado(
        _("La bitácora está dañada en este proceso. Corra «manage.py verificar_bitacora» antes de retirar nada.")
    )


def _pendiente(folio: int) -> Retiro:
    retiro = Retiro.objects.select_related("entrega__publicador").filter(pk=folio).first()
    if retiro is None:
        raise RetiroRechazado(_("No hay una solicitud de retiro con el folio %(folio)s.") % {"folio": folio})
    if retiro.autorizada_en or retiro.descartada_en:
        raise RetiroRechazado(_("La solicitud %(folio)s ya se resolvió.") % {"folio": folio})
    return retiro


def _lapida(retiro: Retiro, posicion: int, ahora: datetime) -> Entrega:
    """The tombstone (unsaved): the next link of the chain, dated after whatever its process published."""
    retirada = retiro.entrega
    proceso = leer_procesos([retirada.ocid], con_contenido=False)[retirada.ocid]
    fecha = proceso.fecha_desde(ahora)
    contenido = canonizar(
        {
            "ocid": retirada.ocid,
            "releaseId": retirada.id_entrega,
            "date": formato_fecha(fecha),
            "reason": retiro.motivo,
            "legalBasis": retiro.fundamento,
            "explanation": retiro.explicacion,
            "sha256": retirada.sha256,
        }
    )
    [(secuencia, previa)] = retirada.publicador.entregas.order_by("-secuencia").values_list("secuencia", "cadena")[:1]
    huella = sha256(contenido)
    return Entrega(
        posicion=posicion,
        publicador=retirada.publicador,
        secuencia=secuencia + 1,
        clase=Clase.RETIRO,
        ocid=retirada.ocid,
        id_entrega=proceso.id_libre("retiro-"),
        fecha=fecha,
        contenido=contenido,
        sha256=huella,
        cadena_previa=previa,
        cadena=eslabon(previa, huella),
        origen=retirada.origen,
        publicada_en=ahora,
    )


def _recompilar(ocid: str) -> None:
    try:
        registro = recompilar(Entrega.objects.filter(ocid=ocid).order_by("posicion"))
    except EntregaIlegible as ilegible:
        raise _danada() from ilegible
    if registro is None:
        Registro.objects.filter(ocid=ocid).delete()
    else:
        guardar_registros([registro])


def _anunciar(entrega: Entrega) -> None:
    datos = {
        "ocid": entrega.ocid,
        "id_entrega": entrega.id_entrega,
        "posicion": entrega.posicion,
        "publicador_id": entrega.publicador_id,
    }
    transaction.on_commit(partial(entrega_retirada.send_robust, Entrega, **datos))


def asegurar_grupo() -> None:
    """Make the group whose people withdraw, with the door to the admin, unless the site already has it."""
    grupo, nuevo = Group.objects.get_or_create(name=GRUPO)
    if nuevo:
        retirar = Permission.objects.get(content_type__app_label="publicacion", codename="retirar_entrega")
        acceso = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        grupo.permissions.set([retirar, acceso])


def participo(persona: User) -> bool:
    """Tell whether `persona` asked for, authorized or dismissed any withdrawal: then their account is kept."""
    papeles = Q(solicitada_por=persona) | Q(autorizada_por=persona) | Q(descartada_por=persona)
    return Retiro.objects.filter(papeles).exists()
