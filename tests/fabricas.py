"""An institution with its people, and processes taken as far as a test needs, all through the real services."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from wagtail.models import Page, TaskState, WorkflowState

from sitio.catalogos.models import Organizacion
from sitio.procesos import servicios
from sitio.procesos.aprobacion import tramite
from sitio.procesos.models import (
    EtapaPage,
    InstitucionPage,
    PlantillaProcedimiento,
    ProcesoPage,
    UnidadCompradoraPage,
)
from sitio.procesos.papeles import grupos
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.plantillas import cargar_archivo
from sitio.publicacion.models import Publicador
from sitio.rutas import PLANTILLAS

CDMX = ZoneInfo("America/Mexico_City")


@dataclass
class Casa:
    """An institution, one buying unit and a person for each role."""

    institucion: InstitucionPage
    unidad: UnidadCompradoraPage
    personas: dict[str, AbstractUser]

    @property
    def publicador(self) -> Publicador:
        return self.institucion.publicador

    def __getattr__(self, nombre: str) -> AbstractUser:
        try:
            return self.personas[nombre]
        except KeyError as error:
            raise AttributeError(nombre) from error


def casa(clave: str = "sefin") -> Casa:
    """Make an institution with its unit and, for each role, a person who holds it in the whole institution."""
    publicador = Publicador.objects.create(
        clave=clave,
        nombre=f"Secretaría {clave}",
        prefijo_ocid="ocds-213czf",
        esquema="MX-RFC",
        identificador="SEF010101AA1",
    )
    institucion = servicios.crear_institucion(
        Page.objects.get(depth=2), publicador, organizacion(f"INS{clave[:3].upper()}010101", f"Secretaría {clave}")
    )
    unidad = servicios.crear_unidad(
        institucion, organizacion(f"UC-{clave}", f"Unidad de compras {clave}", esquema="X-UC"), f"uc-{clave}"
    )
    personas = {}
    for papel in Papel:
        personas[papel.value] = persona(f"{papel.value}.{clave}")
        grupos.dar_papel(personas[papel.value], institucion, papel)
    return Casa(institucion, unidad, personas)


def persona(nombre: str, **extra: Any) -> AbstractUser:
    """Make a user who can log in with the password `clave-de-prueba`."""
    return get_user_model().objects.create_user(nombre, password="clave-de-prueba", **extra)


def otra_unidad(casa: Casa, clave: str = "sur") -> UnidadCompradoraPage:
    """Add a buying unit to the institution."""
    clave = f"{clave}-{casa.publicador.clave}"
    return servicios.crear_unidad(
        casa.institucion, organizacion(f"UC-{clave}", f"Unidad {clave}", esquema="X-UC"), f"uc-{clave}"
    )


def con_papel(
    nombre: str, casa: Casa, *papeles: str, unidad: UnidadCompradoraPage | None = None, **extra: Any
) -> AbstractUser:
    """Make a person with roles in the institution, or in one of its units."""
    nueva = persona(nombre, **extra)
    for papel in papeles:
        grupos.dar_papel(nueva, casa.institucion, papel, unidad)
    return nueva


def organizacion(identificador: str, nombre: str, esquema: str = "X-PRUEBA") -> Organizacion:
    """Return the organization with that identifier, making it once."""
    fila, _nueva = Organizacion.objects.get_or_create(
        esquema=esquema, identificador=identificador, defaults={"nombre": nombre}
    )
    return fila


def plantilla(clave: str = "licitacion-publica") -> PlantillaProcedimiento:
    """Return a shipped procedure template in force, loading them if needed."""
    cargar_archivo(PLANTILLAS / "procedimientos" / f"{clave}.json")
    return PlantillaProcedimiento.objects.get(clave=clave, vigente=True)


def proceso(
    casa: Casa,
    clave: str = "licitacion-publica",
    titulo: str = "Mobiliario escolar",
    unidad: UnidadCompradoraPage | None = None,
) -> ProcesoPage:
    """Open a process in the name of the capturista."""
    return servicios.crear_proceso(unidad or casa.unidad, plantilla(clave), titulo, 2026, casa.capturista)


def etapa_de(proceso: ProcesoPage, nombre: str) -> EtapaPage:
    """Return the only page of a stage."""
    return EtapaPage.objects.descendant_of(proceso).get(slug=f"{nombre}-1").specific


LLENADOS: dict[str, dict[str, Any]] = {
    "planeacion": {"justificacion": "Las escuelas lo necesitan.", "presupuesto": Decimal("1500000.00")},
    "licitacion": {
        "descripcion": "Mesas y sillas",
        "categoria": "goods",
        "criterio": "priceOnly",
        "motivo_metodo": "LAASSP art. 42",
        "publicacion": datetime(2026, 3, 2, 10, tzinfo=CDMX),
        "apertura": datetime(2026, 3, 20, 10, tzinfo=CDMX),
    },
    "adjudicacion": {"fecha": date(2026, 4, 1), "valor": Decimal("1200000.00")},
    "contrato": {
        "firma": date(2026, 4, 10),
        "inicio": date(2026, 4, 15),
        "fin": date(2026, 12, 15),
        "valor": Decimal("1200000.00"),
    },
    "ejecucion": {},
}


def llenar(pagina: EtapaPage, usuario: AbstractUser, **campos: Any) -> EtapaPage:
    """Write what the templates require (and `campos`) into a draft, as the form would."""
    for nombre, valor in {**LLENADOS[pagina.etapa], **campos}.items():
        setattr(pagina, nombre, valor)
    pedir_documentos(pagina)
    proveedor = organizacion("PRO010101AAA", "Muebles del Centro, S.A. de C.V.")
    if pagina.etapa == "licitacion" and "licitantes" not in campos:
        pagina.licitantes = [pagina.licitantes.model(organizacion=proveedor)]
    if pagina.etapa == "adjudicacion":
        pagina.proveedores = [pagina.proveedores.model(organizacion=proveedor)]
    if pagina.etapa == "ejecucion":
        pagina.transacciones = [
            pagina.transacciones.model(fecha=date(2026, 5, 30), monto=Decimal("400000.00"), beneficiario=proveedor)
        ]
    pagina.save_revision(user=usuario)
    return pagina


def pedir_documentos(pagina: EtapaPage) -> None:
    """Add a link for each document that the template requires and the draft lacks."""
    hay = {documento.tipo for documento in pagina.documentos.all()}
    for tipo in pagina.regla["documentos_obligatorios"]:
        if tipo not in hay:
            pagina.documentos.add(
                pagina.documentos.model(tipo=tipo, titulo=tipo, url=f"https://ejemplo.gob.mx/{tipo}.pdf")
            )


def enviar(pagina: EtapaPage, usuario: AbstractUser) -> WorkflowState:
    """Send a stage to approval, as the form's button does."""
    flujo: WorkflowState = pagina.get_workflow().start(pagina, usuario)
    return flujo


