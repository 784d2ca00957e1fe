"""The bot's settings, with what they mean when a site that installs us has not written them."""

from django.conf import settings

API_DE_TELEGRAM = "https://api.telegram.org"


def token() -> str:
    """Return the bot's token; empty when this installation has no bot."""
    return str(getattr(settings, "TELEGRAM_TOKEN", ""))


def base_url() -> str:
    """Return where the Bot API is: Telegram's, or any server that speaks it."""
    return f"{getattr(settings, 'TELEGRAM_API_URL', API_DE_TELEGRAM)}/bot"


def nombre() -> str:
    """Return the bot's username without @; empty when Telegram must be asked."""
    return str(getattr(settings, "TELEGRAM_BOT", "")).removeprefix("@")
