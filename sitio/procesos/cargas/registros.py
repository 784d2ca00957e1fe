"""What the cells of a table name in the registers, found in one query each however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from sitio.catalogos.models import Organizacion
from sitio.procesos.cargas.celdas import CeldaMala
from sitio.procesos.cargas.columnas import Columna

_TANDA = 400


class Registros:
    """The organizations, CUCoP+ keys and COG lines that some cells name.

    With `crear`, an organization that is not registered but came with its name and a good RFC is given as a new one,
    still unsaved: `nuevas` are those.
    """

    def __init__(self, *, crear: bool = False) -> None:
        self.nuevas: dict[str, Organizacion] = {}
        self._crear = crear
        self._hallados: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))

    def buscar(self, modelo: type[Model], textos: Iterable[str]) -> None:
        """Look up all the cells of a column at once."""
        claves = sorted({_clave(texto) for texto in textos if texto.strip()})
        for desde in range(0, len(claves), _TANDA):
            self._buscar_tanda(modelo, claves[desde : desde + _TANDA])

    def hallar(self, columna: Columna, texto: str, razon: str) -> Any:
        """Return what a cell names, None for an empty one. Raises CeldaMala."""
        clave = _clave(texto)
        if not clave:
            return None
        hallados = self._hallados[columna.campo.related_model].get(clave, [])
        if len(hallados) == 1:
            return hallados[0]
        if columna.es_organizacion:
            return self._organizacion(clave, razon, [h.id_ocds for h in hallados])
        raise CeldaMala(_("No está en el catálogo. Revise la clave o deje la celda vacía."))

    def _organizacion(self, clave: str, razon: str, varias: list[str]) -> Organizacion:
        if varias:
            raise CeldaMala(
                _("Hay varias con ese identificador. Escriba una de estas: %(claves)s.")
                % {"claves": ", ".join(sorted(varias))}
            )
        if clave in self.nuevas:
            return self.nuevas[clave]
        if not self._crear or not razon.strip():
            raise CeldaMala(
                _(
                    "No está en Organizaciones. Agréguela en Catálogos, o escriba su nombre en la columna de al lado "
                    "y marque que se registre."
                )
            )
        nueva = Organizacion(esquema="MX-RFC", identificador=clave, nombre=razon)
        try:
            nueva.full_clean()
        except ValidationError as error:
            raise CeldaMala(" ".join(error.messages)) from error
        self.nuevas[clave] = nueva
        return nueva

    def _buscar_tanda(self, modelo: type[Model], claves: list[str]) -> None:
        hallados = self._hallados[modelo]
        if modelo is Organizacion:
            compuesta = Concat("esquema", Value("-"), "identificador")
            filtro = Q(identificador__in=claves) | Q(compuesta__in=claves)
            for organizacion in Organizacion.objects.alias(compuesta=compuesta).filter(filtro):
                for clave in {organizacion.identificador, organizacion.id_ocds}:
                    hallados[clave].append(organizacion)
            return
        for fila in modelo._default_manager.filter(pk__in=claves):
            hallados[str(fila.pk)].append(fila)


def _clave(texto: str) -> str:
    return "".join(texto.split()).upper()
