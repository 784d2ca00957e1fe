"""The legal deadlines, by stage. Importing this package fills `registro.PLAZOS`."""

from sitio.analisis.plazos import contrato, licitacion

__all__ = ["contrato", "licitacion"]
