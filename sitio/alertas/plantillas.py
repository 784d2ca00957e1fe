"""What the procedure template of each process changes of the rules, as the plain data that analysis takes."""

from collections.abc import Collection
from typing import Any

from sitio.analisis.ajustes import AjusteDeBandera, AjusteDePlazo, Ajustes, Origen
from sitio.analisis.registro import Unidad
from sitio.procesos.models import PlantillaProcedimiento, ProcesoPage

UNIDADES = {"naturales": Unidad.NATURALES, "habiles": Unidad.HABILES}
# Keys of `marco_legal` that name the federal laws; any other one is another law, which federal rules say nothing of.
FEDERALES = ("laassp", "lopsrm")


def de_procesos(ocids: Collection[str]) -> dict[str, PlantillaProcedimiento]:
    """Return the template version of each process captured here; imported ones have none."""
    pks = dict(ProcesoPage.objects.filter(ocid__in=ocids).values_list("ocid", "plantilla_id"))
    plantillas = PlantillaProcedimiento.objects.in_bulk(set(pks.values()))
    return {ocid: plantillas[pk] for ocid, pk in pks.items()}


def ajustes_de(plantilla: PlantillaProcedimiento) -> Ajustes | None:
    """Return what a template version changes; None when it leaves every rule as it is."""
    plazos, banderas = plantilla.contenido.get("plazos") or [], plantilla.contenido.get("banderas") or []
    if not plazos and not banderas:
        return None
    return Ajustes(
        origen=Origen(plantilla.clave, plantilla.version, plantilla.titulo),
        plazos={p["clave"]: _ajuste_de_plazo(p) for p in plazos},
        banderas={b["clave"]: AjusteDeBandera(b.get("activa", True), b.get("parametros", {})) for b in banderas},
    )


def marco_de(plantilla: PlantillaProcedimiento) -> str | None:
    """Return the body of law a template names when it is not a federal one; None if it is, or if it does not say."""
    clave: str = plantilla.contenido.get("marco_legal", {}).get("clave", "")
    return clave if clave and not clave.startswith(FEDERALES) else None


def _ajuste_de_plazo(plazo: dict[str, Any]) -> AjusteDePlazo:
    return AjusteDePlazo(
        activo=plazo.get("activo", True),
        dias=plazo.get("dias"),
        unidad=UNIDADES[plazo.get("unidad", "naturales")],
        calendario=plazo.get("calendario", ""),
        fundamento=plazo.get("fundamento", ""),
    )
