"""What the lists tell the rooms above, after the commit."""

from django.dispatch import Signal

# kwargs: `version: int`, the primary key of a version just loaded. `diferencias` tells who changed with it.
lista_actualizada = Signal()

# kwargs: `rfc: str` and `nombre: str` (normalized) of the party of which somebody said whether it is who a list says.
coincidencia_decidida = Signal()
