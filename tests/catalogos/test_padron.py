"""The register takes in whoever can be told apart, says clearly what is wrong, and opens to who may touch it."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sitio.catalogos.models import BeneficiarioFinal, Contacto, Organizacion, UnidadCompradora
from tests import fabricas
from tests.catalogos.conftest import QUIENES, formulario, proveedor

pytestmark = pytest.mark.django_db


def direccion(vista: str, *args: Any) -> str:
    return reverse(Organizacion.snippet_viewset.get_url_name(vista), args=args)


@pytest.mark.parametrize(
    ("rfc", "dice"),
    [
        ("XAXX010101000", "genérico del SAT"),
        ("xexx-010101-000", "no identifica a nadie"),
        ("ABC010101AA", "tiene 11"),
        ("1BC010101AA3", "no tiene la forma de un RFC: 3 letras"),
        ("ABC011301AA3", "«ABC011301» no puede ser"),
        ("ABC010101AA4", "marque «Cotejado con su constancia»"),
        ("", "no puede estar en blanco"),
    ],
)
def test_un_rfc_que_no_lo_es_se_rechaza_con_su_razon(rfc: str, dice: str) -> None:
    with pytest.raises(ValidationError) as error:
        proveedor(rfc)
    assert dice in str(error.value)
    assert not Organizacion.objects.exists()


def test_un_rfc_se_guarda_como_lo_escribe_el_sat() -> None:
    organizacion = proveedor(" abc-010101 aa3 ")
    assert (organizacion.identificador, organizacion.personalidad) == ("ABC010101AA3", "legalPerson")


def test_un_rfc_de_digito_raro_se_acepta_si_alguien_lo_cotejo() -> None:
    assert proveedor("VACE460910SX6", nombre="Vázquez", cotejado=True).personalidad == "naturalPerson"
    with pytest.raises(ValidationError, match="genérico"):
        proveedor("XAXX010101000", cotejado=True)


def test_el_segundo_apellido_es_opcional_y_el_nombre_se_forma_solo() -> None:
    persona = proveedor("PAPJ800101ABA", nombre="", nombre_de_pila="Julia", primer_apellido="Paz")
    assert persona.nombre == "Julia Paz"


@pytest.mark.parametrize(
    ("datos", "campo"),
    [
        ({"nombre": ""}, "nombre"),
        ({"personalidad": "naturalPerson"}, "personalidad"),
        ({"nombre_de_pila": "Julia"}, "primer_apellido"),
        ({"primer_apellido": "Paz"}, "nombre_de_pila"),
        ({"entidad_federativa": "Narnia"}, "entidad_federativa"),
        ({"clave_inegi": "123"}, "clave_inegi"),
        ({"sitio_web": "javascript:alert(1)"}, "sitio_web"),
    ],
)
def test_lo_que_no_concuerda_se_dice_en_su_campo(datos: dict[str, Any], campo: str) -> None:
    with pytest.raises(ValidationError) as error:
        proveedor(**datos)
    assert [*error.value.message_dict] == [campo]


@pytest.mark.parametrize(("escrita", "oficial"), [("cdmx", "Ciudad de México"), ("NUEVO LEON", "Nuevo León")])
def test_la_entidad_se_guarda_con_su_nombre_oficial(escrita: str, oficial: str) -> None:
    assert proveedor(entidad_federativa=escrita).entidad_federativa == oficial


def test_fuera_de_mexico_no_se_pide_rfc_ni_entidad() -> None:
    organizacion = proveedor("12-3456789", esquema="US-EIN", pais="US", entidad_federativa="Texas")
    assert organizacion.id_ocds == "US-EIN-12-3456789"


def test_el_mismo_rfc_escrito_de_otro_modo_no_entra_dos_veces() -> None:
    # As an old load, or another install, may have written it.
    fabricas.organizacion("ABC-010101-AA3", "Muebles del Centro", esquema="MX-RFC")
    with pytest.raises(ValidationError, match="Ya está en el padrón: Muebles del Centro"):
        proveedor("ABC010101AA3", nombre="Otro nombre")
    assert Organizacion.objects.count() == 1


def test_un_contacto_y_un_beneficiario_solo_piden_el_nombre(client: Client, del_padron: Any) -> None:
    client.force_login(del_padron)
    contacto = {"tipo": "contactPoint", "nombre": "Ventas", "idiomas": "ES en"}
    beneficiario = {"nombre": "Ana Ruiz", "esquema": "MX-RFC", "publicar": "on"}
    datos = formulario(
        identificador="ABC010101AA3", nombre="Muebles", contactos=[contacto], beneficiarios=[beneficiario]
    )
    respuesta = client.post(direccion("add"), datos)
    assert respuesta.status_code == 302, respuesta.context["form"].errors
    assert Contacto.objects.values_list("nombre", "idiomas", "publicar").get() == ("Ventas", "es, en", False)
    assert BeneficiarioFinal.objects.values_list("nombre", "publicar", "publicar_datos").get() == (
        "Ana Ruiz",
        True,
        False,
    )


def test_los_contactos_no_se_publican_si_nadie_lo_marca_y_el_nombre_del_beneficiario_si() -> None:
    assert Contacto().publicar is False
    assert (BeneficiarioFinal().publicar, BeneficiarioFinal().publicar_datos) == (True, False)


def test_un_formulario_con_errores_conserva_lo_escrito(client: Client, del_padron: Any) -> None:
    client.force_login(del_padron)
    respuesta = client.post(direccion("add"), formulario(identificador="XAXX010101000", nombre="Público en general"))
    contenido = respuesta.content.decode()
    assert "genérico del SAT" in contenido
    assert 'value="Público en general"' in contenido
    assert not Organizacion.objects.filter(nombre="Público en general").exists()


@pytest.mark.parametrize("quien", [*QUIENES, "del_padron"])
def test_quien_captura_agrega_y_solo_la_administracion_del_padron_cambia(
    como: Any, client: Client, del_padron: Any, quien: str
) -> None:
    existente = proveedor("GEO990101AA8", "Geo")
    client.force_login(del_padron) if quien == "del_padron" else como(quien)
    client.post(direccion("add"), formulario(identificador="ABC010101AA3", nombre="Nueva"))
    client.post(direccion("edit", existente.pk), formulario(identificador="GEO990101AA8", nombre="Cambiada"))
    existente.refresh_from_db()
    assert Organizacion.objects.filter(nombre="Nueva").exists() == (
        quien in ("capturista", "de_otra_casa", "del_padron")
    )
    assert existente.nombre == ("Cambiada" if quien == "del_padron" else "Geo")


def test_nadie_borra_una_organizacion_ni_de_una_en_una_ni_en_bloque(client: Client) -> None:
    organizacion = proveedor()
    client.force_login(fabricas.persona("super", is_superuser=True))
    client.post(direccion("delete", organizacion.pk))
    en_bloque = reverse("wagtail_bulk_action", args=["catalogos", "organizacion", "delete"])
    client.post(f"{en_bloque}?id={organizacion.pk}", {"next": "/admin/"})
    assert Organizacion.objects.filter(pk=organizacion.pk).exists()


@pytest.mark.parametrize("consulta", ["papelerias", "papelería ñandu", "GEO990101AA8", "geo 990101", "geo-990101-aa8"])
def test_el_padron_se_busca_por_rfc_o_por_nombre_sin_acentos_ni_plurales(
    client: Client, del_padron: Any, consulta: str
) -> None:
    proveedor("GEO990101AA8", "Papelería El Ñandú")
    proveedor("ABC010101AA3", "Muebles del Centro")
    client.force_login(del_padron)
    contenido = client.get(direccion("list"), {"q": consulta}).content.decode()
    assert "Papelería El Ñandú" in contenido
    assert "Muebles del Centro" not in contenido


def test_el_padron_se_filtra_y_se_exporta(client: Client, del_padron: Any) -> None:
    proveedor("GEO990101AA8", "Papelería", entidad_federativa="Jalisco")
    proveedor("ABC010101AA3", "Muebles", entidad_federativa="Puebla")
    client.force_login(del_padron)
    respuesta = client.get(direccion("list"), {"entidad_federativa": "Jalisco", "export": "csv"})
    texto = io.BytesIO(b"".join(respuesta.streaming_content)).read().decode("utf-8-sig")
    assert [renglon.split(",")[1] for renglon in texto.splitlines()[1:]] == ["GEO990101AA8"]


def test_una_unidad_compradora_federal_dice_su_ramo_y_su_unidad_responsable() -> None:
    federal = UnidadCompradora(clave="006HHE001", orden_gobierno="APF")
    estatal = UnidadCompradora(clave="905002984", orden_gobierno="GE")
    assert (federal.clave_ur, estatal.clave_ur) == ("HHE", "")
