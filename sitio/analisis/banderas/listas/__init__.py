"""Flags that compare who takes part with external lists, and with what an RFC says by itself."""

from sitio.analisis.banderas.listas import conflictos, fisco, identidad, sanciones

__all__ = ["conflictos", "fisco", "identidad", "sanciones"]
