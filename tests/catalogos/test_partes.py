"""What the register says of an organization goes into the open data as our profile wants it, and nothing more."""

from typing import Any

import pytest

from sitio.catalogos import duplicados, partes
from sitio.catalogos.models import BeneficiarioFinal, Contacto, IdentificadorAdicional, Membresia, Organizacion
from sitio.ocds import fusion, perfil
from sitio.procesos.entregas.armado import entrega_de
from sitio.procesos.entregas.requisitos import faltantes
from sitio.publicacion import consultas
from tests import fabricas
from tests.catalogos.conftest import proveedor

pytestmark = pytest.mark.django_db


def completa() -> Organizacion:
    """An organization of which everything is known."""
    organizacion = proveedor(
        "PAPJ800101ABA",
        nombre_de_pila="Julia",
        primer_apellido="Paz",
        nombre="Carpintería Paz",
        razon_social="Julia Paz",
        cargo="Propietaria",
        tipo_vialidad="Calle",
        vialidad="5 de Mayo",
        numero_exterior="12",
        numero_interior="3",
        tipo_asentamiento="Colonia",
        asentamiento="Centro",
        municipio="Puebla",
        entidad_federativa="Puebla",
        codigo_postal="72000",
        publicar_domicilio=True,
        sitio_web="https://paz.example.mx",
        cotiza_en_bolsa=False,
        tamano="micro",
    )
    Contacto.objects.create(organizacion=organizacion, nombre="Julia Paz", correo="julia@example.mx")
    Contacto.objects.create(
        organizacion=organizacion, nombre="Ventas", correo="ventas@example.mx", idiomas="es, en", publicar=True
    )
    BeneficiarioFinal.objects.create(
        organizacion=organizacion,
        clave="b1",
        nombre="Ana Ruiz",
        nacionalidad="MX",
        otra_nacionalidad="US",
        identificador="RUAA800101AB1",
        correo="ana@example.mx",
    )
    IdentificadorAdicional.objects.create(organizacion=organizacion, esquema="US-EIN", identificador="12-3")
    return organizacion


def entrega_con(*papeles: tuple[Organizacion, str], previa: dict[str, Any] | None = None) -> dict[str, Any]:
    """The least release in which these organizations take part as suppliers."""
    proveedores = [{"id": o.id_ocds, "name": o.nombre} for o, papel in papeles if papel == "supplier"]
    entrega = {
        "ocid": "ocds-213czf-1",
        "id": "1",
        "date": "2026-03-01T00:00:00Z",
        "tag": ["award"],
        "initiationType": "tender",
        "parties": partes.componer(papeles, previa or {}),
        "awards": [{"id": "a", "title": "Fallo", "suppliers": proveedores}],
    }
    partes.unificar(entrega, [o for o, _ in papeles], previa or {})
    return entrega


def test_la_parte_dice_todo_lo_publicable_y_cumple_el_perfil() -> None:
    organizacion = completa()
    assert organizacion.parte() == {
        "id": "MX-RFC-PAPJ800101ABA",
        "name": "Carpintería Paz",
        "identifier": {
            "scheme": "MX-RFC",
            "id": "PAPJ800101ABA",
            "legalName": "Julia Paz",
            "legalPersonality": "naturalPerson",
            "givenName": "Julia",
            "patronymicName": "Paz",
        },
        "additionalIdentifiers": [{"scheme": "US-EIN", "id": "12-3"}],
        "address": {
            "streetAddress": "Calle 5 de Mayo 12, interior 3, Colonia Centro",
            "locality": "Puebla",
            "region": "Puebla",
            "postalCode": "72000",
            "countryName": "México",
        },
        "contactPoint": {
            "type": "contactPoint",
            "name": "Ventas",
            "email": "ventas@example.mx",
            "url": "https://paz.example.mx",
            "availableLanguage": ["es", "en"],
        },
        "position": "Propietaria",
        "beneficialOwners": [{"id": "b1", "name": "Ana Ruiz", "nationalities": ["MX", "US"]}],
        "details": {"listedOnRegulatedMarket": False},
    }
    assert perfil.errores(entrega_con((organizacion, "supplier")), estricto=True) == []


