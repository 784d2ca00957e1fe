"""The demo: three institutions with real published contracts, and a fictitious one whose people capture."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from io import SEEK_END
from typing import Any, BinaryIO

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from sitio.catalogos.listas.carga import cargar as cargar_lista
from sitio.catalogos.models import ListaExterna, Organizacion
from sitio.instalacion.pasos import Escribir, paso
from sitio.instalacion.preparacion import crear_portada, preparar
from sitio.procesos import servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.archivos import almacen
from sitio.procesos.models import (
    EtapaPage,
    InstitucionPage,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import delegaciones, grupos
from sitio.procesos.papeles.permisos import Papel
from sitio.publicacion import llaves, sellos
from sitio.publicacion.models import Publicador
from sitio.publicacion.retiros import GRUPO
from sitio.rutas import FIXTURES

CONTRASENA = "claraboya-demo"
ADMINISTRADORA = "administracion"
SUPLENTE = "suplente"
NOMBRES = {
    Papel.CAPTURISTA: "Captura",
    Papel.REVISOR: "Revisión",
    Papel.APROBADOR: "Aprobación",
    Papel.PUBLICADOR: "Publicación",
    Papel.OIC: "Control interno",
    Papel.COMUNICACION: "Comunicación",
    Papel.ADMINISTRACION: "Administración",
}
LISTAS = (
    ("demo-69b", "Listado 69-B de demostración", ListaExterna.Tipo.EFOS, "sat_69b"),
    (
        "demo-sancionados",
        "Sancionados de demostración",
        ListaExterna.Tipo.INHABILITADOS,
        "directorio_sancionados",
    ),
)
# Captures in the second unit of the institution that captures, and sees nothing of the first.
OTRA_CAPTURISTA = "capturista2"


def cargar(escribir: Escribir) -> None:
    """Load the whole demo; a second call finds everything in its place and keeps it."""
    preparar(escribir)
    with paso("Instituciones, unidades compradoras y personas de demostración", escribir):
        for datos in leer_instituciones():
            _institucion(datos)
        ejemplo = _institucion(leer_captura()["institucion"])
        _capturista_de_otra_unidad(ejemplo, leer_captura()["institucion"])
        _usuario(ADMINISTRADORA, "Administración", "del portal", is_staff=True, is_superuser=True)
        # A withdrawal takes two people.
        _usuario(SUPLENTE, "Suplencia", "de administración").groups.add(Group.objects.get(name=GRUPO))
    with paso("Contrataciones públicas reales", escribir):
        call_command("importar", str(FIXTURES / "demo"), verbosity=0)
    with paso("Procesos en captura", escribir):
        abrir_procesos(ejemplo)
    with paso("Listas externas", escribir):
        cargar_listas()
    with paso("Alertas y plazos", escribir):
        call_command("analizar", "--todo", verbosity=0)
    with paso("Indicadores", escribir):
        call_command("medir", verbosity=0)
    with paso("Precios unitarios publicados", escribir):
        call_command("leer_precios", verbosity=0)
    with paso("Sellos de la bitácora", escribir):
        _sellar()
    with paso("Archivos para descargar", escribir):
        call_command("masivos", verbosity=0)


def cargar_listas() -> None:
    """Load the demo's lists, all of invented companies; one of them takes part in the tender that is published."""
    for clave, titulo, tipo, formato in LISTAS:
        lista, _nueva = ListaExterna.objects.get_or_create(
            clave=clave, defaults={"titulo": titulo, "tipo": tipo, "formato": formato}
        )
        archivo = FIXTURES / "listas" / f"{clave}.csv"
        cargar_lista(lista, archivo.name, archivo.read_bytes())


def _sellar() -> None:
    """Sign the first checkpoints with a key of the demo's own, made the first time."""
    lugar = llaves.ruta()
    if lugar and not lugar.exists():
        llaves.crear(lugar)
    sellos.sellar_cada_dia()


