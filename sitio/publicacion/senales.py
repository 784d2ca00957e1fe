"""What the ledger announces to the rooms that read from it."""

from django.dispatch import Signal

# Sent once per transaction that published something, after its commit, with `posiciones: list[int]` in the order
# of the ledger and `ocids: list[str]` without repeats. A receiver that fails does not undo what was published.
entregas_emitidas = Signal()
