"""Who gives identifiers to organizations: the schemes of org-id.guide, and two of our own.

The foreign ones are those of the Sistema 6 of the PDN that its list does not mark as deprecated, and those of a few
commercial partners of Mexico that it lacks. Each name says the number people know: few have heard of the code.
"""

from django.utils.translation import gettext_lazy as _

RFC = "MX-RFC"
PRESUPUESTARIA = "MX-CPA"
UNIDAD_COMPRADORA = "X-UC"
SOLO_NOMBRE = "X-NOMBRE"

ESQUEMAS = [
    (RFC, _("RFC (México)")),
    (PRESUPUESTARIA, _("Clave presupuestaria de una dependencia (México)")),
    ("US-EIN", _("Estados Unidos: EIN, número de empleador")),
    ("US-SAM", _("Estados Unidos: UEI, de SAM.gov")),
    ("US-COA", _("Estados Unidos: clave presupuestaria de una dependencia")),
    ("US-USAGOV", _("Estados Unidos: dependencia en USA.gov")),
    ("CA-CC", _("Canadá: Corporations Canada")),
    ("CA-COA", _("Canadá: clave presupuestaria de una dependencia")),
    ("CA-GOV", _("Canadá: número de dependencia")),
    ("BR-CNPJ", _("Brasil: CNPJ")),
    ("CL-RUT", _("Chile: RUT")),
    ("CL-MP", _("Chile: Mercado Público")),
    ("CN-SAIC", _("China: registro de la SAIC")),
    ("CO-CCB", _("Colombia: Cámara de Comercio de Bogotá")),
    ("CO-RUE", _("Colombia: NIT o registro RUES")),
    ("DE-CR", _("Alemania: registro mercantil")),
    ("ES-RMC", _("España: Registro Mercantil Central")),
    ("FR-RCS", _("Francia: registro de comercio")),
    ("GT-NIT", _("Guatemala: NIT")),
    ("GB-COH", _("Reino Unido: Companies House")),
    ("GB-HESA", _("Reino Unido: educación superior, HESA")),
    ("GB-MPR", _("Reino Unido: Mutuals Public Register")),
    ("GB-SHPE", _("Reino Unido: vivienda social")),
    ("GB-UKPRN", _("Reino Unido: UKPRN")),
    ("XI-LEI", _("LEI, identificador internacional de entidades jurídicas")),
    (UNIDAD_COMPRADORA, _("Clave de unidad compradora (México)")),
    (SOLO_NOMBRE, _("Sin identificador: solo se conoce su nombre")),
]


def nombre_de(esquema: str) -> str:
    """Return what people call a scheme; the code itself when it is none of ours."""
    return str(dict(ESQUEMAS).get(esquema, esquema))
