"""What this room does when others speak."""

from typing import Any

from sitio.mercado.tareas import encolar_lectura


def al_emitir(sender: object, posiciones: list[int], **resto: Any) -> None:
    """Enqueue the prices of what was just published."""
    encolar_lectura(posiciones)


def al_retirar(sender: object, posicion: int, **resto: Any) -> None:
    """Enqueue the prices of the process that lost a release: its record says less now."""
    encolar_lectura([posicion])
