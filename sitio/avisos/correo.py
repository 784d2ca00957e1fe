"""The channel "correo": plain mail, off unless the installation says `AVISOS_POR_CORREO = True`."""

import smtplib
from typing import Literal

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import get_connection, send_mail
from django.utils.translation import gettext as _

from sitio.avisos.canales import AvisoRendido, EntregaAmbigua, EntregaImposible, EntregaTemporal

CODIGO_PERMANENTE = 500


class CanalCorreo:
    """The address in the person's account."""

    clave = "correo"
    formato: Literal["html", "txt"] = "txt"
    limite = 20_000

    def alcanza(self, usuario: User) -> bool:
        """Tell whether the installation sends mail and the person has an address."""
        return bool(getattr(settings, "AVISOS_POR_CORREO", False) and usuario.email)

    def enviar(self, aviso: AvisoRendido) -> None:
        """Hand the mail to the server. What it answers decides; silence after the connection is ambiguous."""
        conexion = get_connection()
        try:
            conexion.open()
        except (smtplib.SMTPException, OSError) as error:
            raise EntregaTemporal(_("No se pudo conectar con el servidor de correo.")) from error
        try:
            send_mail(aviso.asunto, aviso.texto, None, [aviso.usuario.email], connection=conexion)
        except smtplib.SMTPRecipientsRefused as error:
            codigos = [codigo for codigo, _texto in error.recipients.values()]
            raise _segun_codigo(max(codigos, default=CODIGO_PERMANENTE)) from error
        except smtplib.SMTPResponseException as error:
            raise _segun_codigo(error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            motivo = _("El servidor de correo no confirmó: %(error)s.") % {"error": type(error).__name__}
            raise EntregaAmbigua(motivo) from error
        finally:
            conexion.close()


def _segun_codigo(codigo: int) -> EntregaTemporal | EntregaImposible:
    """RFC 5321 §4.2.1: 4yz is a transient refusal, 5yz a permanent one."""
    motivo = _("El servidor de correo respondió %(codigo)s.") % {"codigo": codigo}
    return EntregaImposible(motivo) if codigo >= CODIGO_PERMANENTE else EntregaTemporal(motivo)