def test_de_quien_solo_se_sabe_el_nombre_no_se_inventa_nada() -> None:
    assert proveedor("ABC010101AA3", "Muebles").parte() == {
        "id": "MX-RFC-ABC010101AA3",
        "name": "Muebles",
        "identifier": {
            "scheme": "MX-RFC",
            "id": "ABC010101AA3",
            "legalName": "Muebles",
            "legalPersonality": "legalPerson",
        },
    }


def test_la_calle_de_una_persona_fisica_se_publica_solo_si_se_marca_y_la_de_una_empresa_siempre() -> None:
    domicilio = {"vialidad": "5 de Mayo", "municipio": "Puebla", "codigo_postal": "72000"}
    empresa = proveedor(**domicilio)
    persona = proveedor("PAPJ800101ABA", nombre_de_pila="Julia", primer_apellido="Paz", nombre="", **domicilio)
    assert persona.parte()["address"] == {"locality": "Puebla", "countryName": "México"}
    assert empresa.parte()["address"]["streetAddress"] == "5 de Mayo"
    assert empresa.parte()["address"]["postalCode"] == "72000"


def test_los_datos_del_beneficiario_se_publican_solo_si_se_marca() -> None:
    organizacion = completa()
    organizacion.beneficiarios.update(publicar_datos=True)
    (beneficiaria,) = organizacion.parte()["beneficialOwners"]
    assert beneficiaria["identifier"] == {"scheme": "MX-RFC", "id": "RUAA800101AB1"}
    assert beneficiaria["email"] == "ana@example.mx"
    assert perfil.errores(entrega_con((organizacion, "supplier")), estricto=True) == []
    organizacion.beneficiarios.update(publicar=False)
    assert "beneficialOwners" not in organizacion.parte()


@pytest.mark.parametrize(
    ("papel", "se_dice"), [("supplier", True), ("tenderer", True), ("payee", True), ("buyer", False)]
)
def test_los_beneficiarios_se_dicen_de_quien_vende(papel: str, se_dice: bool) -> None:
    (parte,) = partes.componer([(completa(), papel)], {})
    assert ("beneficialOwners" in parte) == se_dice


def test_lo_que_se_deja_de_publicar_se_retira_de_la_entrega_compilada() -> None:
    organizacion = completa()
    organizacion.contactos.update(publicar=True)
    primera = entrega_con((organizacion, "supplier"))
    organizacion.contactos.update(publicar=False)
    organizacion.beneficiarios.update(publicar=False)
    Organizacion.objects.update(sitio_web="", codigo_postal="")
    organizacion = Organizacion.objects.get()
    segunda = {**entrega_con((organizacion, "supplier"), previa=primera), "id": "2", "date": "2026-03-02T00:00:00Z"}
    assert perfil.errores(segunda, estricto=True, previa=primera) == []
    (parte,) = fusion.agregar(primera, segunda)["parties"]
    assert not parte.get("contactPoint")
    assert parte["additionalContactPoints"] == [{"name": "Carpintería Paz"}]
    assert parte["beneficialOwners"] == [{"id": "b1"}]
    assert "postalCode" not in parte["address"]
    # And nothing of that is said again the next time.
    tercera = entrega_con((organizacion, "supplier"), previa=fusion.agregar(primera, segunda))
    assert perfil.errores(tercera, estricto=True, previa=fusion.agregar(primera, segunda)) == []


def test_lo_que_otro_publico_y_el_padron_no_lleva_se_queda() -> None:
    organizacion = proveedor()
    previa = {
        "parties": [
            {"id": organizacion.id_ocds, "identifier": {"uri": "https://sat.example"}, "address": {"region": "Puebla"}}
        ]
    }
    (parte,) = partes.componer([(organizacion, "supplier")], previa)
    assert "address" not in parte
    assert "uri" not in parte["identifier"]


def test_los_papeles_de_antes_se_conservan() -> None:
    organizacion = proveedor()
    previa = {"parties": [{"id": organizacion.id_ocds, "roles": ["tenderer"]}]}
    (parte,) = partes.componer([(organizacion, "supplier"), (organizacion, "supplier")], previa)
    assert parte["roles"] == ["tenderer", "supplier"]


