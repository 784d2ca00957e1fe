"""Merging only what changes gives, byte for byte, what ocdsmerge gives merging all; what it would spoil, stops."""

import copy
import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge import Merger

from sitio.ocds import fusion
from sitio.ocds.canonico import canonizar
from sitio.ocds.fusion import FusionImposible, agregar, compilar, ids_malos
from sitio.ocds.lectura import leer_json

OCID = "ocds-213czf-1"


def _entrega(dia: int, **secciones: Any) -> dict[str, Any]:
    return {"ocid": OCID, "id": f"e{dia}", "date": f"2026-01-{dia:02}T00:00:00Z", "tag": ["tender"], **secciones}


def _sin_huecos(dato: Any) -> Any:
    """What ocdsmerge leaves empty where a null took everything away, we leave out."""
    if isinstance(dato, dict):
        limpio = {clave: _sin_huecos(valor) for clave, valor in dato.items()}
        return {clave: valor for clave, valor in limpio.items() if valor != {}}
    return [_sin_huecos(miembro) for miembro in dato] if isinstance(dato, list) else dato


class _Historias:
    """Releases at random: fields that come, change, repeat, are taken back; lists of every kind OCDS knows."""

    def __init__(self, semilla: int) -> None:
        self.azar = random.Random(semilla)

    def historia(self) -> list[dict[str, Any]]:
        entregas: list[dict[str, Any]] = []
        for dia in range(1, self.azar.randint(2, 6)):
            secciones = self._objeto(
                title=self._texto, language=self._texto, tender=self._licitacion, buyer=self._organizacion,
                parties=lambda: self._lista(self._organizacion), awards=lambda: self._lista(self._adjudicacion),
                extra=self._extension,
            )  # fmt: skip
            # Publishers repeat whole sections; half of the time, word for word.
            for campo in (campo for campo in (entregas[-1] if entregas else {}) if self.azar.random() < 0.5):
                secciones[campo] = copy.deepcopy(entregas[-1][campo])
            entregas.append({**secciones, **_entrega(dia)})
        return entregas

    def _objeto(self, **campos: Any) -> dict[str, Any]:
        escogidos = [campo for campo in campos if self.azar.random() < 0.6]
        self.azar.shuffle(escogidos)
        return {campo: campos[campo]() if self.azar.random() < 0.9 else None for campo in escogidos}

    def _lista(self, miembro: Any) -> list[dict[str, Any]]:
        claves = self.azar.sample(["1", "2", "3", "4"], self.azar.randint(0, 4))
        return [{"id": clave, **miembro()} for clave in claves]

    def _texto(self) -> str:
        return self.azar.choice(["uno", "dos", "tres"])

    def _valor(self) -> dict[str, Any]:
        return self._objeto(amount=lambda: self.azar.choice([1, 2.5, 0]), currency=self._texto)

    def _organizacion(self) -> dict[str, Any]:
        return self._objeto(
            name=self._texto,
            roles=lambda: self.azar.sample(["buyer", "supplier", "payee"], 2),
            additionalIdentifiers=lambda: [{"id": "1", "scheme": self._texto()}, {"id": "1"}],
            address=lambda: self._objeto(region=self._texto, locality=self._texto),
        )

    def _articulo(self) -> dict[str, Any]:
        return self._objeto(
            description=self._texto,
            unit=lambda: self._objeto(value=self._valor),
            additionalClassifications=lambda: [{"id": "1"}, {"scheme": self._texto()}],
        )

    def _licitacion(self) -> dict[str, Any]:
        return self._objeto(
            title=self._texto,
            value=self._valor,
            submissionMethod=lambda: [self._texto()],
            items=lambda: self._lista(self._articulo),
            # In the schema they have an id; these do not, and OCDS has no way to tell one from another.
            documents=lambda: [{"title": self._texto()} for _ in range(2)],
            visitas=lambda: [{"lugar": self._texto(), "dia": self._valor()}],
        )

    def _adjudicacion(self) -> dict[str, Any]:
        return self._objeto(
            value=self._valor, items=lambda: self._lista(self._articulo), suppliers=lambda: self._lista(dict)
        )

    def _extension(self) -> dict[str, Any]:
        return self._objeto(
            llano=self._texto, mezclados=lambda: ["a", {"id": "1"}], hondo=lambda: self._lista(self._valor)
        )


