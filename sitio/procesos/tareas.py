"""What the workers run for capture."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from sitio.publicacion.direcciones import absoluta


def enviar_enlace(pk: int) -> None:
    """Mail a person the link with which they choose a password; nothing, if the account was closed since.

    The link is made here, not in the request: it never travels through the queue. Twice sends two that do the same.
    """
    persona = User.objects.filter(pk=pk, is_active=True).exclude(email="").first()
    if persona is None:
        return
    uid = urlsafe_base64_encode(force_bytes(persona.pk))
    enlace = absoluta("wagtailadmin_password_reset_confirm", uid, default_token_generator.make_token(persona))
    contexto = {"persona": persona, "enlace": enlace, "sitio": settings.WAGTAIL_SITE_NAME}
    send_mail(
        _("Su cuenta en %(sitio)s") % {"sitio": settings.WAGTAIL_SITE_NAME},
        render_to_string("procesos/correo_de_cuenta.txt", contexto),
        None,
        [persona.email],
    )
