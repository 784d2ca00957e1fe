"""What this room tells the rest of the house, once it is committed."""

from django.dispatch import Signal

# kwargs: `ocid: str`, `publicador: str`, `alertas: list[int]`, `plazos: list[int]`: primary keys of what is new for
# that process (alerts: new or reopened; deadlines: new, or moved to another date). Without `ocid` they are alerts of no
# process alone (of a buyer, of a supplier), of the publisher with that key. It may be sent twice: receivers are
# idempotent.
novedades = Signal()
