"""A legal deadline explained: how its date was counted, by whose term, and what meets it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sitio.alertas import presentacion
from sitio.alertas.models import Plazo
from sitio.analisis.registro import Unidad
from sitio.catalogos import calendario
from sitio.catalogos.models import FEDERAL
from sitio.componentes import formatos


@dataclass(frozen=True)
class FichaDePlazo:
    """Everything the page of a deadline says, ready to be written down."""

    plazo: Plazo
    falta: str
    vencido: bool
    termino: str
    calendario: str
    origen: str
    advertencias: list[str]
    suspensiones: list[str]
    datos: list[tuple[str, str]]
    responsable: str
    que_hacer: str
    evidencia_que_cumple: str


def ficha(plazo: Plazo) -> FichaDePlazo:
    """Explain `plazo` to whoever may see it."""
    regla = plazo.regla
    return FichaDePlazo(
        plazo=plazo,
        falta=presentacion.cuanto_falta(plazo),
        vencido=presentacion.esta_vencido(plazo),
        termino=termino(plazo),
        calendario=calendario_de(plazo),
        origen=presentacion.origen(plazo.evidencia),
        advertencias=advertencias(plazo),
        suspensiones=suspensiones(plazo),
        datos=datos(plazo),
        responsable=_(regla.responsable) if regla else "",
        que_hacer=_(regla.que_hacer) if regla else "",
        evidencia_que_cumple=_(regla.evidencia_que_cumple) if regla else "",
    )


def termino(plazo: Plazo) -> str:
    """Say the term that was counted: how many days, of which kind, in which direction."""
    dias, unidad = plazo.evidencia.get("dias"), plazo.evidencia.get("unidad", Unidad.NATURALES)
    if not dias:
        de_ley = plazo.regla is not None and None not in plazo.regla.terminos
        return _("El mismo día") if de_ley else _("La fecha pactada")
    texto = _("%(dias)d %(unidad)s antes") if dias < 0 else _("%(dias)d %(unidad)s después")
    return texto % {"dias": abs(dias), "unidad": _(unidad)}


def calendario_de(plazo: Plazo) -> str:
    """Return the title of the calendar that was counted with."""
    de_plantilla = plazo.evidencia.get(presentacion.AJUSTE, {}).get("calendario")
    clave = de_plantilla or plazo.evidencia.get("calendario") or FEDERAL
    if "calendario_ausente" in plazo.evidencia:
        clave = FEDERAL
    return calendario.titulos().get(clave, clave)


def advertencias(plazo: Plazo) -> list[str]:
    """Say what makes the date uncertain."""
    dichas = []
    if clave := plazo.evidencia.get("calendario_ausente"):
        dichas.append(_("El calendario «%(clave)s» ya no existe: se contó con el federal.") % {"clave": clave})
    if anio := plazo.evidencia.get("calendario_incompleto"):
        dichas.append(
            _("El calendario no tiene los días inhábiles de %(anio)d: la fecha puede recorrerse.") % {"anio": anio}
        )
    return dichas


def suspensiones(plazo: Plazo) -> list[str]:
    """Say when its clock stopped, and when it ran again."""
    return [
        _("Del %(desde)s al %(hasta)s") % {"desde": formatos.fecha(desde), "hasta": formatos.fecha(hasta)}
        if hasta
        else _("Desde el %(desde)s, sin reanudarse") % {"desde": formatos.fecha(desde)}
        for desde, hasta in plazo.suspensiones
    ]


def datos(plazo: Plazo) -> list[tuple[str, str]]:
    """Return the facts it was read from, under the titles its rule gives them."""
    titulos = plazo.regla.evidencias if plazo.regla else {}
    return [(_(t), presentacion.legible(plazo.evidencia[n])) for n, t in titulos.items() if n in plazo.evidencia]