def paso_actual(pagina: EtapaPage) -> TaskState:
    """Return the step that waits for a decision."""
    return type(pagina).objects.get(pk=pagina.pk).current_workflow_task_state


def aprobar(pagina: EtapaPage, casa: Casa) -> None:
    """Two people approve: reviewer, then approver."""
    for papel in ("revisor", "aprobador"):
        tramite.resolver(paso_actual(pagina).pk, casa.personas[papel], "aprobar")


def publicar(casa: Casa, pagina: EtapaPage, **campos: Any) -> EtapaPage:
    """Fill, send and approve a stage; returns it as published."""
    llenar(pagina, casa.capturista, **campos)
    enviar(pagina, casa.capturista)
    aprobar(pagina, casa)
    return type(pagina).objects.get(pk=pagina.pk)


def publicar_hasta(casa: Casa, proceso: ProcesoPage, ultima: str) -> dict[str, EtapaPage]:
    """Publish the stages of a process one after another up to `ultima`."""
    publicadas: dict[str, EtapaPage] = {}
    for nombre in proceso.plantilla.etapas:
        if nombre == "planeacion":
            pagina = etapa_de(proceso, nombre)
        else:
            base = {"contrato": "adjudicacion", "ejecucion": "contrato"}.get(nombre)
            datos = {base: publicadas[base]} if base else {}
            pagina = servicios.crear_etapa(proceso, nombre, casa.capturista, **datos)
        publicadas[nombre] = publicar(casa, pagina)
        if nombre == ultima:
            break
    return publicadas
