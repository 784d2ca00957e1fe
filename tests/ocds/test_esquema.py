"""Our schema says in Spanish, and in its own words, exactly what the official one of OCDS 1.1.5 says."""

import copy
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from ocdsmerge.rules import get_merge_rules

from sitio.ocds import esquema, fusion, perfil, validador
from sitio.ocds.lectura import leer_json

pytestmark = pytest.mark.datos_reales

Lugar = tuple[str | int, ...]


@pytest.fixture(scope="module")
def carpeta(compartido: Path) -> Path:
    return compartido / "ocds/1.1.5"


@pytest.fixture(scope="module")
def oficial(carpeta: Path) -> Draft4Validator:
    contenido = json.loads((carpeta / "release-schema.json").read_text(encoding="utf-8"))
    return Draft4Validator(contenido, format_checker=FormatChecker())


@pytest.fixture(scope="module")
def ejemplar(carpeta: Path) -> dict[str, Any]:
    """A release with every field of the standard, made from the official schema."""
    contenido = json.loads((carpeta / "dereferenced-release-schema.json").read_text(encoding="utf-8"))
    hecho: dict[str, Any] = _ejemplar(contenido)
    return hecho


def _ejemplar(nodo: dict[str, Any], definiciones: dict[str, Any] | None = None) -> Any:
    if definiciones and "$ref" in nodo:
        nodo = definiciones[nodo["$ref"].rpartition("/")[2]]
    tipos = nodo["type"] if isinstance(nodo["type"], list) else [nodo["type"]]
    if "properties" in nodo:
        return {clave: _ejemplar(hijo, definiciones) for clave, hijo in nodo["properties"].items()}
    if "array" in tipos and "items" in nodo:
        return [_ejemplar(nodo["items"], definiciones)]
    if "enum" in nodo:
        return nodo["enum"][0]
    if "format" in nodo:
        formas = {"date-time": "2026-01-01T00:00:00Z", "uri": "https://ejemplo.gob.mx/", "email": "a@ejemplo.mx"}
        return formas[nodo["format"]]
    return {
        "string": "x",
        "number": 1 if "maximum" in nodo else 1.5,
        "integer": 3,
        "boolean": False,
        "object": {"a": "b"},
    }[tipos[0]]


def _lugares(dato: Any, lugar: Lugar = ()) -> Iterator[tuple[Lugar, Any]]:
    if lugar:
        yield lugar, dato
    for clave, valor in dato.items() if isinstance(dato, dict) else enumerate(dato) if isinstance(dato, list) else ():
        yield from _lugares(valor, (*lugar, clave))


def _cambiado(dato: dict[str, Any], lugares: list[Lugar], valor: Any) -> dict[str, Any]:
    copia = copy.deepcopy(dato)
    for lugar in lugares:
        nodo: Any = copia
        for parte in lugar[:-1]:
            nodo = nodo[parte]
        nodo[lugar[-1]] = copy.deepcopy(valor)
    return copia


def _segun_oficial(oficial: Draft4Validator, entrega: dict[str, Any]) -> set[Lugar]:
    lugares = set()
    for error in oficial.iter_errors(entrega):
        lugar = tuple(error.absolute_path)
        if error.validator == "required":
            lugares |= {(*lugar, campo) for campo in error.validator_value if campo not in error.instance}
        else:
            lugares.add(lugar)
    return lugares


def _segun_nosotros(entrega: dict[str, Any]) -> set[Lugar]:
    return {tuple(error.ruta) for error in perfil.errores(entrega)}


@pytest.fixture(scope="module")
def ampliado(carpeta: Path, oficiales: dict[str, Any]) -> dict[str, Any]:
    """The official schema with every extension of ours, as their repositories publish them, merged into it."""
    esquema_oficial = json.loads((carpeta / "release-schema.json").read_text(encoding="utf-8"))
    for extension in oficiales.values():
        _fundir(esquema_oficial, copy.deepcopy(extension.parche))
    definiciones = esquema_oficial["definitions"]
    # Not in our profile: a place that repeats another's (docs/decisiones/0008), and what leads to no definition.
    del definiciones["Planning"]["properties"]["budgetBreakdown"], definiciones["Finance"]
    del definiciones["Transaction"]["properties"]["relatedImplementationMilestone"]
    del definiciones["ContactPoint"]["properties"]["availableLanguages"]
    del definiciones["ContactPoint"]["properties"]["lenguageCode"]
    # Addresses that their extensions leave in prose, and we do not.
    definiciones["Location"]["properties"]["uri"]["format"] = "uri"
    definiciones["ElectronicAuction"]["properties"]["url"]["format"] = "uri"
    return esquema_oficial


