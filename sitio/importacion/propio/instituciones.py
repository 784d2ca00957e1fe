"""The institutions and buying units that our tables name: from the files beside them, or already in the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sitio.importacion.celdas import Celdas
from sitio.importacion.tipos import PATRON_CLAVE, DatosPublicador
from sitio.ocds.identificadores import PATRON_PREFIJO

_LARGOS = {"nombre": 300, "esquema": 40, "identificador": 60, "uri": 200, "licencia": 200, "politica": 200}


@dataclass
class Instituciones:
    """What is known of institutions. `de_la_clave` looks in the database for those that no file describes."""

    de_la_clave: Callable[[str], DatosPublicador | None]
    _publicadores: dict[str, DatosPublicador] = field(default_factory=dict)
    _unidades: dict[tuple[str, str], str] = field(default_factory=dict)

    def agregar(self, celdas: Celdas, valores: dict[str, Any]) -> None:
        """Take a row of `instituciones`; what the database could not hold is noted in its cells."""
        if not PATRON_CLAVE.fullmatch(valores["institucion"]):
            celdas.fallar(
                "institucion", _("No sirve como clave."), _("Use hasta 60 letras sin acento, cifras y guiones.")
            )
        if not PATRON_PREFIJO.fullmatch(valores["prefijo_ocid"]):
            celdas.fallar(
                "prefijo_ocid", _("No es un prefijo OCID."), _("Es como ocds-213czf; lo da la OCP al publicador.")
            )
        for columna, largo in _LARGOS.items():
            if len(valores[columna] or "") > largo:
                celdas.fallar(columna, _("Es demasiado largo."), _("Use hasta %(largo)s letras.") % {"largo": largo})
        if celdas.fallas:
            return
        self._publicadores[valores["institucion"]] = DatosPublicador(
            clave=valores["institucion"],
            nombre=valores["nombre"],
            prefijo=valores["prefijo_ocid"],
            esquema=valores["esquema"],
            identificador=valores["identificador"],
            uri=valores["uri"] or "",
            licencia=valores["licencia"] or "",
            politica=valores["politica"] or "",
        )

    def agregar_unidad(self, valores: dict[str, Any]) -> None:
        """Take a row of `unidades`."""
        self._unidades[valores["institucion"], valores["unidad"]] = valores["nombre"]

    def publicador(self, celdas: Celdas) -> DatosPublicador | None:
        """Who publishes a row of `procesos`; None, noted in its cells, when nobody knows that institution."""
        clave = str(celdas.leer("institucion", lambda _campo, valor: valor.strip()))
        hallado = self._publicadores.get(clave) or self.de_la_clave(clave)
        if hallado is not None:
            self._publicadores[clave] = hallado
        else:
            celdas.fallar(
                "institucion",
                _("No se conoce esta institución."),
                _("Descríbala en instituciones.csv, o dela de alta como publicador en el portal."),
            )
        return hallado

    def unidad(self, celdas: Celdas, institucion: str, clave: str) -> str:
        """The name of the buying unit of a row of `procesos`; an unknown one is noted in its cells."""
        hallada = self._unidades.get((institucion, clave))
        if hallada is None:
            celdas.fallar("unidad", _("No se conoce esta unidad compradora."), _("Agréguela a unidades.csv."))
        return hallada or clave
