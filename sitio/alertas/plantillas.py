"""What the template and the institution of each process change of the rules, as the plain data that analysis takes."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from sitio.analisis.ajustes import AjusteDeBandera, AjusteDePlazo, Ajustes, Origen
from sitio.analisis.registro import Unidad
from sitio.procesos.models import InstitucionPage, PlantillaProcedimiento, ProcesoPage, UnidadCompradoraPage
from sitio.publicacion.models import Registro

UNIDADES = {"naturales": Unidad.NATURALES, "habiles": Unidad.HABILES}
# Keys of `marco_legal` that name the federal laws; any other one is another law, which federal rules say nothing of.
FEDERALES = ("laassp", "lopsrm")


def de_procesos(ocids: Collection[str]) -> dict[str, PlantillaProcedimiento]:
    """Return the template version of each process captured here; imported ones have none."""
    pks = dict(ProcesoPage.objects.filter(ocid__in=ocids).values_list("ocid", "plantilla_id"))
    plantillas = PlantillaProcedimiento.objects.in_bulk(set(pks.values()))
    return {ocid: plantillas[pk] for ocid, pk in pks.items()}


def ajustes_de_todos() -> dict[str, Ajustes]:
    """Return what their template changes of the rules, by ocid, for every process that has something changed."""
    todas = {p.pk: ajustes_de(p) for p in PlantillaProcedimiento.objects.all()}
    con_cambios = {pk: ajustes for pk, ajustes in todas.items() if ajustes}
    suyos = ProcesoPage.objects.filter(plantilla__in=con_cambios).order_by().values_list("ocid", "plantilla_id")
    return {ocid: con_cambios[pk] for ocid, pk in suyos.iterator()}


def ajustes_de(plantilla: PlantillaProcedimiento) -> Ajustes | None:
    """Return what a template version changes; None when it leaves every rule as it is."""
    plazos, banderas = plantilla.contenido.get("plazos") or [], plantilla.contenido.get("banderas") or []
    if not plazos and not banderas:
        return None
    return Ajustes(
        origen=Origen(plantilla.clave, plantilla.version, plantilla.titulo),
        plazos={p["clave"]: _ajuste_de_plazo(p) for p in plazos},
        banderas={b["clave"]: _ajuste_de_bandera(b) for b in banderas},
    )


def calendarios_de(publicadores: Mapping[str, int]) -> dict[str, str]:
    """Return the key of the calendar that each process counts with: its unit's, else its institution's; if any.

    `publicadores`: the primary key of the publisher of each process, by ocid.
    """
    de_institucion = dict(_instituciones().values_list("publicador_id", "calendario_id"))
    de_unidad = list(_unidades().values_list("path", "calendario_id"))
    caminos = dict(ProcesoPage.objects.filter(ocid__in=publicadores).values_list("ocid", "path")) if de_unidad else {}
    elegidos = {
        ocid: next((clave for camino, clave in de_unidad if caminos.get(ocid, "").startswith(camino)), None)
        or de_institucion.get(publicador)
        for ocid, publicador in publicadores.items()
    }
    return {ocid: clave for ocid, clave in elegidos.items() if clave}


def todos_los_calendarios() -> dict[str, str]:
    """Return `calendarios_de` every published process of whoever chose a calendar."""
    de_unidades = Q(pk__in=[])
    for camino in _unidades().values_list("path", flat=True):
        de_unidades |= Q(path__startswith=camino)
    capturados = ProcesoPage.objects.filter(de_unidades).values("ocid")
    suyos = Q(publicador__in=_instituciones().values("publicador")) | Q(ocid__in=capturados)
    return calendarios_de(dict(Registro.objects.filter(suyos).values_list("ocid", "publicador_id")))


def _instituciones() -> "QuerySet[InstitucionPage]":
    return InstitucionPage.objects.exclude(calendario=None)


def _unidades() -> "QuerySet[UnidadCompradoraPage]":
    return UnidadCompradoraPage.objects.exclude(calendario=None)


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


def _ajuste_de_bandera(bandera: dict[str, Any]) -> AjusteDeBandera:
    parametros = bandera.get("parametros", {})
    # JSON has no decimals; the text of its number is what the officer wrote.
    exactos = {n: Decimal(str(valor)) if isinstance(valor, float) else valor for n, valor in parametros.items()}
    return AjusteDeBandera(bandera.get("activa", True), exactos)
