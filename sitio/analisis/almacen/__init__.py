"""The prepared tables of every published process as Parquet files, for the runs that look at all of them."""

from sitio.analisis.almacen.carpeta import Almacen, Parte
from sitio.analisis.almacen.escritura import Lote, escribir

__all__ = ["Almacen", "Lote", "Parte", "escribir"]
