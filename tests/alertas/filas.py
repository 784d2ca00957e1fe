"""Alerts of flags that this installation may not have, written as a run would have left them."""

from typing import Any

from sitio.alertas.models import Alerta, Corrida
from sitio.publicacion.models import Publicador
from tests.avisos.mundo import corrida

_numero = iter(range(1, 1_000_000))


def fila(publicador: Publicador, bandera: str, ocid: str = "", sujeto: str = "X-1", **mas: Any) -> Alerta:
    """Write an alert; without `ocid`, one of no process alone."""
    datos: dict[str, Any] = {
        "huella": f"{next(_numero):064d}",
        "ocid": ocid,
        "publicador": publicador,
        "corrida": Corrida.objects.first() or corrida(),
        "bandera": bandera,
        "version": "1.0",
        "sujeto": sujeto,
        "severidad": 3,
        "evidencia_sha256": "0" * 64,
        "posicion": 1,
        "entrega_sha256": "0" * 64,
    }
    return Alerta.objects.create(**{**datos, **mas})
