"""What the bot answers: plain functions from a person to a text in Telegram's HTML. They change nothing but links."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bot import vinculos
from sitio.alertas.models import Alerta, Plazo
from sitio.alertas.urls_admin import url_de_alerta, url_de_alertas, url_de_plazos
from sitio.avisos.textos import direccion, idioma_de, rendir, ruta_de_proceso
from sitio.componentes import vitral
from sitio.procesos.aprobacion.pasos import tareas_pendientes

LISTA_MAXIMA = 10
PRIVADO = "private"


@dataclass(frozen=True)
class Mensaje:
    """What somebody wrote to the bot: where, who, which command (without the slash) and what came after it."""

    chat_id: int
    tipo_de_chat: str
    orden: str
    argumentos: list[str] = field(default_factory=list)
    nombre: str = ""


@dataclass(frozen=True)
class Orden:
    """A command for linked people. `ayuda` is its line in /ayuda and in Telegram's own menu."""

    ayuda: Promise
    responder: Callable[[User], str]


def atender(mensaje: Mensaje) -> str:
    """Return the answer to a message. Only in private chats, and only to linked people, anything is told."""
    if mensaje.tipo_de_chat != PRIVADO:
        return _("Este bot atiende solo en conversaciones privadas.")
    if mensaje.orden == "start" and mensaje.argumentos:
        return _vincular(mensaje)
    usuario = vinculos.usuario_de(mensaje.chat_id)
    if usuario is None:
        return rendir("ordenes/sin_vinculo.html", {"enlace": direccion(reverse("bot:telegram"))})
    with translation.override(idioma_de(usuario)):
        orden = ORDENES.get(mensaje.orden)
        return orden.responder(usuario) if orden else ayuda(usuario)


def _vincular(mensaje: Mensaje) -> str:
    try:
        vinculo = vinculos.consumir(mensaje.argumentos[0], mensaje.chat_id, mensaje.nombre)
    except vinculos.VinculoRechazado as error:
        return str(error)
    with translation.override(idioma_de(vinculo.usuario)):
        return rendir("ordenes/vinculado.html", {"cuenta": _cuenta(vinculo.usuario), "ordenes": menu()})


def ayuda(usuario: User) -> str:
    """Say whose account this is and what can be asked."""
    return rendir("ordenes/ayuda.html", {"cuenta": _cuenta(usuario), "ordenes": menu()})


def pendientes(usuario: User) -> str:
    """Say which stages wait for this person's decision, the most urgent first."""
    tareas = tareas_pendientes(usuario)
    filas = [
        {
            "ocid": tarea.ocid,
            "etapa": vitral.TITULOS[tarea.etapa],
            "limite": tarea.limite,
            "enlace": direccion(tarea.url),
        }
        for tarea in tareas[:LISTA_MAXIMA]
    ]
    return _lista("ordenes/pendientes.html", filas, len(tareas), reverse("wagtailadmin_home"))


def plazos(usuario: User) -> str:
    """Say which deadlines are open in the institutions this person may see, the nearest first."""
    abiertos = Plazo.objects.visibles_para(usuario).abiertos().order_by("vence", "pk")
    filas = [
        {"titulo": p.titulo, "ocid": p.ocid, "vence": p.vence, "enlace": _proceso(p.ocid)}
        for p in abiertos[:LISTA_MAXIMA]
    ]
    return _lista("ordenes/plazos.html", filas, abiertos.count(), url_de_plazos())


def alertas(usuario: User) -> str:
    """Say which alerts are open in the institutions this person may see, the gravest first."""
    abiertas = Alerta.objects.visibles_para(usuario).por_atender()
    filas = [
        {
            "titulo": a.titulo,
            "severidad": a.get_severidad_display(),
            "ocid": a.ocid or _("varios procesos"),
            "enlace": _proceso(a.ocid) if a.ocid else direccion(url_de_alerta(a.pk)),
        }
        for a in abiertas[:LISTA_MAXIMA]
    ]
    return _lista("ordenes/alertas.html", filas, abiertas.count(), url_de_alertas())


def desvincular(usuario: User) -> str:
    """Forget this chat, and say so."""
    cuenta = _cuenta(usuario)
    vinculos.desvincular(usuario)
    return rendir("ordenes/desvinculado.html", {"cuenta": cuenta})


ORDENES: dict[str, Orden] = {
    "pendientes": Orden(gettext_lazy("Etapas que esperan su decisión"), pendientes),
    "plazos": Orden(gettext_lazy("Plazos abiertos, el más próximo primero"), plazos),
    "alertas": Orden(gettext_lazy("Alertas abiertas"), alertas),
    "ayuda": Orden(gettext_lazy("Qué puede preguntar aquí"), ayuda),
    "desvincular": Orden(gettext_lazy("Dejar de usar este chat con su cuenta"), desvincular),
}


def menu() -> list[dict[str, str]]:
    """Return the commands and what each one is for, in the active language."""
    return [{"orden": clave, "ayuda": str(orden.ayuda)} for clave, orden in ORDENES.items()]


def _lista(plantilla: str, filas: list[dict[str, Any]], total: int, resto: str) -> str:
    contexto = {"filas": filas, "total": total, "de_mas": total - len(filas), "resto": direccion(resto)}
    return rendir(plantilla, contexto)


def _proceso(ocid: str) -> str:
    return direccion(ruta_de_proceso(ocid))


def _cuenta(usuario: User) -> str:
    return usuario.get_full_name() or usuario.get_username()
