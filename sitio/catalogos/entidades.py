"""The 32 states of Mexico as the INEGI names them, whatever people type."""

from sitio.catalogos.texto import llano

ENTIDADES = (
    "Aguascalientes",
    "Baja California",
    "Baja California Sur",
    "Campeche",
    "Coahuila de Zaragoza",
    "Colima",
    "Chiapas",
    "Chihuahua",
    "Ciudad de México",
    "Durango",
    "Guanajuato",
    "Guerrero",
    "Hidalgo",
    "Jalisco",
    "México",
    "Michoacán de Ocampo",
    "Morelos",
    "Nayarit",
    "Nuevo León",
    "Oaxaca",
    "Puebla",
    "Querétaro",
    "Quintana Roo",
    "San Luis Potosí",
    "Sinaloa",
    "Sonora",
    "Tabasco",
    "Tamaulipas",
    "Tlaxcala",
    "Veracruz de Ignacio de la Llave",
    "Yucatán",
    "Zacatecas",
)
_OTROS_NOMBRES = {
    "cdmx": "Ciudad de México",
    "distrito federal": "Ciudad de México",
    "df": "Ciudad de México",
    "d f": "Ciudad de México",
    "estado de mexico": "México",
    "edomex": "México",
    "coahuila": "Coahuila de Zaragoza",
    "michoacan": "Michoacán de Ocampo",
    "veracruz": "Veracruz de Ignacio de la Llave",
    "veracruz llave": "Veracruz de Ignacio de la Llave",
    "queretaro de arteaga": "Querétaro",
}
_POR_NOMBRE = {llano(nombre): nombre for nombre in ENTIDADES} | _OTROS_NOMBRES


def oficial(texto: str) -> str | None:
    """Return the official name of a state; None when `texto` names none."""
    return _POR_NOMBRE.get(llano(texto))