def leer_instituciones() -> list[dict[str, Any]]:
    """Return the demo's institutions as their fixture tells them."""
    datos: list[dict[str, Any]] = json.loads((FIXTURES / "demo" / "instituciones.json").read_text(encoding="utf-8"))
    return datos


def leer_captura() -> dict[str, Any]:
    """Return the fictitious institution that captures in the demo, and its processes half way."""
    datos: dict[str, Any] = json.loads((FIXTURES / "captura" / "ejemplo.json").read_text(encoding="utf-8"))
    return datos


def usuarios() -> list[tuple[str, str]]:
    """Return (user name, what they do) for who can be tried first in the demo."""
    ejemplo = leer_captura()["institucion"]
    reales = ", ".join(datos["clave"] for datos in leer_instituciones())
    return [
        (ADMINISTRADORA, "Administración del portal"),
        (SUPLENTE, "Autoriza los retiros que otra persona solicita"),
        *((nombre_de(papel, ejemplo["clave"]), f"{papel.label}, {ejemplo['siglas']}") for papel in Papel),
        (f"{OTRA_CAPTURISTA}.{ejemplo['clave']}", f"Captura solo en la segunda unidad, {ejemplo['siglas']}"),
        ("‹papel›.‹clave›", f"Los mismos papeles en: {reales}"),
    ]


def nombre_de(papel: Papel, institucion: str) -> str:
    """Return the demo user name of a role in an institution."""
    return f"{papel.value}.{institucion}"


def _institucion(datos: dict[str, Any]) -> InstitucionPage:
    publicador, _nuevo = Publicador.objects.update_or_create(
        clave=datos["clave"],
        defaults={
            "nombre": datos["nombre"],
            "esquema": datos["esquema"],
            "identificador": datos["identificador"],
            "uri": datos.get("uri", ""),
            "prefijo_ocid": datos["prefijo_ocid"],
            "licencia": datos["licencia"],
            "politica": datos.get("politica", ""),
        },
    )
    institucion = servicios.crear_institucion(
        crear_portada(), publicador, _organizacion(datos["esquema"], datos["identificador"], datos["nombre"])
    )
    for unidad in datos["unidades"]:
        organizacion = _organizacion("X-UC", unidad["clave"], unidad["nombre"])
        servicios.crear_unidad(institucion, organizacion, unidad["clave"])
    for papel in Papel:
        persona = _usuario(nombre_de(papel, datos["clave"]), NOMBRES[papel], datos["siglas"])
        grupos.dar_papel(persona, institucion, papel)
    return institucion


def _capturista_de_otra_unidad(institucion: InstitucionPage, datos: dict[str, Any]) -> None:
    unidad = UnidadCompradoraPage.objects.child_of(institucion).get(slug=datos["unidades"][1]["clave"].lower())
    persona = _usuario(f"{OTRA_CAPTURISTA}.{datos['clave']}", "Captura (segunda unidad)", datos["siglas"])
    grupos.dar_papel(persona, institucion, Papel.CAPTURISTA, unidad)


def _organizacion(esquema: str, identificador: str, nombre: str) -> Organizacion:
    organizacion, _nueva = Organizacion.objects.get_or_create(
        esquema=esquema, identificador=identificador, defaults={"nombre": nombre}
    )
    return organizacion


@cache
def _cifrada() -> str:
    """Return the password of everybody as it is kept: making it is slow on purpose, and here there is one for all."""
    return make_password(CONTRASENA)


def _usuario(nombre: str, first_name: str, last_name: str, **extra: bool) -> User:
    usuario, nuevo = get_user_model().objects.get_or_create(
        username=nombre, defaults={"first_name": first_name, "last_name": last_name, **extra}
    )
    if nuevo:
        usuario.password = _cifrada()
        usuario.save()
    return usuario


