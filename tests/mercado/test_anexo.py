"""The annex: a PDF that carries the figures, the hand that asked, and the fingerprint of the data."""

import json
from typing import Any

import pytest
import typst
from django.urls import reverse

from sitio.catalogos.listas.carga import cargar
from sitio.catalogos.models import ListaExterna
from sitio.mercado import anexo
from sitio.mercado.busqueda import Busqueda, buscar
from tests import fabricas
from tests.catalogos.listas.conftest import archivo_69b, renglon_69b
from tests.mercado.conftest import SILLA, Vender


@pytest.fixture
def cinco(vender: Vender) -> None:
    for numero in range(1, 6):
        vender(numero, numero * 10)


def datos(casa: fabricas.Casa, proceso: Any = None) -> dict[str, Any]:
    return anexo.datos(buscar(Busqueda(SILLA)), casa.capturista, proceso)


def celdas(datos: dict[str, Any]) -> list[str]:
    """Return the text of each cell of the tables of the document."""
    entradas = {"datos": json.dumps(datos)}
    tablas = json.loads(typst.query(anexo.PLANTILLA.read_bytes(), "table", sys_inputs=entradas))
    return [_texto(celda) for tabla in tablas for celda in tabla["children"] if celda["func"] == "cell"]


def _texto(nodo: dict[str, Any]) -> str:
    return str(nodo["text"]) if "text" in nodo else _texto(nodo["body"]) if "body" in nodo else ""


def test_the_annex_is_downloaded_as_a_pdf(como: Any, cinco: None) -> None:
    respuesta = como("capturista").get(reverse("mercado:anexo"), {"q": SILLA})
    assert respuesta.content.startswith(b"%PDF-")
    assert respuesta["Content-Type"] == "application/pdf"
    assert respuesta["Content-Disposition"] == 'attachment; filename="investigacion-de-mercado-51101-0001.pdf"'


def test_the_document_has_the_procedure_who_asked_and_the_figures(casa: fabricas.Casa, cinco: None) -> None:
    proceso = fabricas.proceso(casa)
    escritas = celdas(datos(casa, proceso))
    for dicho in ("$16.67 MXN", "$30.00 MXN", "$43.33 MXN", f"{proceso.title} ({proceso.ocid})"):
        assert dicho in escritas
    assert escritas[escritas.index("Consultó") + 1] == "capturista.sefin"
    assert escritas[escritas.index("Clave CUCoP+") + 1] == SILLA


def test_what_people_wrote_is_never_markup(casa: fabricas.Casa, vender: Vender) -> None:
    malo = '#panic("no") #read("/etc/passwd") *x* $y$'
    vender(1, 100, proveedor=("MUE010101AB1", malo))
    hecho = datos(casa)
    assert malo in celdas(hecho)
    assert anexo.componer(hecho).startswith(b"%PDF-")


def test_the_same_data_have_the_same_fingerprint_and_another_price_another(casa: fabricas.Casa, vender: Vender) -> None:
    vender(1, 100)
    primera = datos(casa)["huella"]
    vender(1, 100)
    assert datos(casa)["huella"] == primera
    vender(1, 100.01)
    assert datos(casa)["huella"] != primera
    assert len(primera) == 64


def test_what_was_left_out_is_named_with_its_reason(casa: fabricas.Casa, vender: Vender) -> None:
    vender(1, 100)
    vender(2, 9, moneda="USD")
    assert datos(casa)["exclusiones"] == ["ocds-213czf-2, $9.00 USD: Está en otra moneda"]


def test_prices_that_do_not_say_their_taxes_are_counted(casa: fabricas.Casa, vender: Vender) -> None:
    vender(1, 100, neto=False)
    vender(2, 100)
    [dicho] = [texto for texto in datos(casa)["metodo"] if "IVA" in texto]
    assert dicho.startswith("1 de los precios se publicaron sin separar los impuestos")


def test_a_supplier_on_a_loaded_list_is_told_with_its_situation(casa: fabricas.Casa, vender: Vender) -> None:
    efos = ListaExterna.objects.create(clave="69b", titulo="Lista 69-B", tipo="efos", formato="sat_69b")
    renglon = renglon_69b(1, "ALF010101AA1", "COMERCIALIZADORA ALFA, S.A. DE C.V.", "Definitivo", "23/10/2018")
    cargar(efos, "Listado_Completo_69-B.csv", archivo_69b(renglon))
    vender(1, 100, proveedor=("ALF010101AA1", "Comercializadora Alfa"))
    vender(2, 100, proveedor=("SIL010101AB1", "Sillas del Sur"))
    dichos = {fila[0]: fila[4] for fila in datos(casa)["proveedores"]}
    assert dichos == {
        "Comercializadora Alfa": "Lista 69-B: Definitivo",
        "Sillas del Sur": "No aparece en las listas cargadas",
    }


def test_without_prices_there_is_no_annex_and_the_page_says_so(como: Any, db: None) -> None:
    respuesta = como("capturista").get(reverse("mercado:anexo"), {"q": SILLA}, follow=True)
    assert "No hay precios que poner en el anexo" in respuesta.content.decode()


def test_a_template_that_asks_for_a_package_fails_instead_of_fetching_it(
    casa: fabricas.Casa, cinco: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plantilla = tmp_path / "otra.typ"
    plantilla.write_text('#import "@local/nada:0.1.0": x\n', encoding="utf-8")
    monkeypatch.setattr(anexo, "PLANTILLA", plantilla)
    with pytest.raises(typst.TypstError):
        anexo.componer(datos(casa))
