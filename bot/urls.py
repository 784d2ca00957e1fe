"""The admin addresses of the bot, under Wagtail's own admin."""

from django.urls import path

from bot import views

app_name = "bot"
urlpatterns = [
    path("", views.MiTelegram.as_view(), name="telegram"),
    path("vincular/", views.Vincular.as_view(), name="vincular"),
    path("desvincular/", views.Desvincular.as_view(), name="desvincular"),
]
