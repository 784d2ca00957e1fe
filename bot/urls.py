"""The admin addresses of the bot, under Wagtail's own admin."""

from django.urls import path

from bot import vistas

app_name = "bot"
urlpatterns = [
    path("", vistas.MiTelegram.as_view(), name="telegram"),
    path("vincular/", vistas.Vincular.as_view(), name="vincular"),
    path("desvincular/", vistas.Desvincular.as_view(), name="desvincular"),
]
