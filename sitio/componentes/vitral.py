"""The five-pane strip: how a contracting process is drawn everywhere, in the portal, the admin, mails and chats."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sitio.ocds.listas import ETAPAS

TITULOS: dict[str, Promise] = {
    "planeacion": _("Planeación"),
    "licitacion": _("Licitación"),
    "adjudicacion": _("Adjudicación"),
    "contrato": _("Contrato"),
    "ejecucion": _("Ejecución"),
}

ANCHO_DE_PANEL = 22
SEPARACION = 3


class Luz(StrEnum):
    """How much light comes through a pane."""

    OSCURA = "oscura"
    MEDIA = "media"
    PUBLICADA = "publicada"


class Marca(StrEnum):
    """What calls for attention on a pane, whatever its light."""

    NINGUNA = "ninguna"
    VENCIDA = "vencida"
    CANCELADA = "cancelada"


@dataclass(frozen=True)
class Panel:
    """One stage of one process, ready to be drawn: `texto` says in words what shape and colour say."""

    etapa: str
    titulo: str
    luz: Luz
    marca: Marca
    texto: str
    x: int

    @property
    def letra(self) -> str:
        """The letter on the pane, so that stages are told apart without colour or position."""
        return self.titulo[0]


def paneles(
    etapas_publicadas: Collection[str],
    *,
    en_aprobacion: Collection[str] = (),
    vencidas: Collection[str] = (),
    canceladas: Collection[str] = (),
) -> list[Panel]:
    """Return the five panes in the order of the process.

    Each argument holds stages of `sitio.ocds.listas.ETAPAS`; any other name raises ValueError. A stage that is
    published and has a change in approval stays lit: the public one is still in force. `cancelada` wins over `vencida`.
    """
    _exigir_etapas([*etapas_publicadas, *en_aprobacion, *vencidas, *canceladas])
    resultado = []
    for indice, etapa in enumerate(ETAPAS):
        publicada, pendiente = etapa in etapas_publicadas, etapa in en_aprobacion
        luz = Luz.PUBLICADA if publicada else Luz.MEDIA if pendiente else Luz.OSCURA
        marca = Marca.CANCELADA if etapa in canceladas else Marca.VENCIDA if etapa in vencidas else Marca.NINGUNA
        resultado.append(
            Panel(
                etapa=etapa,
                titulo=str(TITULOS[etapa]),
                luz=luz,
                marca=marca,
                texto=_texto_de_panel(publicada, pendiente, marca),
                x=indice * (ANCHO_DE_PANEL + SEPARACION),
            )
        )
    return resultado


def _exigir_etapas(nombres: Iterable[str]) -> None:
    if desconocidas := sorted(set(nombres) - set(ETAPAS)):
        raise ValueError(f"unknown stages {desconocidas}: use those of sitio.ocds.listas.ETAPAS")


def _texto_de_panel(publicada: bool, pendiente: bool, marca: Marca) -> str:
    partes = [gettext("publicada") if publicada else gettext("sin publicar")]
    if pendiente:
        partes.append(gettext("con cambios en aprobación") if publicada else gettext("en aprobación"))
    if marca is Marca.VENCIDA:
        partes.append(gettext("con fecha vencida"))
    if marca is Marca.CANCELADA:
        partes.append(gettext("cancelada o desierta"))
    return ", ".join(partes)


def resumen(strip: Iterable[Panel], nota: str = "") -> str:
    """Return the text alternative of a strip: how many stages are public, what is marked, and `nota` at the end."""
    strip = list(strip)
    publicadas = sum(p.luz is Luz.PUBLICADA for p in strip)
    frases = [
        ngettext(
            "%(publicadas)d de %(total)d etapas publicada",
            "%(publicadas)d de %(total)d etapas publicadas",
            publicadas,
        )
        % {"publicadas": publicadas, "total": len(strip)}
    ]
    for titulo, elegidos in (
        (gettext("en aprobación"), [p for p in strip if p.luz is Luz.MEDIA]),
        (gettext("con fecha vencida"), [p for p in strip if p.marca is Marca.VENCIDA]),
        (gettext("cancelada o desierta"), [p for p in strip if p.marca is Marca.CANCELADA]),
    ):
        if elegidos:
            frases.append(f"{titulo}: {', '.join(p.titulo for p in elegidos)}")
    return "; ".join([*frases, nota] if nota else frases)


def texto(etapas_publicadas: Collection[str]) -> str:
    """Return the strip as plain text for chats, with the stage the process is in: `▮▮▮▯▯ Contrato`.

    The stage a process is in is the one after its last published stage (imported processes may lack earlier ones).
    """
    _exigir_etapas(etapas_publicadas)
    barras = "".join("▮" if etapa in etapas_publicadas else "▯" for etapa in ETAPAS)
    return f"{barras} {TITULOS[etapa_actual(etapas_publicadas)]}"


def etapa_actual(etapas_publicadas: Collection[str]) -> str:
    """Return the stage after the last published one; the last stage stays current once it is published."""
    ultima = max((ETAPAS.index(etapa) for etapa in etapas_publicadas), default=-1)
    return ETAPAS[min(ultima + 1, len(ETAPAS) - 1)]
