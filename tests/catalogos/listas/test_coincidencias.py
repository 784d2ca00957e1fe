"""Parties are found on the lists by RFC, CURP, same name or almost, and how is always told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sitio.catalogos import permisos
from sitio.catalogos.listas import confirmaciones
from sitio.catalogos.listas.carga import cargar
from sitio.catalogos.listas.coincidencias import Coincidencia, Sujeto, buscar
from sitio.catalogos.listas.senales import coincidencia_decidida
from sitio.catalogos.models import CoincidenciaConfirmada, ListaExterna, RenglonDeLista
from tests import fabricas
from tests.catalogos.listas.conftest import lista

NOMBRES = """nombre,expediente,inicio,fin
"Comercializadora Alfa del Norte, S.A. de C.V.",1,2026-01-01,2026-06-30
"Grupo Beta, S.C.",2,2026-01-01,2026-06-30
"Constructora y Arrendadora Villaseñor Ibáñez, S.A.",3,2026-01-01,2026-06-30
"""


@pytest.fixture
def sancionados(db: None) -> ListaExterna:
    """A list without RFC."""
    hecha = lista("inhabilitados", "directorio_sancionados")
    cargar(hecha, "sancionados.csv", NOMBRES.encode(), fecha=date(2026, 2, 1))
    return hecha


def halladas(*sujetos: Sujeto) -> list[tuple[Any, ...]]:
    return [(h.sujeto.id, h.renglon.clave, h.modo.value, h.puntaje, h.segura) for h in buscar(sujetos)]


def test_por_rfc_aunque_el_nombre_sea_otro(cargada: Any) -> None:
    cargada("1,ALF010101AA1,Alfa,Definitivo,,,,,,,,,,,,23/10/2018,,,,")
    assert halladas(Sujeto("MX-RFC-ALF010101AA1", "Se llama de otro modo", "alf-010101 aa1")) == [
        ("MX-RFC-ALF010101AA1", "ALF010101AA1", "rfc", Decimal(1), True)
    ]


@pytest.mark.parametrize(
    ("nombre", "modo", "puntaje"),
    [
        ("COMERCIALIZADORA ALFA DEL NORTE SA DE CV", "nombre_exacto", Decimal(1)),
        ("Alfa del Norte Comercializadora", "nombre_aproximado", Decimal(1)),
        ("Comercializadora Alfa de Norte, S.A. de C.V.", "nombre_aproximado", Decimal("0.9836")),
    ],
)
def test_por_nombre_se_dice_como_y_cuanto_y_nunca_es_segura(
    sancionados: ListaExterna, nombre: str, modo: str, puntaje: Decimal
) -> None:
    assert halladas(Sujeto("X-1", nombre)) == [("X-1", "COMERCIALIZADORA ALFA DEL NORTE", modo, puntaje, False)]


@pytest.mark.parametrize("nombre", ["Comercializadora Alfa", "Grupo Beta del Norte", "Beta", "Grupo Gama", "S.A."])
def test_un_nombre_que_solo_contiene_a_otro_no_es_el_mismo(sancionados: ListaExterna, nombre: str) -> None:
    assert halladas(Sujeto("X-1", nombre)) == []


def test_dos_rfc_distintos_no_coinciden_aunque_se_llamen_igual(cargada: Any) -> None:
    cargada('1,ALF010101AA1,"ALFA NORTE, S.A.",Definitivo,,,,,,,,,,,,23/10/2018,,,,')
    assert halladas(Sujeto("a", "Alfa Norte", "ALF990909ZZ9")) == []
    assert halladas(Sujeto("b", "Alfa Norte", "XAXX010101000")) == [
        ("b", "ALF010101AA1", "nombre_exacto", Decimal(1), False)
    ]


def test_un_rfc_generico_no_es_de_nadie(cargada: Any) -> None:
    cargada("1,XAXX010101000,Alguien,Definitivo,,,,,,,,,,,,23/10/2018,,,,")
    assert halladas(Sujeto("a", "Otro Nombre", "XAXX010101000")) == []


def test_por_curp(db: None) -> None:
    s2 = lista("servidores", "s2")
    cargar(s2, "s2.json", b'[{"nombres": "Ana", "curp": "RUPA800101MDFXXX01"}]', fecha=date(2026, 1, 1))
    assert halladas(Sujeto("a", "Otro Nombre", curp="RUPA800101MDFXXX01")) == [
        ("a", "RUPA800101MDFXXX01", "curp", Decimal(1), True)
    ]


def test_quien_salio_de_la_lista_al_terminar_su_sancion_cuenta_para_su_periodo(sancionados: ListaExterna) -> None:
    # Alfa is taken off before the end of its term; Grupo Beta, once its own is over.
    sin_alfa = "\n".join(renglon for renglon in NOMBRES.splitlines() if "Alfa" not in renglon)
    cargar(sancionados, "b.csv", sin_alfa.encode(), fecha=date(2026, 3, 1))
    assert halladas(Sujeto("a", "Comercializadora Alfa del Norte")) == []
    restantes = "\n".join(renglon for renglon in sin_alfa.splitlines() if "Beta" not in renglon)
    cargar(sancionados, "c.csv", restantes.encode(), fecha=date(2026, 7, 1))
    assert [h[1] for h in halladas(Sujeto("b", "Grupo Beta"))] == ["GRUPO BETA"]


def test_los_paises_no_se_buscan_por_nombre(db: None) -> None:
    cargar(lista("paraisos", "paises"), "p.csv", b"codigo,nombre\nPA,Grupo Panama\n", fecha=date(2026, 1, 1))
    assert halladas(Sujeto("a", "Grupo Panamá")) == []
    for pais in ("PA", "grupo panamá"):
        assert halladas(Sujeto("a", "Otro Nombre", pais=pais)) == [("a", "PA", "pais", Decimal(1), True)]


class TestDecision:
    """What a person says of a match by name."""

    @pytest.fixture
    def hallada(self, sancionados: ListaExterna) -> Coincidencia:
        [hallada] = buscar([Sujeto("X-1", "Grupo Beta, S.C.")])
        return hallada

    def decidir(self, hallada: Coincidencia, decision: str, persona: Any, motivo: str = "Acta constitutiva") -> None:
        confirmaciones.decidir(hallada.sujeto, hallada.renglon, decision, motivo, persona)

    def ahora(self) -> Coincidencia:
        [hallada] = buscar([Sujeto("X-1", "Grupo Beta, S.C.")])
        return hallada

    def test_cuenta_lo_ultimo_que_se_dijo(self, hallada: Coincidencia, del_padron: Any) -> None:
        self.decidir(hallada, "confirmada", del_padron)
        assert (self.ahora().segura, self.ahora().rechazada) == (True, False)
        self.decidir(hallada, "rechazada", del_padron, "Son homónimas: otro domicilio")
        assert (self.ahora().segura, self.ahora().rechazada) == (False, True)
        assert CoincidenciaConfirmada.objects.count() == 2

    def test_vale_para_esa_parte_y_ninguna_otra(self, hallada: Coincidencia, del_padron: Any) -> None:
        self.decidir(hallada, "confirmada", del_padron)
        assert [h.segura for h in buscar([Sujeto("X-2", "Grupo Beta, S.C.", "BET020202BB2")])] == [False]

    def test_sigue_valiendo_en_la_siguiente_version(
        self, hallada: Coincidencia, del_padron: Any, sancionados: ListaExterna
    ) -> None:
        self.decidir(hallada, "rechazada", del_padron)
        cargar(sancionados, "b.csv", NOMBRES.replace("2026-06-30", "2026-07-30").encode(), fecha=date(2026, 3, 1))
        assert self.ahora().rechazada

    def test_pide_permiso_y_motivo(self, hallada: Coincidencia, del_padron: Any) -> None:
        with pytest.raises(confirmaciones.DecisionRechazada, match="necesita el permiso"):
            self.decidir(hallada, "confirmada", fabricas.persona("nadie"))
        with pytest.raises(confirmaciones.DecisionRechazada, match="Escriba cómo lo comprobó"):
            self.decidir(hallada, "confirmada", del_padron, " ")
        assert not CoincidenciaConfirmada.objects.exists()

    def test_no_se_cambia_ni_se_borra_y_se_avisa(
        self, hallada: Coincidencia, del_padron: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        avisos: list[tuple[str, str]] = []

        def anotar(rfc: str, nombre: str, **_resto: Any) -> None:
            avisos.append((rfc, nombre))

        coincidencia_decidida.connect(anotar)
        with django_capture_on_commit_callbacks(execute=True):
            self.decidir(hallada, "confirmada", del_padron)
        coincidencia_decidida.disconnect(anotar)
        assert avisos == [("", "GRUPO BETA")]
        dicha = CoincidenciaConfirmada.objects.get()
        for cambio in (dicha.save, dicha.delete):
            with pytest.raises(DatabaseError, match="solo anexar"), transaction.atomic():
                cambio()


def test_el_grupo_del_padron_puede_cargar_y_confirmar(del_padron: Any) -> None:
    assert permisos.puede_cargar_listas(del_padron)
    assert permisos.puede_confirmar(del_padron)
    assert RenglonDeLista.objects.count() == 0
