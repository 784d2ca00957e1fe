"""Eight writers at once, one of them killed half way, and a reader that follows what they publish."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.publicacion import procesos
from tests.publicacion.procesos import Trabajo

ESCRITORES = 8
VECES = 6
LOTE = 4
POR_ESCRITOR = VECES * (1 + LOTE)
# What the victim commits before it dies in its second lot: a release, a lot, and another release.
VIVIDAS = 2 + LOTE

PREPARAR = """
for clave in ("finanzas", "obras", "salud"):
    Publicador.objects.create(clave=clave, nombre=clave.title(), prefijo_ocid="ocds-213czf")
"""
# Each one publishes release by release in the process that those of its publisher share, and by lots in its own.
ESCRIBIR = """
yo, publicador, veces, lote = sys.argv[0], Publicador.objects.get(clave=sys.argv[1]), *map(int, sys.argv[2:])
def propia(n):
    fecha = f"2020-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z"
    return Propuesta({"ocid": f"ocds-213czf-{yo}", "id": f"{yo}-{n}", "date": fecha, "tag": ["planning"],
        "initiationType": "tender", "planning": {"rationale": f"{yo} importa {n}"}})
listo()
for n in range(veces):
    comun = {"ocid": f"ocds-213czf-{publicador.clave}", "initiationType": "tender"}
    emitir(publicador, {**comun, "planning": {"rationale": f"{yo} dice {n}"}}, origen="captura")
    propuestas = [propia(n * lote + k) for k in range(lote)]
    for resultado in emitir_lote(publicador, propuestas, origen="importacion"):
        assert resultado.estado == "emitida", resultado
"""
# It dies by its own hand where it hurts most: its rows are written and its transaction is open.
MORIR = """
import signal
from sitio.publicacion import candado
avanzar, quedan = candado.avanzar, [3]
def a_la_cuarta(cuantas):
    quedan[0] -= 1
    if quedan[0] < 0:
        assert Entrega.objects.filter(posicion__gt=Bitacora.objects.get().posicion).count() == cuantas == 4
        os.kill(os.getpid(), signal.SIGKILL)
    avanzar(cuantas)
candado.avanzar = a_la_cuarta
"""
# Few rows a page and no rest, so that it is always at the writers' heels. It ends when told and there is nothing more.
SEGUIR = """
from urllib.parse import urlsplit
from django.test import Client
cliente, vistas, pagina = Client(), [], "/api/ocds/changes?limit=3&since=0"
listo()
paginas, acaban = 0, False
while True:
    respuesta = cliente.get(pagina)
    assert respuesta.status_code == 200, respuesta.content
    datos = respuesta.json()
    vistas += [[c["seq"], c["ocid"], c["releaseId"], c["date"], c["sha256"]] for c in datos["changes"]]
    partes = urlsplit(datos["links"]["next"])
    pagina = f"{partes.path}?{partes.query}"
    paginas += 1
    if not datos["changes"]:
        if acaban:
            break
        acaban = os.path.exists(f"{sys.argv[1]}/fin")
