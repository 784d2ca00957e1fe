"""Where the files that are not Python live, in a checkout and in an installed wheel alike."""

from pathlib import Path

PAQUETE = Path(__file__).resolve().parent

# The wheel carries these folders inside the package; a checkout has them beside it.
_EMPACADOS = PAQUETE / "_recursos"
RECURSOS = _EMPACADOS if _EMPACADOS.is_dir() else PAQUETE.parent

PLANTILLAS = RECURSOS / "plantillas"
FIXTURES = RECURSOS / "fixtures"
LOCALE = RECURSOS / "locale"
