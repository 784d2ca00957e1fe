"""The permission matrix: every address of the admin, by every role and tenant, read and pressed.

Who gets in is written in tabla_de_la_matriz. Whoever it is, no answer holds a word of a process they may not see, and
what they may not do leaves no write in the database.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from sitio.alertas.models import Alerta
from sitio.procesos.models import Aprobacion
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos import direcciones, mundo_de_la_matriz
from tests.procesos.mundo_de_la_matriz import Mundo
from tests.procesos.tabla_de_la_matriz import ENTRAN, SIN_PROBAR

pytestmark = pytest.mark.django_db

LEEN = {"capturista", "revisor", "aprobador", "publicador", "oic", "administracion"}
EN_SU_LUGAR = {"otra_unidad", "otra_institucion"}
CON_CUENTA = {*LEEN, "comunicacion", *EN_SU_LUGAR}
TODOS = sorted({*CON_CUENTA, "sin_papel", "anonimo"})
GRUPOS: dict[str, set[str]] = {
    "PUBLICO": set(TODOS),
    "CON_CUENTA": CON_CUENTA,
    "LEEN": LEEN,
    "LEEN_ALGO": LEEN | EN_SU_LUGAR,
    # administración works from its own pages and the boards: it has no right over the tree.
    "EXPLORAN": LEEN - {"administracion"},
    "EXPLORAN_ALGO": LEEN - {"administracion"} | EN_SU_LUGAR,
    "CAPTURA": {"capturista"},
    "CAPTURAN_ALGO": {"capturista", *EN_SU_LUGAR},
    "EDITOR": {"capturista", "revisor"},
    "DECIDE": {"revisor"},
    "PLANTILLAS": {"comunicacion", "otra_institucion"},
    "CAPTURAN_POR_TODA_UNA": {"otra_institucion"},
    "ADMINISTRA": {"administracion"},
    "ADMINISTRAN_ALGO": {"administracion", "otra_institucion"},
    "SIN_ENTRAR": {"sin_papel", "anonimo"},
    "NADIE": set(),
}
# What each column may read of unpublished processes.
VEN: dict[str, set[str]] = {
    "capturista": {"norte"},
    "revisor": {"norte"},
    "aprobador": {"norte"},
    "publicador": {"norte"},
    "oic": {"norte", "sur", "importado"},
    "administracion": {"norte", "sur", "importado"},
    "otra_unidad": {"sur"},
    "otra_institucion": {"otra"},
}
# Who changes something by POST; at any other address, nobody. The data is what the page's form would send.
CAMBIAN: dict[str, set[str]] = {
    "alertas:asignar": {"aprobador", "oic"},
    "alertas:levantar_silencio": {"oic"},
    "alertas:lote": {"aprobador", "oic"},
    "alertas:mover": {"aprobador", "oic"},
    "alertas:silencios": {"oic"},
    "bot:desvincular": CON_CUENTA,
    "procesos:activar": {"administracion"},
    "procesos:cambiar_responsable": {"capturista", "aprobador"},
    "procesos:crear_etapa": {"capturista"},
    "procesos:dar_papel": {"administracion"},
    "procesos:datos_del_publicador": {"administracion"},
    "procesos:delegaciones": {"revisor", "aprobador", "publicador", "oic", "otra_unidad"},
    "procesos:invitar": {"administracion"},
    "procesos:nueva_unidad": {"administracion"},
    "procesos:nuevo": {"capturista"},
    "procesos:borrador_descartar": {"comunicacion", "otra_institucion"},
    "procesos:plantilla_en_vigor": {"comunicacion", "otra_institucion"},
    "procesos:plantilla_retirar": {"comunicacion", "otra_institucion"},
    "procesos:quitar_papel": {"administracion"},
    "procesos:reenviar_enlace": {"administracion"},
    "procesos:revisar": {"revisor"},
    "procesos:revocar_delegacion": {"aprobador", "administracion"},
    "wagtailadmin_pages:workflow_action": {"revisor"},
    "wagtailsnippets_catalogos_organizacion:add": {"capturista", *EN_SU_LUGAR},
}
# Wagtail's notes about whoever is looking: their session, profile, open editors and previews, and thumbnails.
TECNICAS = re.compile(
    r'"?(django_session|wagtailadmin_(editingsession|formstate)|wagtailcore_pagesubscription|wagtailusers_userprofile'
    r"|wagtailimages_rendition)"
)
BUSCAN: dict[str, Callable[[Mundo], dict[str, Any]]] = {
    "wagtailadmin_api:pages:listing": lambda mundo: {"search": "zzsecreto"},
    "wagtailadmin_api:documents:listing": lambda mundo: {},
    "wagtailadmin_api:images:listing": lambda mundo: {},
    "wagtailadmin_choose_page_chosen_multiple": lambda mundo: {"id": mundo.valores["pagina"]},
}


@dataclass
class Visita:
    """What came of one request."""

    nombre: str
    entra: bool
    escribe: bool
    fugas: list[str]


@pytest.fixture(scope="module")
def mundo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mundo]:
    """The world, built once and undone at the end: each test runs in a savepoint over it."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as parche:
        # The test client copies every context of every template, which nobody reads here: half of the time.
        parche.setattr(Template, "_render", lambda plantilla, contexto: plantilla.nodelist.render(contexto))
        yield mundo_de_la_matriz.crear()
        transaction.set_rollback(True)


