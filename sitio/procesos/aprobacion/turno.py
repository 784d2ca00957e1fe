"""Who has the ball of a stage in approval: the role, the people who may decide, and until when."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext, ngettext
from wagtail.models import TaskState

from sitio.calendario import contar_habiles
from sitio.catalogos.calendario import inhabiles
from sitio.componentes import formatos
from sitio.procesos.aprobacion.facultades import quienes_pueden
from sitio.procesos.aprobacion.pasos import tarea_de
from sitio.procesos.papeles.permisos import Papel


@dataclass(frozen=True)
class Turno:
    """Whom a step waits for. `limite` is a local calendar date; `personas` are those who may decide it today."""

    papel: str
    personas: tuple[User, ...]
    limite: date

    @property
    def nombres(self) -> list[str]:
        """The people, by their names."""
        return [persona.get_full_name() or persona.get_username() for persona in self.personas]

    @property
    def falta(self) -> str:
        """How far the date is, in working days."""
        return cuanto_falta(self.limite, formatos.hoy())

    @property
    def vencido(self) -> bool:
        """Whether the date has passed."""
        return self.limite < formatos.hoy()


def turno_de(paso: TaskState) -> Turno:
    """Return who must decide a step in progress."""
    tarea = tarea_de(paso)
    return Turno(str(Papel(tarea.papel).label), tuple(quienes_pueden(paso)), tarea.limite)


def cuanto_falta(limite: date, hoy: date) -> str:
    """Say how far a date is in working days: `faltan 2 días hábiles`, `vence hoy`, `venció hace 1 día hábil`."""
    if limite == hoy:
        return gettext("vence hoy")
    dias = contar_habiles(min(hoy, limite), max(hoy, limite), inhabiles())
    if limite > hoy:
        texto = ngettext("falta %(dias)s día hábil", "faltan %(dias)s días hábiles", dias)
    else:
        texto = ngettext("venció hace %(dias)s día hábil", "venció hace %(dias)s días hábiles", dias)
    return texto % {"dias": f"{dias:,}"}