REFERENCIA = Merger(merge_rules={**fusion.reglas(), ("tender", "visitas"): "wholeListMerge"})


@pytest.mark.parametrize("semilla", range(300))
def test_agregar_por_secciones_da_lo_que_ocdsmerge_de_una_vez(semilla: int) -> None:
    historia = _Historias(semilla).historia()
    intacta = copy.deepcopy(historia)
    compilada, fotos = None, []
    for cuantas, entrega in enumerate(historia, 1):
        compilada = agregar(compilada, entrega)
        fotos.append((compilada, canonizar(compilada)))
        de_una_vez = REFERENCIA.create_compiled_release(copy.deepcopy(historia[:cuantas]))
        assert canonizar(compilada) == canonizar(_sin_huecos(de_una_vez))
        # Stored and read again, it goes on the same.
        compilada = leer_json(canonizar(compilada)) if semilla % 2 else compilada
    assert historia == intacta
    assert all(canonizar(dicha) == foto for dicha, foto in fotos)


@pytest.mark.datos_reales
def test_los_datos_reales_se_funden_como_los_funde_ocdsmerge(compartido: Path) -> None:
    vistas = 0
    for historia in _reales(compartido):
        if any([*ids_malos(entrega)] for entrega in historia):
            continue
        vistas += len(historia)
        de_una_vez = Merger(merge_rules=fusion.reglas()).create_compiled_release(historia)
        assert canonizar(compilar(historia)) == canonizar(_sin_huecos(de_una_vez))
    assert vistas > 2500


def _reales(compartido: Path) -> Iterator[list[dict[str, Any]]]:
    with gzip.open(compartido / "data/ocds/federal-2016-2017.release-packages.jsonl.gz") as paquetes:
        yield from ([entrega] for linea in paquetes for entrega in leer_json(linea)["releases"])
    with gzip.open(compartido / "data/banco/do-10000-compiled.jsonl.gz") as compiladas:
        for _vez, linea in zip(range(300), compiladas, strict=False):
            compilada = leer_json(linea)
            campos = [campo for campo in compilada if campo not in ("ocid", "id", "date", "tag", "parties")]
            comunes = {"ocid": compilada["ocid"], "parties": compilada.get("parties", [])}
            yield [{**_entrega(dia), **comunes, campo: compilada[campo]} for dia, campo in enumerate(campos, 1)]


@pytest.mark.parametrize(
    ("antes", "despues", "lugar"),
    [
        ({"extra": "texto"}, {"extra": {"a": 1}}, "extra"),
        # ocdsmerge keeps the object and says nothing.
        ({"extra": {"a": 1}}, {"extra": "texto"}, "extra"),
        ({"extra": {"a": {"b": 1}}}, {"extra": {"a": 5}}, r"extra\.a"),
        ({"extra": {"a": 1}}, {"extra": [{"id": "1"}]}, "extra"),
        ({"extra": [{"id": "1"}]}, {"extra": {"a": 1}}, "extra"),
        ({"extra": [{"id": "1"}]}, {"extra": ["a"]}, "extra"),
        # ocdsmerge appends the object to the list of the earlier release, in place.
        ({"extra": ["a"]}, {"extra": [{"id": "1"}]}, "extra"),
        ({"extra": [{"id": "1", "a": {"b": 1}}]}, {"extra": [{"id": "1", "a": 5}]}, r"extra\[0\]\.a"),
        ({"tender": {"id": "t", "extra": {"a": 1}}}, {"tender": {"id": "t", "extra": 0}}, r"tender\.extra"),
        ({"parties": [{"id": "1", "x": {"a": 1}}]}, {"parties": [{"id": "1", "x": 1}]}, r"parties\[0\]\.x"),
    ],
)
def test_un_campo_no_cambia_de_tipo_en_silencio(antes: Any, despues: Any, lugar: str) -> None:
    compilada = agregar(None, _entrega(1, **antes))
    foto = canonizar(compilada)
    with pytest.raises(FusionImposible, match=f"^{lugar} cambió de tipo.*Publíquelo con el tipo de antes"):
        agregar(compilada, _entrega(2, **despues))
    assert canonizar(compilada) == foto


