"""What runs inside another site: an institution under its own home page publishes one stage, and anyone reads it.

It is copied beside that site's manage.py and run there; what it saw, it writes in `visto.json`.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - models exist only after django.setup()
from django.test import Client  # noqa: E402 - same
from wagtail.models import Site  # noqa: E402 - same

import sitio  # noqa: E402 - same
from sitio.catalogos.models import Organizacion  # noqa: E402 - same
from sitio.procesos import servicios  # noqa: E402 - same
from sitio.procesos.aprobacion import tramite  # noqa: E402 - same
from sitio.procesos.models import EtapaPage, PlantillaProcedimiento  # noqa: E402 - same
from sitio.procesos.papeles import grupos  # noqa: E402 - same
from sitio.procesos.papeles.permisos import Papel  # noqa: E402 - same
from sitio.publicacion.models import Publicador  # noqa: E402 - same


def persona(institucion: Any, papel: str) -> Any:
    """Return a new user with a role in the institution."""
    usuario = get_user_model().objects.create_user(papel, f"{papel}@ejemplo.mx", "una clave larga")
    grupos.dar_papel(usuario, institucion, papel)
    return usuario


def leer(cliente: Client, ruta: str) -> dict[str, Any]:
    """Return the status and the text that an address of the site answers."""
    respuesta = cliente.get(ruta)
    return {"estado": respuesta.status_code, "texto": respuesta.content.decode()}


inicio = Site.objects.get(is_default_site=True).root_page
publicador = Publicador.objects.create(clave="ejemplo", nombre="Instituto de Ejemplo", prefijo_ocid="ocds-213czf")
organizacion = Organizacion.objects.create(identificador="IEJ010101AA1", nombre="Instituto de Ejemplo")
institucion = servicios.crear_institucion(inicio, publicador, organizacion)
compras = Organizacion.objects.create(esquema="X-UC", identificador="ejemplo-01", nombre="Compras")
unidad = servicios.crear_unidad(institucion, compras, "ejemplo-01")
captura, revisor, aprobador = (
    persona(institucion, papel) for papel in (Papel.CAPTURISTA, Papel.REVISOR, Papel.APROBADOR)
)

plantilla = PlantillaProcedimiento.objects.get(clave="licitacion-publica", vigente=True)
proceso = servicios.crear_proceso(unidad, plantilla, "Sillas para bibliotecas", 2026, captura)
planeacion = EtapaPage.objects.descendant_of(proceso).get().specific
planeacion.justificacion = "No hay dónde sentarse a leer."
planeacion.presupuesto = Decimal("250000.00")
planeacion.save_revision(user=captura)
anonimo = Client()
antes = leer(anonimo, f"/contrataciones/{proceso.ocid}/")
flujo = planeacion.get_workflow().start(planeacion, captura)
for quien in (revisor, aprobador):
    flujo.refresh_from_db()
    tramite.resolver(flujo.current_task_state_id, quien, tramite.Accion.APROBAR)

oficial = Client()
oficial.force_login(captura)
visto = {
    "paquete": sitio.__file__,
    "inicio": [inicio.specific_class.__name__, inicio.url, institucion.get_parent().pk == inicio.pk],
    "ocid": proceso.ocid,
    "antes": antes["estado"],
    "proceso": leer(anonimo, f"/contrataciones/{proceso.ocid}/"),
    "lista": leer(anonimo, "/contrataciones/"),
    "entregas": leer(anonimo, "/api/ocds/releases"),
    "portada_ajena": leer(anonimo, "/"),
    "tablero": leer(oficial, f"/admin/procesos/{proceso.pk}/"),
    "escritorio": leer(oficial, "/admin/"),
}
Path("visto.json").write_text(json.dumps(visto), encoding="utf-8")
