"""What the ledger announces to the rooms that read from it."""

from django.dispatch import Signal

# Sent once per transaction that published something, after its commit, with `posiciones: list[int]` in the order
# of the ledger and `ocids: list[str]` without repeats. A receiver that fails does not undo what was published.
entregas_emitidas = Signal()

# Sent after the commit of a withdrawal, with `ocid: str`, `id_entrega: str` and `posicion: int` of the release whose
# content is gone, and `publicador_id: int`: whoever keeps a copy of it drops the copy. The record was compiled again.
entrega_retirada = Signal()
