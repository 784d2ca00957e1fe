"""What this room tells the rest of the house, once it is committed."""

from django.dispatch import Signal

# kwargs: `ocid: str`, `alertas: list[int]`, `plazos: list[int]`: primary keys of what is new for that process
# (alerts: new or reopened; deadlines: new, or moved to another date). It may be sent twice: receivers are idempotent.
novedades = Signal()