def datos(mundo: Mundo) -> dict[str, dict[str, Any]]:
    """What the form of each address that somebody may press would send."""
    hoy = timezone.localdate().isoformat()
    papel = {"papel": "revisor", "unidad": mundo.valores["unidad"]}
    listas = ("contactos", "beneficiarios", "membresias", "identificadores_adicionales")
    organizacion = nested_form_data(
        {
            "esquema": "MX-RFC",
            "identificador": "NUE010101AA3",
            "nombre": "Nueva",
            "pais": "MX",
            **{lista: inline_formset([]) for lista in listas},
        }
    )
    return {
        "alertas:asignar": {"responsable": mundo.quienes["oic"].pk},
        "alertas:lote": {"accion": "reconocer", "alerta": mundo.valores["alerta"]},
        "alertas:mover": {"accion": "reconocer"},
        "alertas:silencios": {
            "publicador": mundo.valores["publicador"],
            "bandera": "P20",
            "hasta": hoy,
            "motivo": "Prueba de la matriz.",
        },
        "procesos:activar": {"activa": "0"},
        "procesos:cambiar_responsable": {"responsable": mundo.quienes["oic"].pk},
        "procesos:crear_etapa": {"etapa": "licitacion"},
        "procesos:dar_papel": papel,
        "procesos:delegaciones": {"delegado": mundo.quienes["administracion"].pk, "desde": hoy, "hasta": hoy},
        "procesos:invitar": {
            **papel,
            "username": "nueva",
            "first_name": "Nueva",
            "last_name": "Persona",
            "email": "nueva@example.mx",
        },
        "procesos:nueva_unidad": {"clave": "UC-NUEVA", "nombre": "Unidad nueva"},
        "procesos:nuevo": {
            "unidad": mundo.valores["unidad"],
            "plantilla": fabricas.plantilla().pk,
            "titulo": "Nuevo",
            "ejercicio": 2026,
        },
        "procesos:quitar_papel": {"papel": mundo.valores["papel"]},
        "procesos:revisar": {"accion": "aprobar", "comment": ""},
        "wagtailsnippets_catalogos_organizacion:add": organizacion,
    }


def recorrer(mundo: Mundo, quien: str, metodo: str) -> list[Visita]:
    """Ask for, or press, every address as `quien`. Nothing of it stays."""
    cliente, persona = Client(raise_request_exception=False), mundo.quienes[quien]
    envios, visitas = datos(mundo) if metodo == "post" else {}, []
    if persona:
        cliente.force_login(persona)
    for nombre, patrones in direcciones.del_admin().items():
        for patron in [] if nombre in SIN_PROBAR else patrones:
            url = reverse(nombre, kwargs=direcciones.blancos(nombre, patron, mundo.valores))
            pide = BUSCAN.get(nombre, lambda _mundo: {"q": "zzsecreto"})(mundo)
            enviar = (lambda u=url, p=pide: cliente.get(u, p)) if metodo == "get" else None
            enviar = enviar or (lambda u=url, n=nombre: cliente.post(u, envios.get(n, {})))
            visitas.append(_visitar(mundo, quien, nombre, enviar))
            if persona and nombre == "wagtailadmin_logout":
                cliente.force_login(persona)
    return visitas


