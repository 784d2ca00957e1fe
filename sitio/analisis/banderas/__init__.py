"""The flags, by theme. Importing this package fills `registro.BANDERAS`."""

from sitio.analisis.banderas import competencia, contratos, convocatoria, fallo

__all__ = ["competencia", "contratos", "convocatoria", "fallo"]
