"""Reference data and registries: who contracts, who supplies, what is bought, which days do not count."""

from sitio.catalogos.models.clasificadores import ClaveCucop, Partida
from sitio.catalogos.models.dias import FEDERAL, Calendario, DiaInhabil
from sitio.catalogos.models.inpc import Inpc
from sitio.catalogos.models.limites import Ley, LimiteDeMonto, Objeto, PresupuestoAutorizado, Uma
from sitio.catalogos.models.listas import (
    BajaDeRenglon,
    CoincidenciaConfirmada,
    ListaExterna,
    RenglonDeLista,
    VersionDeLista,
)
from sitio.catalogos.models.organizacion import Organizacion
from sitio.catalogos.models.personas import BeneficiarioFinal, Contacto, IdentificadorAdicional, Membresia
from sitio.catalogos.models.unidades import UnidadCompradora
from sitio.catalogos.models.uniones import Union

__all__ = [
    "FEDERAL",
    "BajaDeRenglon",
    "BeneficiarioFinal",
    "Calendario",
    "ClaveCucop",
    "CoincidenciaConfirmada",
    "Contacto",
    "DiaInhabil",
    "IdentificadorAdicional",
    "Inpc",
    "Ley",
    "LimiteDeMonto",
    "ListaExterna",
    "Membresia",
    "Objeto",
    "Organizacion",
    "Partida",
    "PresupuestoAutorizado",
    "RenglonDeLista",
    "Uma",
    "UnidadCompradora",
    "Union",
    "VersionDeLista",
]
