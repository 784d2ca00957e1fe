"""A template while it is edited: kept part by part, seen by no process, and made a version when it is whole."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from sitio.ocds import canonico
from sitio.ocds.listas import ETAPAS
from sitio.procesos.models import BorradorDePlantilla, PlantillaProcedimiento
from sitio.procesos.models.plantilla import Origen
from sitio.procesos.plantillas.carga import cargar

# What a stage asks for when it is added: its title, and four eyes.
PASOS = ({"papel": "revisor", "dias": 3}, {"papel": "aprobador", "dias": 2})
GENERALES = (
    "titulo",
    "descripcion",
    "metodo",
    "detalle_metodo",
    "marco_legal",
    "contrato_marco",
    "requiere_contrato_marco",
)


class OtroCambioAntes(Exception):
    """Somebody changed this part of the draft since it was shown; the message says what to do."""


class ClaveOcupada(ValueError):
    """There is already a procedure, or a draft of one, with that key."""


def abrir(version: PlantillaProcedimiento, usuario: User) -> tuple[BorradorDePlantilla, bool]:
    """Return the draft of a procedure, begun from `version` if there was none, and whether it is new."""
    inicial = {"contenido": version.contenido, "base": version, "autor": usuario}
    return BorradorDePlantilla.objects.get_or_create(clave=version.clave, defaults=inicial)


def copiar(version: PlantillaProcedimiento, clave: str, titulo: str, usuario: User) -> BorradorDePlantilla:
    """Begin another procedure from `version`, as a draft. Raises ClaveOcupada."""
    inicial = {"contenido": {**version.contenido, "clave": clave, "titulo": titulo}, "base": version, "autor": usuario}
    nuevo = not PlantillaProcedimiento.objects.filter(clave=clave).exists()
    if nuevo:
        borrador, nuevo = BorradorDePlantilla.objects.get_or_create(clave=clave, defaults=inicial)
    if not nuevo:
        raise ClaveOcupada(_("Ya hay un procedimiento con la clave «%(clave)s». Escriba otra.") % {"clave": clave})
    return borrador


def huella(parte: Any) -> str:
    """Return the digest of a part of a draft: what tells whether it is still as it was shown."""
    return canonico.sha256(canonico.canonizar({"parte": parte}))


@transaction.atomic
def cambiar(
    borrador: BorradorDePlantilla,
    leer: Callable[[dict[str, Any]], Any],
    escribir: Callable[[dict[str, Any]], None],
    vista: str,
    usuario: User,
) -> None:
    """Write a part of a draft, if it is still the one with the digest `vista`. Raises OtroCambioAntes."""
    actual = BorradorDePlantilla.objects.select_for_update().get(pk=borrador.pk)
    if huella(leer(actual.contenido)) != vista:
        raise OtroCambioAntes(
            _("Otra persona cambió esta parte mientras usted la editaba. Compárela y guarde de nuevo.")
        )
    escribir(actual.contenido)
    actual.autor = usuario
    actual.save()


def generales(contenido: dict[str, Any]) -> dict[str, Any]:
    """Return the general part of a template: what is not stages nor sections of other rooms."""
    return {clave: contenido[clave] for clave in GENERALES if clave in contenido}


def poner_generales(contenido: dict[str, Any], nuevos: dict[str, Any]) -> None:
    """Write the general part of a template; what `nuevos` does not say is taken out."""
    for clave in GENERALES:
        contenido.pop(clave, None)
    contenido |= nuevos


def etapa(contenido: dict[str, Any], nombre: str) -> dict[str, Any] | None:
    """Return a stage of a template; None if it has none of that name."""
    return next((e for e in contenido["etapas"] if e["etapa"] == nombre), None)


def poner_etapa(contenido: dict[str, Any], nueva: dict[str, Any]) -> None:
    """Write a stage in its place."""
    contenido["etapas"] = [nueva if e["etapa"] == nueva["etapa"] else e for e in contenido["etapas"]]


def agregar_etapa(contenido: dict[str, Any], nombre: str) -> None:
    """Add a stage where the order of the five panes puts it; does nothing if it is there."""
    if nombre not in ETAPAS or etapa(contenido, nombre):
        return
    antes = [e["etapa"] for e in contenido["etapas"] if ETAPAS.index(e["etapa"]) < ETAPAS.index(nombre)]
    lugar = max((i + 1 for i, e in enumerate(contenido["etapas"]) if e["etapa"] in antes), default=0)
    contenido["etapas"].insert(
        lugar,
        {
            "etapa": nombre,
            "ayuda": "",
            "campos_obligatorios": ["title"],
            "documentos_obligatorios": [],
            "aprobacion": [dict(paso) for paso in PASOS],
        },
    )


def quitar_etapa(contenido: dict[str, Any], nombre: str) -> None:
    """Take a stage out, with all it asked for."""
    contenido["etapas"] = [e for e in contenido["etapas"] if e["etapa"] != nombre]


def mover_etapa(contenido: dict[str, Any], nombre: str, pasos: int) -> None:
    """Move a stage up (-1) or down (1); does nothing at the ends."""
    etapas = contenido["etapas"]
    desde = next((i for i, e in enumerate(etapas) if e["etapa"] == nombre), None)
    if desde is not None and 0 <= desde + pasos < len(etapas):
        etapas.insert(desde + pasos, etapas.pop(desde))


@transaction.atomic
def guardar_version(
    borrador: BorradorDePlantilla, usuario: User, nota: str, vigente: bool
) -> tuple[PlantillaProcedimiento, bool]:
    """Make the draft a version and end it. Returns the version and whether it is new. Raises PlantillaInvalida."""
    actual = BorradorDePlantilla.objects.select_for_update().get(pk=borrador.pk)
    guardada = cargar(actual.contenido, origen=Origen.PROPIA, usuario=usuario, nota=nota, vigente=vigente)
    actual.delete()
    return guardada