def abrir_procesos(institucion: InstitucionPage) -> None:
    """Open processes in every state (published, waiting for review, draft) and a live delegation. Only once."""
    if ProcesoPage.objects.descendant_of(institucion).exists():
        return
    clave = institucion.publicador.clave
    equipo = {papel: get_user_model().objects.get(username=nombre_de(papel, clave)) for papel in Papel}
    captura = leer_captura()
    for datos in captura["procesos"]:
        _abrir(institucion, datos, equipo)
    for datos in captura["delegaciones"]:
        _delegar(institucion, datos, equipo)


def _delegar(institucion: InstitucionPage, datos: dict[str, Any], equipo: dict[Papel, User]) -> None:
    titular, hoy = equipo[Papel(datos["titular"])], timezone.localdate()
    desde, hasta = (hoy + timedelta(days=datos[limite]) for limite in ("desde", "hasta"))
    delegaciones.delegar(titular, equipo[Papel(datos["delegado"])], institucion, desde, hasta, titular)


def _abrir(institucion: InstitucionPage, datos: dict[str, Any], equipo: dict[Papel, User]) -> None:
    unidad = UnidadCompradoraPage.objects.child_of(institucion).first()
    plantilla = PlantillaProcedimiento.objects.get(clave=datos["plantilla"], vigente=True)
    autora = equipo[Papel.CAPTURISTA]
    hoy = timezone.localdate()
    proceso = servicios.crear_proceso(unidad, plantilla, datos["titulo"], hoy.year, autora)
    for etapa in datos["etapas"]:
        existente = EtapaPage.objects.descendant_of(proceso).filter(slug__startswith=etapa["etapa"]).first()
        pagina = existente.specific if existente else servicios.crear_etapa(proceso, etapa["etapa"], autora)
        _llenar(pagina, etapa, hoy, autora)
        pagina.save_revision(user=autora)
        if etapa["hasta"] == "borrador":
            continue
        flujo = tramite.enviar(pagina, autora)
        if etapa["hasta"] == "publicada":
            for papel in (Papel.REVISOR, Papel.APROBADOR):
                flujo.refresh_from_db()
                tramite.resolver(flujo.current_task_state_id, equipo[papel], tramite.Accion.APROBAR)


def _llenar(pagina: EtapaPage, etapa: dict[str, Any], hoy: date, autora: User) -> None:
    for campo, valor in etapa["campos"].items():
        setattr(pagina, campo, valor)
    # Dates are told as days from the day the demo is loaded, so that its deadlines are always alive.
    for campo, dias in etapa.get("dias", {}).items():
        setattr(pagina, campo, _fecha(pagina, campo, hoy + timedelta(days=dias)))
    for relacion, renglones in etapa.get("renglones", {}).items():
        modelo = getattr(pagina, relacion).model
        setattr(pagina, relacion, [modelo(**_resolver(renglon, pagina, autora)) for renglon in renglones])


def _fecha(pagina: Page, campo: str, dia: date) -> date | datetime:
    if pagina._meta.get_field(campo).get_internal_type() == "DateField":
        return dia
    return timezone.make_aware(datetime(dia.year, dia.month, dia.day, 10))  # noqa: DTZ001 - made aware in local time


def _resolver(renglon: dict[str, Any], pagina: EtapaPage, autora: User) -> dict[str, Any]:
    organizacion = renglon.pop("organizacion", None)
    if organizacion:
        renglon["organizacion"] = _organizacion(
            organizacion["esquema"], organizacion["identificador"], organizacion["nombre"]
        )
    if nombre := renglon.get("archivo"):
        with (FIXTURES / "captura" / nombre).open("rb") as abierto:
            renglon["archivo"] = almacen.guardar(pagina.proceso.unidad, _subido(abierto, nombre), autora)
    return renglon


def _subido(abierto: BinaryIO, nombre: str) -> UploadedFile:
    """As a form would receive it."""
    return UploadedFile(abierto, name=nombre, size=abierto.seek(0, SEEK_END))