def _visitar(mundo: Mundo, quien: str, nombre: str, pedir: Callable[[], Any]) -> Visita:
    escrituras: list[str] = []

    def anotar(ejecutar: Any, sql: str, *resto: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not TECNICAS.search(sql[:80]):
            escrituras.append(sql)
        return ejecutar(sql, *resto)

    with transaction.atomic():
        with connection.execute_wrapper(anotar):
            respuesta = pedir()
        cuerpo = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
        transaction.set_rollback(True)
    ajenos = [secreto for lugar, secreto in mundo.secretos.items() if lugar not in VEN.get(quien, set())]
    fugas = [secreto for secreto in ajenos if secreto in cuerpo.decode(errors="replace")]
    return Visita(nombre, _entra(respuesta), bool(escrituras), fugas)


def _entra(respuesta: Any) -> bool:
    """A page, or a way on; the login, the dashboard and the explorer are where Wagtail sends who may not."""
    lugar = respuesta.headers.get("Location", "").split("?")[0]
    rechazo = lugar.startswith("/admin/login/") or lugar == "/admin/" or re.fullmatch(r"/admin/pages/\d+/", lugar)
    return respuesta.status_code == 200 or (respuesta.status_code == 302 and not rechazo)


def test_every_address_of_the_admin_says_who_gets_in() -> None:
    dichas = [nombre for nombres in ENTRAN.values() for nombre in nombres] + list(SIN_PROBAR)
    assert len(dichas) == len(set(dichas))
    assert set(dichas) == set(direcciones.del_admin()), "dígalo en tests/procesos/tabla_de_la_matriz.py"
    assert set(CAMBIAN) <= set(dichas)
    assert set(ENTRAN) <= set(GRUPOS)


@pytest.mark.parametrize("quien", TODOS)
def test_each_one_gets_in_where_the_table_says_and_reads_nothing_of_others(mundo: Mundo, quien: str) -> None:
    debidas = {nombre for grupo, nombres in ENTRAN.items() if quien in GRUPOS[grupo] for nombre in nombres}
    visitas = recorrer(mundo, quien, "get")
    assert {v.nombre: v.fugas for v in visitas if v.fugas} == {}
    entradas = {v.nombre for v in visitas if v.entra}
    assert (sorted(entradas - debidas), sorted(debidas - entradas)) == ([], []), "(entra de más, no entra)"
    assert [v.nombre for v in visitas if v.escribe] == []


@pytest.mark.parametrize("quien", TODOS)
def test_each_one_changes_only_what_the_table_says_and_the_rest_writes_nothing(mundo: Mundo, quien: str) -> None:
    antes = (Aprobacion.objects.count(), Entrega.objects.count(), list(Alerta.objects.values_list("pk", "estado")))
    visitas = recorrer(mundo, quien, "post")
    assert {v.nombre: v.fugas for v in visitas if v.fugas} == {}
    cambios = {v.nombre for v in visitas if v.escribe}
    debidos = {nombre for nombre, quienes in CAMBIAN.items() if quien in quienes}
    assert (sorted(cambios - debidos), sorted(debidos - cambios)) == ([], []), "(cambia de más, no cambia)"
    despues = (Aprobacion.objects.count(), Entrega.objects.count(), list(Alerta.objects.values_list("pk", "estado")))
    assert despues == antes


@pytest.mark.parametrize("quien", TODOS)
def test_branches_above_and_beside_tell_nothing_either(mundo: Mundo, quien: str) -> None:
    """The same addresses from other places of the tree: the home, the institution, its units, a draft."""
    cliente, persona = Client(raise_request_exception=False), mundo.quienes[quien]
    if persona:
        cliente.force_login(persona)
    lugares = [mundo.valores[cosa] for cosa in ("portada", "institucion", "unidad", "ejercicio", "proceso")]
    lugares += [mundo.cosas[lugar][cosa].pk for lugar in ("norte", "sur", "otra") for cosa in ("proceso", "borrador")]
    de_rama = ("wagtailadmin_explore", "wagtailadmin_choose_page_child", "wagtailadmin_pages:add_subpage")
    de_pagina = ("edit", "history", "usage", "view_draft", "copy", "move", "delete", "workflow_history")
    urls = [reverse(nombre, args=[pk]) for nombre in de_rama for pk in lugares]
    urls += [reverse(f"wagtailadmin_pages:{nombre}", args=[pk]) for nombre in de_pagina for pk in lugares]
    urls += [f"/admin/api/main/pages/{pk}/" for pk in lugares]
    urls += [f"/admin/api/main/pages/?child_of={pk}" for pk in lugares]
    urls += [f"/admin/choose-page/?page_type=procesos.{tipo}" for tipo in ("ProcesoPage", "PlaneacionPage")]
    urls += [f"/admin/choose-page/chosen-multiple/?id={pk}" for pk in lugares]
    visitas = [_visitar(mundo, quien, url, lambda u=url: cliente.get(u)) for url in urls]
    assert {v.nombre: v.fugas for v in visitas if v.fugas} == {}
    assert [v.nombre for v in visitas if v.escribe] == []
