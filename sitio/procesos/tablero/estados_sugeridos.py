"""What a document says about the state of its stage: a proposal for a person to accept, never a change by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from sitio.ocds import listas
from sitio.procesos.models import EtapaPage
from sitio.procesos.papeles import permisos
from sitio.procesos.rechazos import NoSePuede


@dataclass(frozen=True)
class Regla:
    """A document of `tipo` in the stage `en` means that the field `campo` of the stage `etapa` is `valor`."""

    en: str
    tipo: str
    etapa: str
    campo: str
    valor: str


# The state that each type of document proves. Source: utilities/changeStatus.js of INAI's tool, in our fields.
REGLAS = (
    Regla("licitacion", "tenderNotice", "licitacion", "estado", "active"),
    Regla("licitacion", "cancellationDetails", "licitacion", "estado", "cancelled"),
    Regla("licitacion", "awardNotice", "licitacion", "estado", "complete"),
    Regla("adjudicacion", "awardNotice", "adjudicacion", "estado", "active"),
    Regla("adjudicacion", "awardNotice", "licitacion", "estado", "complete"),
    Regla("adjudicacion", "cancellationDetails", "adjudicacion", "estado", "cancelled"),
    Regla("contrato", "contractSigned", "contrato", "estado", "active"),
    Regla("contrato", "cancellationDetails", "contrato", "estado", "cancelled"),
    Regla("ejecucion", "completionCertificate", "ejecucion", "estado_contrato", "terminated"),
    Regla("ejecucion", "completionCertificate", "ejecucion", "estado", "concluded"),
)
# Of two documents about one field, what ends the stage weighs more than what begins it.
FINALES = ("complete", "cancelled", "terminated", "concluded")
# And what has ended is not begun again by the document that began it.
TERMINADOS = (*FINALES, "unsuccessful", "withdrawn")


@dataclass(frozen=True)
class Propuesta:
    """A document that says one state, and a stage that says another."""

    documento: str
    etapa: EtapaPage
    campo: str
    valor: str

    @property
    def titulo(self) -> str:
        """The state it proposes, in words."""
        return str(dict(self.etapa._meta.get_field(self.campo).flatchoices).get(self.valor, self.valor))

    @property
    def cambia(self) -> bool:
        """Whether the stage says another state, and one from which it could come to this."""
        actual = getattr(self.etapa, self.campo)
        return bool(actual != self.valor and (actual not in TERMINADOS or self.valor in FINALES))

    @property
    def texto(self) -> str:
        """What the document says, as a question."""
        return _("El documento «%(documento)s» indica: %(campo)s de %(etapa)s, %(estado)s. ¿Cambiar el estado?") % {
            "documento": self.documento,
            "campo": self.etapa._meta.get_field(self.campo).verbose_name,
            "etapa": self.etapa._meta.verbose_name,
            "estado": self.titulo.lower(),
        }


def propuestas(borradores: Iterable[EtapaPage]) -> list[Propuesta]:
    """Return what the documents of these drafts (of one process) propose for the states of any of them."""
    etapas = list(borradores)
    halladas: dict[tuple[int, str], Propuesta] = {}
    for fuente in etapas:
        for propuesta in _de(fuente, etapas):
            clave = (propuesta.etapa.pk, propuesta.campo)
            if clave not in halladas or propuesta.valor in FINALES:
                halladas[clave] = propuesta
    return [p for p in halladas.values() if p.cambia]


def _de(fuente: EtapaPage, etapas: list[EtapaPage]) -> Iterator[Propuesta]:
    for documento in fuente.documentos.all():
        for regla in REGLAS:
            if (regla.en, regla.tipo) == (fuente.etapa, documento.tipo):
                titulo = documento.titulo or listas.titulo("documentType", documento.tipo)
                suyas = [fuente] if regla.etapa == fuente.etapa else [e for e in etapas if e.etapa == regla.etapa]
                yield from (Propuesta(titulo, etapa, regla.campo, regla.valor) for etapa in suyas)


def aceptar(etapa: EtapaPage, campo: str, valor: str, borradores: Iterable[EtapaPage], usuario: User) -> None:
    """Write a proposed state in the draft of `etapa` in the name of `usuario`. Raises NoSePuede; publishes nothing."""
    if not permisos.puede_capturar(usuario, etapa.proceso):
        raise NoSePuede(_("Para cambiar el estado se necesita el papel «Captura» en esta institución."))
    if etapa.current_workflow_state and etapa.get_lock():
        raise NoSePuede(_("La etapa está en aprobación: nadie la cambia hasta que se resuelva."))
    vigentes = {(p.etapa.pk, p.campo, p.valor): p for p in propuestas(borradores)}
    propuesta = vigentes.get((etapa.pk, campo, valor))
    if propuesta is None:
        raise NoSePuede(_("Ningún documento propone ya ese estado. Abra el tablero para ver en qué va."))
    borrador = propuesta.etapa
    setattr(borrador, campo, valor)
    borrador.save_revision(user=usuario, log_action=True)
