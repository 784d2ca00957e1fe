"""From a row of the outbox to the words a person reads: templates, language, and the length a channel takes."""

import logging
import re
from html import unescape
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, strip_tags
from wagtail.users.models import UserProfile

from sitio.alertas.urls_admin import url_de_alertas
from sitio.avisos import datos, marcadores
from sitio.avisos.canales import Canal
from sitio.avisos.models import Aviso
from sitio.avisos.temas import TEMAS
from sitio.procesos import consultas
from sitio.publicacion.models import Registro

bitacora = logging.getLogger(__name__)


def idioma_de(usuario: User) -> str:
    """Return the language the person chose in the admin, or the portal's."""
    perfil = UserProfile.objects.filter(user=usuario).first()
    return perfil.get_preferred_language() if perfil else settings.LANGUAGE_CODE


def direccion(ruta: str) -> str:
    """Return the absolute address of a path of the portal."""
    return f"{settings.URL_PUBLICA}{ruta}"


def ruta_de_proceso(ocid: str) -> str:
    """Return the path of a process: its board in the admin, or its public page when it has none (imported).

    Without `ocid`, that of the alerts: what is of no process alone is seen there.
    """
    if not ocid:
        return url_de_alertas()
    return consultas.url_tablero(ocid) or reverse("portal:proceso", args=[ocid])


def rendir(plantilla: str, contexto: dict[str, Any]) -> str:
    """Render a message template; the blank lines that its `if` and `for` leave are taken out."""
    return compactar(render_to_string(plantilla, contexto))


def compactar(texto: str) -> str:
    """Take out the blanks at the ends of lines, and the blank lines of more."""
    lineas = (linea.strip() for linea in texto.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lineas)).strip()


def partes_de(aviso: Aviso, canal: Canal) -> list[str]:
    """Return the message in the person's language and the channel's format, in as many parts as its limit asks for."""
    with translation.override(idioma_de(aviso.usuario)):
        contexto = {
            **TEMAS[aviso.tema].presentar(aviso.contexto),
            "proceso": titulo_publico(aviso.ocid),
            "ocid": aviso.ocid,
            "enlace": direccion(aviso.contexto["ruta"]),
        }
        return partir(mensaje(aviso.tema, texto_de_plantilla(aviso), contexto, canal.formato), canal.limite)


def mensaje(tema: str, texto: str, contexto: dict[str, Any], formato: marcadores.Formato) -> str:
    """Return the message that `texto` writes, or the portal's own when there is no text or it no longer can be one."""
    if texto:
        try:
            return compactar(marcadores.escribir(texto, datos.por_nombre(tema), contexto, formato))
        except marcadores.TextoInvalido as error:
            bitacora.warning("el texto propio de %s no sirve y se usa el del portal: %s", tema, error)
    return rendir(f"{tema}.{formato}", contexto)


def texto_de_plantilla(aviso: Aviso) -> str:
    """Return the text that the process's template version has for this subject; empty for the portal's own."""
    proceso = consultas.proceso_de(aviso.ocid)
    mensajes: dict[str, str] = (proceso.plantilla.contenido.get("mensajes") or {}) if proceso else {}
    return mensajes.get(aviso.tema, "")


def titulo_publico(ocid: str) -> str:
    """Return the title the public can read already, else the ocid: what is a draft does not leave through a chat."""
    return Registro.objects.filter(ocid=ocid).values_list("titulo", flat=True).first() or ocid


def partir(texto: str, limite: int) -> list[str]:
    """Split a message at its line ends so that no part is longer than `limite` characters.

    In HTML templates every tag closes on the line that opens it, so no part is left half-marked; a line that alone
    passes the limit loses its marks and is cut between words.
    """
    partes: list[str] = []
    actual = ""
    for linea in texto.split("\n"):
        for trozo in [linea] if len(linea) <= limite else _cortar(linea, limite):
            unido = f"{actual}\n{trozo}" if actual else trozo
            if len(unido) <= limite:
                actual = unido
            else:
                partes.append(actual.strip())
                actual = trozo
    return [parte for parte in [*partes, actual.strip()] if parte]


def _cortar(linea: str, limite: int) -> list[str]:
    """Cut one long line of HTML: an escaped text grows at most six times, so each cut is measured escaped."""
    resto = unescape(strip_tags(linea))
    trozos: list[str] = []
    while resto:
        largo = min(len(resto), limite)
        while len(escape(resto[:largo])) > limite:
            largo -= 1
        if largo < len(resto) and " " in resto[:largo].strip():
            largo = resto.rindex(" ", 0, largo)
        trozos.append(escape(resto[:largo].strip()))
        resto = resto[largo:].strip()
    return trozos
