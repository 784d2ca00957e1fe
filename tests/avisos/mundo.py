"""Two institutions with people, and what they may be told about: the ground of the tests of avisos and bot."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import Page, TaskState

from sitio.alertas.models import Alerta, Corrida, EstadoDePlazo, MotivoDeCorrida, Plazo, Severidad
from sitio.avisos.canales import AvisoRendido
from sitio.catalogos.models import Organizacion
from sitio.procesos import plantillas, servicios
from sitio.procesos.models import EtapaPage, InstitucionPage, ProcesoPage
from sitio.procesos.papeles import grupos
from sitio.procesos.papeles.permisos import Papel
from sitio.publicacion.models import Publicador
from sitio.rutas import PLANTILLAS


@dataclass
class Mundo:
    """What a test asks for by name. `personas["norte"]["revisor"]` is a user with that role only."""

    instituciones: dict[str, InstitucionPage] = field(default_factory=dict)
    personas: dict[str, dict[str, User]] = field(default_factory=dict)

    def abrir_proceso(self, clave: str = "norte") -> ProcesoPage:
        """Open a process by direct award, in charge of the institution's capturista."""
        institucion = self.instituciones[clave]
        unidad = servicios.crear_unidad(
            institucion, organizacion(f"Unidad de compras {clave}", f"UC-{clave}", "MX-UC"), f"uc-{clave}"
        )
        ruta = PLANTILLAS / "procedimientos" / "adjudicacion-directa.json"
        plantilla, _ = plantillas.cargar(json.loads(ruta.read_text(encoding="utf-8")))
        capturista = self.personas[clave]["capturista"]
        return servicios.crear_proceso(unidad, plantilla, "Equipo médico que no debe verse", 2026, capturista)

    def enviar_planeacion(self, proceso: ProcesoPage) -> TaskState:
        """Complete the planning of `proceso` and send it to approval; returns the step that begins."""
        pagina = EtapaPage.objects.descendant_of(proceso).get().specific
        pagina.justificacion = "Se necesita para atender a la población"
        pagina.presupuesto = 250_000
        pagina.moneda = "MXN"
        pagina.save_revision(user=proceso.responsable)
        pagina.get_workflow().start(pagina, proceso.responsable)
        pagina.refresh_from_db()
        return pagina.current_workflow_task_state

    def levantar_alerta(self, ocid: str, clave: str = "norte", bandera: str = "P01", **campos: object) -> Alerta:
        """Store an alert as analysis does."""
        alerta = Alerta.objects.create(
            **{
                "huella": sha256(f"{bandera}{ocid}".encode()).hexdigest(),
                "ocid": ocid,
                "publicador": self.instituciones[clave].publicador,
                "corrida": corrida(),
                "bandera": bandera,
                "version": "1",
                "sujeto": ocid,
                "severidad": Severidad.ALTA,
                "evidencia_sha256": "0" * 64,
                "posicion": 1,
                "entrega_sha256": "0" * 64,
                **campos,
            }
        )
        alerta.movimientos.create(a=alerta.estado, posicion=1)
        return alerta

    def fijar_plazo(
        self, ocid: str, clave: str = "norte", dias: int = 3, plazo: str = "T01", **campos: object
    ) -> Plazo:
        """Store a deadline that falls due in `dias`."""
        hoy = timezone.localdate()
        return Plazo.objects.create(
            **{
                "ocid": ocid,
                "publicador": self.instituciones[clave].publicador,
                "corrida": corrida(),
                "plazo": plazo,
                "version": "1",
                "sujeto": ocid,
                "base": hoy,
                "vence": hoy + timedelta(days=dias),
                "fundamento": "LAASSP",
                "estado": EstadoDePlazo.PENDIENTE,
                "posicion": 1,
                **campos,
            }
        )


@dataclass
class Paloma:
    """A channel whose wire is a list. `fallas`: what the next sends raise; `al_enviar`: what happens meanwhile."""

    clave: str = "paloma"
    formato: str = "html"
    limite: int = 4096
    alcance: bool = True
    fallas: list[Exception | None] = field(default_factory=list)
    enviados: list[AvisoRendido] = field(default_factory=list)
    al_enviar: Callable[[], object] | None = None

    def alcanza(self, usuario: User) -> bool:
        return self.alcance

    def enviar(self, aviso: AvisoRendido) -> None:
        falla = self.fallas.pop(0) if self.fallas else None
        if falla:
            raise falla
        self.enviados.append(aviso)
        if self.al_enviar:
            self.al_enviar()


def organizacion(nombre: str, identificador: str, esquema: str = "MX-RFC") -> Organizacion:
    """Return an organization, made once."""
    return Organizacion.objects.get_or_create(
        esquema=esquema, identificador=identificador, defaults={"nombre": nombre}
    )[0]


def corrida() -> Corrida:
    """Return a run of the analysis, as every alert and deadline comes from one."""
    ahora = timezone.now()
    return Corrida.objects.create(motivo=MotivoDeCorrida.PUBLICACION, iniciada_en=ahora, terminada_en=ahora)


def crear_mundo() -> Mundo:
    """Make two institutions, norte and sur, with one person a role, and a superuser and a stranger outside them."""
    mundo = Mundo()
    raiz = Page.objects.get(depth=1).get_children().first() or Page.objects.get(depth=1)
    for clave in ("norte", "sur"):
        publicador = Publicador.objects.create(
            clave=clave, nombre=f"Gobierno del {clave}", prefijo_ocid=f"ocds-{clave[:3]}001"
        )
        rfc = f"GO{clave[:1].upper()}010101AB{len(clave)}"
        institucion = servicios.crear_institucion(raiz, publicador, organizacion(f"Gobierno del {clave}", rfc))
        mundo.instituciones[clave] = institucion
        mundo.personas[clave] = {papel: _persona(papel, clave, institucion) for papel in Papel.values}
    mundo.personas["fuera"] = {
        "superusuario": User.objects.create_superuser("superusuario"),
        "sin_papel": User.objects.create_user("sin_papel"),
    }
    return mundo


def _persona(papel: str, clave: str, institucion: InstitucionPage) -> User:
    persona = User.objects.create_user(f"{papel}_{clave}", first_name=papel.title(), last_name=f"del {clave}")
    grupos.dar_papel(persona, institucion, papel)
    return persona
