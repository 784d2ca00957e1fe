"""Procedure templates as data: checked, versioned, compared, carried between sites, and edited without JSON."""

from sitio.procesos.plantillas.carga import cargar, cargar_archivo, cargar_carpeta, flujo_para
from sitio.procesos.plantillas.comprobacion import PlantillaInvalida, comprobar

__all__ = ["PlantillaInvalida", "cargar", "cargar_archivo", "cargar_carpeta", "comprobar", "flujo_para"]
