"""What a person asked for and cannot be: said in Spanish, and nothing changed."""

from django.core.exceptions import PermissionDenied


class NoSePuede(PermissionDenied):
    """The step asked for is not open to this person or at this moment; the message says why."""


class AccionRechazada(PermissionDenied):
    """The decision was not taken, and nothing changed. The message is for the person who tried."""
