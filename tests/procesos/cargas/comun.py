"""What the tests of uploads share: the draft they fill, and the ways to send rows to it."""

import io
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from sitio.procesos.models import EtapaPage
from tests.procesos.test_admin import formulario

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARTICULOS = "Descripción\tCantidad\tUnidad de medida\tClave CUCoP+\tPrecio unitario con impuestos\n"
MESAS = f"{ARTICULOS}Mesa\t12\tpieza\t21101001\t$1,234.50\nSilla\t40\tpieza\t\t350\n"


def direccion(pagina: EtapaPage, lista: str = "articulos") -> str:
    return reverse("procesos:cargar", args=[pagina.pk, lista])


def subir(cliente: Client, pagina: EtapaPage, texto: Any, lista: str = "articulos", **datos: Any) -> Any:
    """Paste (or upload) and save, as the last button of the page does."""
    que = {"texto": texto} if isinstance(texto, str) else {"archivo": texto}
    return cliente.post(direccion(pagina, lista), {"modo": "agregar", "accion": "guardar", **que, **datos})


def borrador(pagina: EtapaPage) -> Any:
    return type(pagina).objects.get(pk=pagina.pk).get_latest_revision_as_object()


def fallas(respuesta: Any) -> list[tuple[int | None, str, str]]:
    assert respuesta.status_code == 422
    return [(f.renglon, f.columna, f.mensaje) for f in respuesta.context["fallas"]]


def lo_del_form(respuesta: Any) -> dict[str, Any]:
    """What a browser would send back: check boxes that nobody marked are not sent."""
    return {nombre: valor for nombre, valor in formulario(respuesta).items() if valor != "[]"}


def libro(*filas: list[Any]) -> bytes:
    hoja = Workbook()
    for fila in filas:
        hoja.active.append(fila)
    salida = io.BytesIO()
    hoja.save(salida)
    return salida.getvalue()
