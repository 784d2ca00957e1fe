"""Cardinal mode: the eleven red flags of OCP's Cardinal 0.0.8 over a JSONL file, with its settings and its answers.

Kept apart from our own rules (`sitio.analisis.banderas`), which read Mexican law: this one exists to be compared, so
where Cardinal is odd it is odd too. The differences are told in docs/manual/modo-cardinal.md.
"""

from sitio.analisis.cardinal.ajustes import Ajustes
from sitio.analisis.cardinal.archivo import calcular, calcular_flujo
from sitio.analisis.cardinal.calculo import Calculo
from sitio.analisis.cardinal.informe import partes
from sitio.analisis.cardinal.ini import AjustesInvalidos, leer_ajustes

__all__ = ["Ajustes", "AjustesInvalidos", "Calculo", "calcular", "calcular_flujo", "leer_ajustes", "partes"]
