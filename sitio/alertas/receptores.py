"""What this room does when others speak."""

from typing import Any

from sitio.cola import encolar

# A task reviews at most this many positions of the ledger: seconds of work, so that a killed one costs little.
TRAMO = 500


def al_retirar(sender: object, posicion: int, **resto: Any) -> None:
    """Enqueue the review of the process that lost the release at `posicion`: its record says less now."""
    encolar("sitio.alertas.tareas.revisar_entregas", posicion)


def al_actualizar_lista(sender: object, version: int, **resto: Any) -> None:
    """Enqueue the review of the processes where somebody of whom the list says something new takes part."""
    encolar("sitio.alertas.tareas.revisar_lista", version)


def al_decidir(sender: object, nombre: str, **resto: Any) -> None:
    """Enqueue the review of the processes where somebody of that (normalized) name takes part."""
    encolar("sitio.alertas.tareas.revisar_a_quien_se_llama", nombre)


def al_emitir(sender: object, posiciones: list[int], **resto: Any) -> None:
    """Enqueue the review of what was just published, by first and last position of each stretch."""
    orden = sorted(posiciones)
    for i in range(0, len(orden), TRAMO):
        tramo = orden[i : i + TRAMO]
        encolar("sitio.alertas.tareas.revisar_entregas", tramo[0], tramo[-1])