@pytest.mark.parametrize(
    ("antes", "despues", "queda"),
    [
        ({"extra": {"a": 1}}, {"extra": None}, {"extra": {"a": 1}}),
        ({"extra": {"a": 1}}, {"extra": {}}, {"extra": {"a": 1}}),
        ({"extra": [{"id": "1"}]}, {"extra": []}, {"extra": [{"id": "1"}]}),
        ({"extra": "texto"}, {"extra": 5}, {"extra": 5}),
        ({"extra": "texto"}, {"extra": ["a"]}, {"extra": ["a"]}),
        ({"extra": "texto"}, {"extra": None}, {}),
        ({"parties": [{"id": "1", "roles": ["buyer"]}]}, {"parties": [{"id": "1", "roles": [{"a": 1}]}]},
         {"parties": [{"id": "1", "roles": [{"a": 1}]}]}),
    ],
)  # fmt: skip
def test_lo_que_ocds_deja_cambiar_cambia(antes: Any, despues: Any, queda: Any) -> None:
    compilada = compilar([_entrega(1, **antes), _entrega(2, **despues)])
    assert {campo: valor for campo, valor in compilada.items() if campo not in _entrega(1)} == queda


@pytest.mark.parametrize(("antes", "ahora"), [("1", 1), (1, "1")])
@pytest.mark.parametrize("seccion", ["parties", "extra"])
def test_un_id_de_texto_no_pasa_a_ser_numero(seccion: str, antes: Any, ahora: Any) -> None:
    # For OCDS "1" and 1 are two members; ocdsmerge would share the fields out between both.
    compilada = agregar(None, _entrega(1, **{seccion: [{"id": antes, "name": "A"}]}))
    with pytest.raises(FusionImposible, match=rf"^{seccion}\[0\]\.id cambió de tipo: .*Publíquelo como antes"):
        agregar(compilada, _entrega(2, **{seccion: [{"id": ahora, "name": "B", "uri": "http://b.mx"}]}))


def test_un_verdadero_que_pasa_a_uno_cambia_aunque_python_los_crea_iguales() -> None:
    compilada = compilar([_entrega(1, extra={"a": True}), _entrega(2, extra={"a": 1})])
    assert canonizar(compilada["extra"]) == b'{"a":1}'


def test_un_miembro_vaciado_se_queda_con_su_id() -> None:
    compilada = compilar(
        [_entrega(1, parties=[{"id": "1", "name": "A"}]), _entrega(2, parties=[{"id": "1", "name": None}])]
    )
    assert compilada["parties"] == [{"id": "1"}]  # fmt: skip


def test_la_fecha_con_otra_zona_o_con_decimas_ordena_por_su_momento() -> None:
    fechas = ["2026-01-01T10:00:00-06:00", "2026-01-01T16:00:00.25Z", "2026-01-01T16:00:01Z"]
    entregas = [{**_entrega(1, language=fecha), "date": fecha} for fecha in fechas]
    for _vez in range(6):
        random.Random(_vez).shuffle(entregas)
        assert compilar(entregas)["language"] == fechas[-1]


def test_las_listas_del_nucleo_sin_id_se_suman_como_manda_la_fusion_por_id() -> None:
    documento = {"title": "Bases"}
    entregas = [_entrega(dia, tender={"id": "t", "documents": [documento]}) for dia in (1, 2)]
    assert compilar(entregas)["tender"]["documents"] == [documento, documento]


def test_solo_la_raiz_de_una_entrega_trae_campos_que_no_se_funden() -> None:
    # What goes by sections without looking at the rules of each field takes this for granted.
    omitidos = {ruta for ruta, regla in fusion.reglas().items() if regla == "omitWhenMerged"}
    assert omitidos == {("id",), ("date",), ("tag",)}


def test_datos_que_ningun_json_da_van_por_el_camino_largo() -> None:
    rara = json.loads('{"id": "1"}', object_pairs_hook=_Rara)
    compilada = compilar([_entrega(1, extra=[rara, {"id": "2"}]), _entrega(2, extra=[{"id": "1", "a": 1}])])
    assert compilada["extra"] == [{"id": "1", "a": 1}, {"id": "2"}]


class _Rara(dict[str, Any]):
    """A dict that is not exactly one."""
