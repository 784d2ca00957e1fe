"""The eleven codes of Cardinal 0.0.8, one a module, in the order of the output."""

from sitio.analisis.cardinal.codigos.base import Codigo, Contexto, Grupo, Mapa
from sitio.analisis.cardinal.codigos.r003 import R003
from sitio.analisis.cardinal.codigos.r018 import R018
from sitio.analisis.cardinal.codigos.r024 import R024
from sitio.analisis.cardinal.codigos.r025 import R025
from sitio.analisis.cardinal.codigos.r028 import R028
from sitio.analisis.cardinal.codigos.r030 import R030
from sitio.analisis.cardinal.codigos.r035 import R035
from sitio.analisis.cardinal.codigos.r036 import R036
from sitio.analisis.cardinal.codigos.r038 import R038
from sitio.analisis.cardinal.codigos.r048 import R048
from sitio.analisis.cardinal.codigos.r058 import R058

CODIGOS: tuple[type[Codigo], ...] = (R003, R018, R024, R025, R028, R030, R035, R036, R038, R048, R058)

__all__ = ["CODIGOS", "Codigo", "Contexto", "Grupo", "Mapa"]