def test_el_grupo_al_que_pertenece_tambien_es_parte() -> None:
    grupo, socio = proveedor("GEO990101AA8", "Consorcio Geo"), proveedor()
    Membresia.objects.create(organizacion=socio, grupo=grupo)
    entrega = entrega_con((socio, "supplier"))
    assert [(p["id"], p.get("roles")) for p in entrega["parties"]] == [
        (socio.id_ocds, ["supplier"]),
        (grupo.id_ocds, None),
    ]
    assert entrega["parties"][0]["memberOf"] == [{"id": grupo.id_ocds, "name": "Consorcio Geo"}]
    assert perfil.errores(entrega, estricto=True) == []


def test_dos_grupos_que_se_pertenecen_no_dan_vueltas() -> None:
    uno, otro = proveedor("GEO990101AA8", "Geo"), proveedor()
    Membresia.objects.create(organizacion=uno, grupo=otro)
    Membresia.objects.create(organizacion=otro, grupo=uno)
    assert len(partes.componer([(uno, "supplier")], {})) == 2


def test_lo_que_se_lee_del_padron_no_crece_con_los_licitantes(django_assert_max_num_queries: Any) -> None:
    papeles = [(fabricas.organizacion(f"L{n}", f"Licitante {n}"), "tenderer") for n in range(40)]
    with django_assert_max_num_queries(8):
        assert len(partes.componer(papeles, {})) == 40


class TestUnidas:
    """A row that was found to be another one."""

    @pytest.fixture
    def par(self, del_padron: Any) -> tuple[Organizacion, Organizacion]:
        repetida, permanece = fabricas.organizacion("ABC-1", "Muebles SA", esquema="MX-RFC"), proveedor()
        duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
        repetida.refresh_from_db()
        return repetida, permanece

    def test_en_un_proceso_nuevo_se_publica_la_que_permanece(self, par: Any) -> None:
        repetida, permanece = par
        entrega = entrega_con((repetida, "supplier"))
        (parte,) = entrega["parties"]
        assert (parte["id"], parte["name"]) == (permanece.id_ocds, permanece.nombre)
        assert parte["additionalIdentifiers"] == [{"scheme": "MX-RFC", "id": "ABC-1", "legalName": "Muebles SA"}]
        assert entrega["awards"][0]["suppliers"] == [{"id": permanece.id_ocds, "name": permanece.nombre}]
        assert perfil.errores(entrega, estricto=True) == []

    def test_el_proceso_que_ya_publico_la_repetida_sigue_con_su_identificador(self, par: Any) -> None:
        repetida, permanece = par
        previa = {"parties": [{"id": repetida.id_ocds, "roles": ["tenderer"]}]}
        for usada in (repetida, permanece):
            entrega = entrega_con((usada, "supplier"), previa=previa)
            (parte,) = entrega["parties"]
            assert (parte["id"], parte["roles"]) == (repetida.id_ocds, ["tenderer", "supplier"])
            assert parte["identifier"]["id"] == permanece.identificador
            assert entrega["awards"][0]["suppliers"] == [{"id": repetida.id_ocds, "name": permanece.nombre}]

    def test_el_proceso_que_publico_las_dos_las_sigue_distinguiendo(self, par: Any) -> None:
        previa = {"parties": [{"id": organizacion.id_ocds} for organizacion in par]}
        for usada in par:
            assert entrega_con((usada, "supplier"), previa=previa)["parties"][0]["id"] == usada.id_ocds


def test_un_borrador_de_antes_de_la_union_se_publica_con_la_que_permanece(casa: fabricas.Casa, del_padron: Any) -> None:
    proceso = fabricas.proceso(casa)
    etapas = fabricas.publicar_hasta(casa, proceso, "planeacion")
    assert etapas["planeacion"].live
    from sitio.procesos import servicios

    licitacion = servicios.crear_etapa(proceso, "licitacion", casa.capturista)
    fabricas.llenar(licitacion, casa.capturista)
    repetida, permanece = Organizacion.objects.get(identificador="PRO010101AAA"), proveedor()
    antes = consultas.entrega_compilada(proceso.ocid)
    duplicados.unir(repetida.pk, permanece.pk, "Misma constancia", del_padron)
    borrador = licitacion.get_latest_revision_as_object()
    assert [*faltantes(borrador)] == []
    assert entrega_de(borrador)["tender"]["tenderers"] == [{"id": permanece.id_ocds, "name": permanece.nombre}]
    assert consultas.entrega_compilada(proceso.ocid) == antes
