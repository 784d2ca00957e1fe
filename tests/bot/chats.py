"""What the tests of the bot say again and again."""

from django.contrib.auth.models import User
from django.utils import timezone

from bot.models import VinculoTelegram


def vincular(persona: User, chat_id: int = 1001) -> VinculoTelegram:
    """Link a person as if they had followed their link."""
    return VinculoTelegram.objects.create(
        usuario=persona, chat_id=chat_id, nombre=persona.first_name, vinculado_en=timezone.now()
    )
