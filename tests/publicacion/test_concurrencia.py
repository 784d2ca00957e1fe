"""Several processes publishing at once lose nothing, fork no chain and skip no position."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publicacion import procesos
from tests.publicacion.procesos import Trabajo

ESCRITORES = 3
POR_ESCRITOR = 12

PREPARAR = "Publicador.objects.create(clave='finanzas', nombre='Finanzas', prefijo_ocid='ocds-213czf')"
# Each one writes to a process of its own and to one that all of them share.
ESCRIBIR = """
publicador, yo, veces = Publicador.objects.get(), sys.argv[0], int(sys.argv[1])
listo()
for n in range(veces):
    base = {"initiationType": "tender", "planning": {"rationale": f"{yo} dice {n}"}}
    emitir(publicador, {**base, "ocid": "ocds-213czf-comun"}, origen="captura")
    fecha = f"2020-01-{n + 1:02}T00:00:00Z"
    propia = {**base, "ocid": f"ocds-213czf-{yo}", "id": f"{yo}-{n}", "date": fecha, "tag": ["planning"]}
    [resultado] = emitir_lote(publicador, [Propuesta(propia)], origen="importacion")
    assert resultado.estado == "emitida", resultado
"""
CONTAR = """
filas = Entrega.objects.order_by("posicion").values_list("posicion", "secuencia", "ocid", "fecha")
print(json.dumps([list(fila) for fila in filas], default=str))
call_command("verificar_bitacora")
"""


@pytest.fixture
def entorno(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from procesos.casa(tmp_path, PREPARAR)


@pytest.mark.lenta
def test_varios_procesos_publicando_a_la_vez_no_pierden_nada(entorno: dict[str, str], tmp_path: Path) -> None:
    escritores = [Trabajo(f"escritor{n}", ESCRIBIR, (str(POR_ESCRITOR),)) for n in range(ESCRITORES)]
    procesos.sin_tropiezos(procesos.a_la_vez(entorno, tmp_path, *escritores))

    contadas, _salto, informe = procesos.mandar(entorno, CONTAR).partition("\n")
    filas = json.loads(contadas)
    todas = ESCRITORES * POR_ESCRITOR * 2
    assert [fila[0] for fila in filas] == [fila[1] for fila in filas] == list(range(1, todas + 1))
    comunes = [fecha for _posicion, _secuencia, ocid, fecha in filas if ocid == "ocds-213czf-comun"]
    assert len(comunes) == ESCRITORES * POR_ESCRITOR
    assert comunes == sorted(set(comunes))
    assert f"íntegra. Entregas: {todas}. Procesos: {ESCRITORES + 1}." in informe
