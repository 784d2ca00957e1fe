"""What people decide on an alert: one door for the web and the chat, with every check inside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sitio.alertas.consultas import hoy
from sitio.alertas.models import Alerta, EstadoDeAlerta, MovimientoAlerta
from sitio.alertas.transiciones import TRANSICIONES, Transicion, TransicionNoPermitida, posibles
from sitio.alertas.vida import inhibiciones
from sitio.alertas.vida.autores import es_autor
from sitio.componentes import formatos
from sitio.procesos import consultas
from sitio.procesos.archivos import almacen
from sitio.procesos.archivos.tipos import NoSeAdmite
from sitio.procesos.models import ArchivoDeDocumento, PapelInstitucional
from sitio.procesos.papeles import permisos

PUEDEN_MOVER = (permisos.Papel.OIC, permisos.Papel.APROBADOR)
_enlace_valido = URLValidator(schemes=["http", "https"])


def puede_mover(usuario: User, alerta: Alerta) -> bool:
    """Tell whether `usuario` may attend to `alerta`: internal control (OIC) and approvers where it is."""
    return permisos.tiene_papel_sobre(usuario, alerta.publicador, alerta.ocid, *PUEDEN_MOVER)


def impedimento(usuario: User, alerta: Alerta) -> str:
    """Return why `usuario` may not decide what comes of `alerta`; empty if they may."""
    if alerta.estado == EstadoDeAlerta.REMITIDA and not _es_oic(usuario, alerta):
        return _("Esta alerta se remitió al órgano interno de control: solo él decide.")
    if es_autor(usuario, alerta):
        return _("Usted capturó, envió o aprobó lo que esta alerta revisa: debe decidir otra persona.")
    return ""


def acciones_de(usuario: User, alerta: Alerta) -> tuple[list[Transicion], str]:
    """Return the moves that `usuario` may make on `alerta` now, and why they may not make the others, if so."""
    if not puede_mover(usuario, alerta):
        return [], ""
    todas = posibles(alerta.estado)
    razon = impedimento(usuario, alerta) if any(t.decide for t in todas) else ""
    return [t for t in todas if not (razon and t.decide)], razon


def mover_alerta(
    alerta: Alerta,
    usuario: User,
    accion: str,
    motivo: str = "",
    *,
    hasta: date | None = None,
    enlace: str = "",
    archivo: UploadedFile | None = None,
) -> MovimientoAlerta:
    """Carry out `accion` (a key of TRANSICIONES) for `usuario`.

    `hasta`: the last day on which what is decided holds; `enlace` and `archivo` (kept with the documents of the unit
    of its process), on what it rests. Raises TransicionNoPermitida, with a text for the person.
    """
    transicion = _comprobada(alerta, usuario, accion)
    _comprobar_vigencia(transicion, hasta)
    sustento = _sustento(alerta, usuario, enlace, archivo)
    with transaction.atomic():
        movimiento = alerta.por_persona(accion, usuario, motivo, hasta, **sustento)
        inhibiciones.aplicar([alerta.ocid])
    return movimiento


def asignar(alerta: Alerta, usuario: User, responsable: User | None) -> MovimientoAlerta:
    """Put `responsable`, who may attend to it, in charge of `alerta`; None, nobody.

    Raises TransicionNoPermitida, with a text for the person.
    """
    _comprobar_papel(usuario, alerta)
    if responsable and not puede_mover(responsable, alerta):
        raise TransicionNoPermitida(_("Esa persona no tiene el papel para atender esta alerta."))
    motivo = (
        _("A cargo de %(persona)s.") % {"persona": nombre_de(responsable)} if responsable else _("A cargo de nadie.")
    )
    return alerta.mover(alerta.estado, motivo=motivo, usuario=usuario, columnas={"responsable": responsable})


def posibles_responsables(usuario: User, alerta: Alerta | None = None) -> "QuerySet[User]":
    """Return the active people who may be put in charge of `alerta`, or of some alert that `usuario` attends to."""
    if alerta is not None:
        proceso = consultas.proceso_de(alerta.ocid) if alerta.ocid else None
        if proceso:
            return consultas.con_papel_en(proceso, *PUEDEN_MOVER)
        papeles = PapelInstitucional.objects.filter(institucion__publicador=alerta.publicador, unidad=None)
    else:
        suyas = permisos.papeles_de(usuario, *PUEDEN_MOVER).values("institucion")
        papeles = PapelInstitucional.objects.filter(institucion__in=suyas)
    grupos = papeles.filter(papel__in=PUEDEN_MOVER).values("grupo")
    return User.objects.filter(is_active=True, groups__in=grupos).distinct().order_by("first_name", "username")


def nombre_de(persona: User) -> str:
    """Return how a person is called in these pages."""
    return persona.get_full_name() or persona.get_username()


def _comprobada(alerta: Alerta, usuario: User, accion: str) -> Transicion:
    _comprobar_papel(usuario, alerta)
    if accion not in TRANSICIONES:
        raise TransicionNoPermitida(_("No existe la acción «%(accion)s».") % {"accion": accion})
    transicion = TRANSICIONES[accion]
    razon = impedimento(usuario, alerta) if transicion.decide else ""
    if razon:
        raise TransicionNoPermitida(razon)
    return transicion


def _comprobar_papel(usuario: User, alerta: Alerta) -> None:
    if not puede_mover(usuario, alerta):
        raise TransicionNoPermitida(
            _("Solo el órgano interno de control o quien aprueba en esta institución puede decidir sobre la alerta.")
        )


def _comprobar_vigencia(transicion: Transicion, hasta: date | None) -> None:
    if hasta is None:
        return
    if not transicion.con_vigencia:
        raise TransicionNoPermitida(_("«%(accion)s» no lleva fecha de término.") % {"accion": transicion.boton})
    if hasta <= hoy():
        raise TransicionNoPermitida(
            _("La fecha hasta la que vale debe ser posterior a hoy, %(hoy)s.") % {"hoy": formatos.fecha(hoy())}
        )


def _sustento(alerta: Alerta, usuario: User, enlace: str, archivo: UploadedFile | None) -> Mapping[str, Any]:
    if enlace:
        try:
            _enlace_valido(enlace)
        except ValidationError as error:
            raise TransicionNoPermitida(_("El enlace debe empezar con http:// o https://.")) from error
    return {"enlace": enlace, "documento": _documento(alerta, usuario, archivo) if archivo else None}


def _documento(alerta: Alerta, usuario: User, archivo: UploadedFile) -> ArchivoDeDocumento:
    proceso = consultas.proceso_de(alerta.ocid) if alerta.ocid else None
    if proceso is None:
        raise TransicionNoPermitida(
            _("Esta alerta no es de un proceso capturado aquí: el sustento va como enlace, no como archivo.")
        )
    try:
        return almacen.guardar(proceso.unidad, archivo, usuario)
    except NoSeAdmite as error:
        raise TransicionNoPermitida(str(error)) from error


def _es_oic(usuario: User, alerta: Alerta) -> bool:
    return permisos.tiene_papel_sobre(usuario, alerta.publicador, alerta.ocid, permisos.Papel.OIC)
