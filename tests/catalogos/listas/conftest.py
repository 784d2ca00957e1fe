"""Small files of each official shape, made by hand, and the lists they are loaded into."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sitio.catalogos.listas.carga import Carga, cargar
from sitio.catalogos.models import ListaExterna

ENCABEZADO_69B = (
    "No,RFC,Nombre del Contribuyente,Situación del contribuyente,"
    "Número y fecha de oficio global de presunción SAT,Publicación página SAT presuntos,"
    "Número y fecha de oficio global de presunción DOF,Publicación DOF presuntos,"
    "Número y fecha de oficio global de contribuyentes que desvirtuaron SAT,Publicación página SAT desvirtuados,"
    "Número y fecha de oficio global de contribuyentes que desvirtuaron DOF,Publicación DOF desvirtuados,"
    "Número y fecha de oficio global de definitivos SAT,Publicación página SAT definitivos,"
    "Número y fecha de oficio global de definitivos DOF,Publicación DOF definitivos,"
    "Número y fecha de oficio global de sentencia favorable SAT,Publicación página SAT sentencia favorable,"
    "Número y fecha de oficio global de sentencia favorable DOF,Publicación DOF sentencia favorable"
)
TITULOS_69B = "Información actualizada al {fecha}\nListado completo de contribuyentes (Artículo 69-B del CFF)\n"
LUGAR_DEL_DOF = {"Presunto": 7, "Desvirtuado": 11, "Definitivo": 15, "Sentencia Favorable": 19}


def renglon_69b(numero: int, rfc: str, nombre: str, situacion: str, dof: str) -> str:
    """A row of the SAT's file, with the date that its state has in the DOF."""
    celdas = [str(numero), rfc, f'"{nombre}"', situacion] + [""] * 16
    celdas[LUGAR_DEL_DOF.get(situacion, 7)] = dof
    return ",".join(celdas)


def archivo_69b(*renglones: str, fecha: str = "18 de mayo de 2021", codificacion: str = "cp1252") -> bytes:
    """A whole file, with its titles."""
    return "\n".join([TITULOS_69B.format(fecha=fecha) + ENCABEZADO_69B, *renglones, ""]).encode(codificacion)


ALFA = renglon_69b(1, "ALF010101AA1", "COMERCIALIZADORA ALFA DEL NORTE, S.A. DE C.V.", "Definitivo", "23/10/2018")
BETA = renglon_69b(2, "BET020202BB2", "SERVICIOS BETA, S.C.", "Presunto", "25/06/2018")
GAMA = renglon_69b(3, "GAM030303CC3", "GRUPO GAMA, S. DE R.L. DE C.V.", "Desvirtuado", "02/11/2017")


def lista(tipo: str = "efos", formato: str = "sat_69b", clave: str = "", **datos: Any) -> ListaExterna:
    """Make a list of a kind."""
    return ListaExterna.objects.create(
        clave=clave or formato.replace("_", "-"), titulo=f"Lista {formato}", tipo=tipo, formato=formato, **datos
    )


@pytest.fixture
def efos(db: None) -> ListaExterna:
    return lista()


@pytest.fixture
def cargada(efos: ListaExterna) -> Callable[..., Carga]:
    """Load rows as the next version of the 69-B."""

    def correr(*renglones: str, fecha: str = "18 de mayo de 2021", **opciones: Any) -> Carga:
        return cargar(efos, "Listado_Completo_69-B.csv", archivo_69b(*renglones, fecha=fecha), **opciones)

    return correr


def dia(texto: str) -> date:
    """A date written in ISO."""
    return date.fromisoformat(texto)
