"""What a rule read, kept with its alert: paths and values, and the release and lists they came from."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sitio.alertas.models import Alerta, Corrida
from sitio.publicacion.models import Entrega, Registro

# Of a field that repeats, these values are kept; how many there were is told too. The release keeps them all.
VALORES = 20
PROCESOS = 100
LARGO = 300


def fotografiar(corrida: Corrida, alertas: Iterable[Alerta]) -> None:
    """Write in each alert what its rule read, from the published records as they were read.

    One that was published again meanwhile keeps what it had: its own run is on its way.
    """
    todas = [alerta for alerta in alertas if alerta.regla]
    if not todas:
        return
    registros = _registros({alerta.ocid for alerta in todas if alerta.ocid})
    listas = corrida.referencias.get("listas", {})
    for alerta in todas:
        leido = _de_proceso(alerta, registros) if alerta.ocid else _de_varios(alerta)
        if leido:
            alerta.lectura = {**leido, "version": alerta.version, "listas": listas}
    Alerta.objects.bulk_update(todas, ["lectura"])


def valores_de(entrega: Any, ruta: str) -> list[Any]:
    """Return what a release says at a path of OCDS (`awards.suppliers.id`), in every element of the lists on it."""
    nivel = [entrega]
    for paso in ruta.replace("[]", "").split("."):
        hijos = [objeto[paso] for objeto in nivel if isinstance(objeto, Mapping) and paso in objeto]
        nivel = [uno for hijo in hijos for uno in (hijo if isinstance(hijo, list) else [hijo])]
    return [valor for valor in nivel if valor not in (None, "", {})]


def _registros(ocids: set[str]) -> dict[str, tuple[Registro, str, Any]]:
    """Return, by ocid, each record with the id of its last release and what it says."""
    registros = list(Registro.objects.filter(ocid__in=ocids).only("ocid", "posicion", "sha256", "compilada"))
    ids = dict(
        Entrega.objects.filter(posicion__in=[r.posicion for r in registros]).values_list("posicion", "id_entrega")
    )
    return {r.ocid: (r, ids.get(r.posicion, ""), json.loads(bytes(r.compilada))) for r in registros}


def _de_proceso(alerta: Alerta, registros: Mapping[str, tuple[Registro, str, Any]]) -> dict[str, Any]:
    registro, entrega, dicho = registros.get(alerta.ocid, (None, "", None))
    if registro is None or registro.posicion != alerta.posicion or alerta.regla is None:
        return {}
    return {
        "entrega": entrega,
        "posicion": registro.posicion,
        "sha256": registro.sha256,
        "campos": [_campo(ruta, valores_de(dicho, ruta)) for ruta in alerta.regla.campos],
    }


def _de_varios(alerta: Alerta) -> dict[str, Any]:
    ocids = alerta.evidencia.get("procesos", [])[:PROCESOS]
    leidos = Registro.objects.filter(ocid__in=ocids).order_by("ocid").values("ocid", "posicion", "sha256")
    return {"procesos": list(leidos), "posicion": alerta.posicion, "sha256": alerta.entrega_sha256}


def _campo(ruta: str, valores: list[Any]) -> dict[str, Any]:
    return {"ruta": ruta, "cuantos": len(valores), "valores": [_breve(valor) for valor in valores[:VALORES]]}


def _breve(valor: Any) -> Any:
    if isinstance(valor, Mapping):
        return {nombre: _breve(v) for nombre, v in valor.items() if not isinstance(v, list | Mapping)}
    return valor[:LARGO] if isinstance(valor, str) else valor
