from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "bot"
    label = "bot"
    verbose_name = "Bot"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bot import reserva
        from bot.canal import CanalTelegram
        from sitio.avisos import canales

        reserva.instalar()
        canales.registrar(CanalTelegram())