def _fundir(base: dict[str, Any], parche: dict[str, Any]) -> None:
    for clave, valor in parche.items():
        if valor is None:
            base.pop(clave, None)
        elif isinstance(valor, dict):
            _fundir(base.setdefault(clave, {}), valor)
        else:
            base[clave] = valor


@pytest.fixture(scope="module")
def ejemplar_ampliado(ampliado: dict[str, Any]) -> dict[str, Any]:
    hecho: dict[str, Any] = _ejemplar(ampliado, ampliado["definitions"])
    return hecho


def test_las_reglas_de_fusion_son_las_del_esquema_oficial_con_nuestras_extensiones(
    carpeta: Path, ampliado: dict[str, Any]
) -> None:
    oficiales = get_merge_rules(str(carpeta / "release-schema.json"))
    assert len(oficiales) == 24
    assert oficiales.items() <= fusion.reglas().items()
    # Of the extension of metrics there is no copy beside the standard.
    nuestras = {ruta: regla for ruta, regla in fusion.reglas().items() if "metrics" not in ruta}
    assert nuestras == get_merge_rules(ampliado)


def test_los_campos_de_nuestras_extensiones_son_los_que_ellas_publican(
    ampliado: dict[str, Any], ejemplar_ampliado: dict[str, Any]
) -> None:
    lugares = [lugar for lugar, _ in _lugares(ejemplar_ampliado)]
    assert len(lugares) > 2400
    assert [lugar for lugar in lugares if not esquema.conoce(_campos(lugar))] == []
    for nombre, definicion in esquema.entrega()["$defs"].items():
        for campo, nodo in definicion["properties"].items():
            assert nodo["title"] != campo, (nombre, campo)


def _campos(lugar: Lugar) -> tuple[str, ...]:
    return tuple(str(parte) for parte in lugar if not isinstance(parte, int))


@pytest.mark.parametrize("valor", [5, 2.5, "x", "", None, True, [], {}, ["x"], [{}], "2026-01-01T00:00:00Z"])
def test_un_valor_de_otra_clase_en_una_extension_se_rechaza_en_los_mismos_campos(
    ampliado: dict[str, Any], ejemplar_ampliado: dict[str, Any], valor: Any
) -> None:
    validador_oficial = Draft4Validator(ampliado, format_checker=FormatChecker(formats=["date-time", "uri"]))
    assert _segun_oficial(validador_oficial, ejemplar_ampliado) == set()
    assert _segun_nuestro_perfil(ejemplar_ampliado) == set()
    hojas = [lugar for lugar, dato in _lugares(ejemplar_ampliado) if not isinstance(dato, dict | list)]
    cambiado = _cambiado(ejemplar_ampliado, hojas, valor)
    assert _segun_nuestro_perfil(cambiado) == _segun_oficial(validador_oficial, cambiado) != set()


def _segun_nuestro_perfil(entrega: dict[str, Any]) -> set[Lugar]:
    return {tuple(error.absolute_path) for error in validador.errores(entrega, completo=True)}


def test_todos_los_campos_del_estandar_tienen_titulo_en_espanol(carpeta: Path, ejemplar: dict[str, Any]) -> None:
    oficiales = {
        nodo["title"] for nodo in _nodos(json.loads((carpeta / "release-schema.json").read_text(encoding="utf-8")))
    }
    for lugar, _ in _lugares(ejemplar):
        campo = lugar[-1]
        if lugar[0] in ("planning", "tender", "awards", "contracts", "parties") and isinstance(campo, str):
            titulo = esquema.titulos(lugar)[-1]
            if campo not in ("a", "fax"):
                assert titulo != campo, lugar
                assert titulo not in oficiales - {"Fax"}, lugar


def _nodos(dato: Any) -> Iterator[dict[str, Any]]:
    if isinstance(dato, dict) and isinstance(dato.get("title"), str):
        yield dato
    for hijo in dato.values() if isinstance(dato, dict) else dato if isinstance(dato, list) else ():
        yield from _nodos(hijo)