print(json.dumps({"vistas": vistas, "paginas": paginas}))
"""
CONTAR = """
campos = ("posicion", "ocid", "id_entrega", "fecha", "sha256", "publicador__clave", "secuencia", "cadena_previa")
filas = Entrega.objects.order_by("posicion").values_list(*campos)
print(json.dumps([[*f[:3], f[3].strftime("%Y-%m-%dT%H:%M:%SZ"), *f[4:]] for f in filas]))
call_command("verificar_bitacora")
"""


@pytest.fixture
def entorno(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield from procesos.casa(tmp_path, PREPARAR)


def publicar_mientras_se_lee(
    entorno: dict[str, str], carpeta: Path, publicadores: list[str]
) -> tuple[list[Any], list[Any]]:
    """Return what the reader saw and what there is, once the whole ledger was verified."""
    finales = procesos.a_la_vez(
        entorno,
        carpeta,
        Trabajo("lector", SEGUIR, (str(carpeta),)),
        Trabajo("victima", MORIR + ESCRIBIR, (publicadores[0], "100", str(LOTE))),
        *(
            Trabajo(f"escritor{n}", ESCRIBIR, (publicadores[n % len(publicadores)], str(VECES), str(LOTE)))
            for n in range(ESCRITORES)
        ),
    )
    procesos.sin_tropiezos(finales, "victima")
    assert (finales["victima"].codigo, finales["victima"].errores) == (-signal.SIGKILL, "")
    contadas, _salto, informe = procesos.mandar(entorno, CONTAR).partition("\n")
    assert "La bitácora está íntegra." in informe
    return json.loads(finales["lector"].salida)["vistas"], json.loads(contadas)


@pytest.mark.lenta
@pytest.mark.parametrize("publicadores", [["finanzas"], ["finanzas", "obras", "salud"]], ids=["uno", "varios"])
def test_ocho_publican_uno_muere_y_quien_los_sigue_lo_ve_todo_una_vez(
    entorno: dict[str, str], tmp_path: Path, publicadores: list[str]
) -> None:
    vistas, filas = publicar_mientras_se_lee(entorno, tmp_path, publicadores)

    # Nothing lost, no gap, and of who died, only what it had committed.
    cuantas = Counter(ocid for _posicion, ocid, *_resto in filas)
    assert sum(cuantas.values()) == len(filas) == ESCRITORES * POR_ESCRITOR + VIVIDAS
    assert all(cuantas[f"ocds-213czf-escritor{n}"] == VECES * LOTE for n in range(ESCRITORES))
    assert cuantas["ocds-213czf-victima"] == LOTE
    assert [fila[0] for fila in filas] == list(range(1, len(filas) + 1))
    # The reader missed nothing, saw nothing twice, and saw it in the order of the ledger.
    assert vistas == [fila[:5] for fila in filas]
    for ocid in cuantas:
        fechas = [fila[3] for fila in filas if fila[1] == ocid]
        assert all(antes < despues for antes, despues in pairwise(fechas)), ocid
    for publicador in publicadores:
        secuencias = [fila[6] for fila in filas if fila[5] == publicador]
        assert secuencias == list(range(1, len(secuencias) + 1))
    # No two links follow the same one.
    assert len({(fila[5], fila[7]) for fila in filas}) == len(filas)


# Withdrawals: two people authorize the same request at the same moment.

SOLICITAR = """
from django.contrib.auth.models import User
from sitio.publicacion import retiros
publicador = Publicador.objects.get(clave="finanzas")
for n in range(3):
    emitir(publicador, {"ocid": "ocds-213czf-9", "initiationType": "tender", "planning": {"rationale": f"{n}"}},
        origen="captura")
gente = [User.objects.create(username=f"p{n}", is_superuser=True) for n in range(5)]
razones = {"motivo": "orden_legal", "fundamento": "Oficio 1", "explicacion": "Orden."}
retiro = retiros.solicitar("ocds-213czf-9", "ocds-213czf-9-2", persona=gente[4], **razones)
print(retiro.pk)
"""
AUTORIZAR = """
from django.contrib.auth.models import User
from sitio.publicacion import retiros
persona = User.objects.get(username=sys.argv[0])
listo()
try:
    print(retiros.autorizar(int(sys.argv[1]), persona).secuencia)
except retiros.RetiroRechazado as rechazo:
    print(rechazo)
"""
CONTAR_ACTAS = """
print(Entrega.objects.filter(clase="retiro").count())
call_command("verificar_bitacora")
"""


@pytest.mark.lenta
def test_si_varias_personas_autorizan_a_la_vez_se_retira_una_sola_vez(entorno: dict[str, str], tmp_path: Path) -> None:
    folio = procesos.mandar(entorno, SOLICITAR).strip()
    personas = [Trabajo(f"p{n}", AUTORIZAR, (folio,)) for n in range(4)]
    escritor = Trabajo("escritor", ESCRIBIR, ("finanzas", "3", str(LOTE)))

    finales = procesos.a_la_vez(entorno, tmp_path, *personas, escritor)

    procesos.sin_tropiezos(finales)
    dichos = [finales[persona.nombre].salida.strip() for persona in personas]
    assert sum(dicho.isdecimal() for dicho in dichos) == 1
    assert dichos.count(f"La solicitud {folio} ya se resolvió.") == 3
    informe = procesos.mandar(entorno, CONTAR_ACTAS)
    assert informe.startswith("1\n")
    assert "La bitácora está íntegra." in informe
