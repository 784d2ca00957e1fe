"""A public installation refuses to start half-configured, and the tests' own settings reach nobody."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from pytest_socket import SocketConnectBlockedError

from sitio.ajustes import plugin
from sitio.ajustes.desarrollo import ALLOWED_HOSTS as EN_DEMOSTRACION
from sitio.ajustes.desarrollo import CLAVE_DE_DEMOSTRACION
from tests.casas import RAIZ

COMPLETOS = {
    "DJANGO_SETTINGS_MODULE": "sitio.ajustes.produccion",
    "SECRET_KEY": "x7-" * 20,
    "ALLOWED_HOSTS": "contrataciones.example.mx",
    "URL_PUBLICA": "https://contrataciones.example.mx",
}
DE_LA_CASA = {"DATABASE_URL", "REDIS_URL", "DETRAS_DE_PROXY", "TELEGRAM_TOKEN", "TELEGRAM_API_URL", *COMPLETOS}


def correr(*orden: str, **ajustes: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the checkout with exactly these settings of ours in the environment."""
    ajeno = {nombre: valor for nombre, valor in os.environ.items() if nombre not in DE_LA_CASA}
    return subprocess.run(
        [sys.executable, *orden], cwd=RAIZ, env={**ajeno, **ajustes}, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize(
    ("falta", "pide"),
    [
        ({"SECRET_KEY": ""}, "Falta SECRET_KEY"),
        ({"SECRET_KEY": CLAVE_DE_DEMOSTRACION}, "es la de demostración"),
        ({"SECRET_KEY": "x" * 49}, "menos de 50 caracteres"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "no se acepta '*'"),
        ({"ALLOWED_HOSTS": "contrataciones.example.mx,*"}, "no se acepta '*'"),
        ({"URL_PUBLICA": "http://contrataciones.example.mx"}, "https://"),
        ({"URL_PUBLICA": ""}, "https://"),
    ],
)
def test_production_does_not_start_half_configured(falta: dict[str, str], pide: str) -> None:
    hecho = correr("manage.py", "check", **{**COMPLETOS, **falta})
    assert hecho.returncode == 1
    assert "ImproperlyConfigured" in hecho.stderr
    assert pide in hecho.stderr


def test_production_starts_with_what_readme_asks_for() -> None:
    hecho = correr("manage.py", "check", "--deploy", "--fail-level", "ERROR", **COMPLETOS)
    assert hecho.returncode == 0, hecho.stderr


def test_production_is_never_in_debug_and_trusts_a_proxy_only_when_told() -> None:
    pregunta = "from sitio.ajustes import produccion as p; print(p.DEBUG, p.SECURE_PROXY_SSL_HEADER)"
    solo = correr("-c", pregunta, DEBUG="1", **COMPLETOS)
    detras = correr("-c", pregunta, DETRAS_DE_PROXY="1", **COMPLETOS)
    assert solo.stdout.split(maxsplit=1) == ["False", "None\n"]
    assert "HTTP_X_FORWARDED_PROTO" in detras.stdout


def test_the_demo_answers_only_on_this_machine() -> None:
    assert set(EN_DEMOSTRACION) == {"localhost", "127.0.0.1", "[::1]", "testserver"}


def test_the_tests_settings_reach_nobody_whatever_the_environment_says() -> None:
    pregunta = (
        "from sitio.ajustes import pruebas as p; print(repr(p.TELEGRAM_TOKEN), p.TELEGRAM_API_URL, p.EMAIL_BACKEND)"
    )
    hecho = correr("-c", pregunta, TELEGRAM_TOKEN="1:real", TELEGRAM_API_URL="https://telegram.example")
    assert hecho.stdout.split() == ["''", "http://127.0.0.1:9", "django.core.mail.backends.locmem.EmailBackend"]


# pytest-socket warns and raises; warnings are errors here, and it is the refusal that counts.
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_the_tests_cannot_open_a_connection_to_another_machine() -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


@pytest.mark.parametrize("redis", [None, "redis://127.0.0.1:6379/0"])
def test_no_task_is_given_to_a_second_worker_while_the_first_may_still_be_at_it(redis: str | None) -> None:
    cluster = plugin.cluster(trabajadores=3, redis=redis)
    # A worker takes at most one task and `queue_limit` of them wait for it inside the cluster.
    turnos = 1 + cluster["queue_limit"] / cluster["workers"]
    assert cluster["timeout"] * turnos < cluster["retry"]
    assert cluster["max_attempts"] > 0
    assert ("redis" in cluster) is bool(redis)
    assert ("orm" in cluster) is not bool(redis)


def test_our_own_project_and_a_site_that_installs_us_share_the_same_settings() -> None:
    assert {nombre: getattr(settings, nombre) for nombre in plugin.AJUSTES} == plugin.AJUSTES
    assert settings.INSTALLED_APPS[: len(plugin.APLICACIONES)] == plugin.APLICACIONES