def test_el_ejemplar_completo_vale_para_los_dos(oficial: Draft4Validator, ejemplar: dict[str, Any]) -> None:
    assert len(list(_lugares(ejemplar))) > 600
    assert _segun_oficial(oficial, ejemplar) == _segun_nosotros(ejemplar) == set()


@pytest.mark.parametrize(
    "valor", [5, 2.5, "x", "", None, True, [], {}, ["x"], [5], [{}], {"id": 1}, "2026-01-01T00:00:00Z"]
)
def test_un_valor_de_otra_clase_se_rechaza_en_los_mismos_campos(
    oficial: Draft4Validator, ejemplar: dict[str, Any], valor: Any
) -> None:
    hojas = [lugar for lugar, dato in _lugares(ejemplar) if not isinstance(dato, dict | list)]
    cambiado = _cambiado(ejemplar, hojas, valor)
    assert _segun_nosotros(cambiado) == _segun_oficial(oficial, cambiado) != set()


@pytest.mark.parametrize("hondura", range(1, 9))
@pytest.mark.parametrize("valor", [5, "x", None, [], {}, [{}], ["x"]])
def test_un_grupo_de_otra_clase_se_rechaza_en_los_mismos_campos(
    oficial: Draft4Validator, ejemplar: dict[str, Any], valor: Any, hondura: int
) -> None:
    grupos = [lugar for lugar, dato in _lugares(ejemplar) if isinstance(dato, dict | list) and len(lugar) == hondura]
    assert grupos
    cambiado = _cambiado(ejemplar, grupos, valor)
    assert _segun_nosotros(cambiado) == _segun_oficial(oficial, cambiado)


@pytest.mark.parametrize("valor", ["x", None, 5])
@pytest.mark.parametrize("campo", ["title", "description", "rationale", "name", "legalName", "countryName", "source"])
def test_los_textos_en_otros_idiomas_se_revisan_igual(
    oficial: Draft4Validator, ejemplar: dict[str, Any], campo: str, valor: Any
) -> None:
    grupos = [lugar for lugar, dato in _lugares(ejemplar) if isinstance(dato, dict)]
    cambiado = _cambiado(ejemplar, [(*grupo, f"{campo}_es-MX") for grupo in grupos], valor)
    assert _segun_nosotros(cambiado) == _segun_oficial(oficial, cambiado)


def test_dos_elementos_iguales_se_rechazan_donde_el_estandar_los_rechaza(
    oficial: Draft4Validator, ejemplar: dict[str, Any]
) -> None:
    sin_id = _sin_ids(ejemplar)
    segun_oficial, segun_nosotros = _segun_oficial(oficial, sin_id), _segun_nosotros(sin_id)
    assert ("tender", "tenderers") in segun_nosotros
    assert ("tender", "items", 0, "classification") not in segun_nosotros
    assert segun_nosotros == segun_oficial


def _sin_ids(dato: Any) -> Any:
    if isinstance(dato, dict):
        return {clave: _sin_ids(valor) for clave, valor in dato.items() if clave != "id"}
    return [_sin_ids(dato[0])] * 2 if isinstance(dato, list) and isinstance(dato[0], dict) else dato


def test_los_1569_paquetes_federales_se_aceptan(compartido: Path) -> None:
    with gzip.open(compartido / "data/ocds/federal-2016-2017.release-packages.jsonl.gz") as lineas:
        paquetes = [leer_json(linea) for linea in lineas]
    entregas = [entrega for paquete in paquetes for entrega in paquete["releases"]]
    assert len(entregas) == 1569
    assert [error for entrega in entregas for error in perfil.errores(entrega)] == []


@pytest.mark.parametrize(
    "archivo",
    ["federal-compiled", "jalisco-compiled", "jalisco-releases", "cdmx-sefin-releases-1.0", "cdmx-sefin-faulty-drafts"],
)
def test_los_datos_reales_fallan_en_los_mismos_campos(compartido: Path, oficial: Draft4Validator, archivo: str) -> None:
    lineas = (compartido / f"data/ocds/{archivo}.jsonl").read_text(encoding="utf-8").splitlines()
    for linea in map(json.loads, lineas):
        for entrega in linea.get("releases", [linea]):
            assert _segun_nosotros(entrega) == _segun_oficial(oficial, entrega)
