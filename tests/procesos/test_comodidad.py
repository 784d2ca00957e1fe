"""The comfort of who captures: nobody's work is written over, documents propose states, fields explain themselves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sitio.ocds import listas
from sitio.procesos import ayudas, rechazos, servicios
from sitio.procesos.papeles import grupos
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.procesos.tablero import estados_sugeridos
from sitio.procesos.tablero.estados_sugeridos import REGLAS, aceptar, propuestas
from tests import fabricas
from tests.procesos.test_admin import formulario

pytestmark = pytest.mark.django_db
QUIENES = ["capturista", "revisor", "aprobador", "oic", "de_otra_casa", "sin_papel", "anonimo"]


@pytest.fixture
def planeacion(casa: fabricas.Casa) -> Any:
    """The draft of the first stage of a new process."""
    return fabricas.etapa_de(fabricas.proceso(casa), "planeacion")


@pytest.fixture
def colega(casa: fabricas.Casa) -> Any:
    """Another person who captures in the same house."""
    otra = fabricas.persona("colega", first_name="Inés", last_name="Luna")
    grupos.dar_papel(otra, casa.institucion, "capturista")
    return otra


def ultima(pagina: Any) -> Any:
    """Return the latest draft of a stage."""
    return type(pagina).objects.get(pk=pagina.pk).get_latest_revision_as_object()


def test_saving_over_somebody_elses_version_is_refused_and_keeps_both(como: Any, planeacion: Any, colega: Any) -> None:
    cliente = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = {**formulario(cliente.get(url)), "justificacion": "Lo que yo escribí"}
    planeacion.justificacion = "Lo que Inés escribió"
    planeacion.save_revision(user=colega)
    respuesta = cliente.post(url, campos)
    html = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Inés Luna" in html
    assert "Lo que yo escribí" in html
    assert "Lo que Inés escribió" in html
    assert ultima(planeacion).justificacion == "Lo que Inés escribió"
    # Back in the form with what was typed, now over the other person's version, it can be saved.
    vuelta = cliente.post(
        reverse("procesos:recuperar", args=[planeacion.pk]), dict(respuesta.context["conflicto"].escrito)
    )
    assert "Lo que yo escribí" in vuelta.content.decode()
    assert ultima(planeacion).justificacion == "Lo que Inés escribió"
    assert cliente.post(url, formulario(vuelta)).status_code == 302
    assert ultima(planeacion).justificacion == "Lo que yo escribí"


def test_ones_own_second_save_is_no_conflict(como: Any, planeacion: Any) -> None:
    cliente = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    campos = formulario(cliente.get(url))
    for texto in ("Una", "Dos"):
        assert cliente.post(url, {**campos, "justificacion": texto}).status_code == 302
    assert ultima(planeacion).justificacion == "Dos"


def test_a_row_that_somebody_took_out_meanwhile_comes_back_as_a_new_one(
    como: Any, casa: fabricas.Casa, planeacion: Any, colega: Any
) -> None:
    documento = {"tipo": "marketStudies", "titulo": "Estudio", "url": "https://e.mx/e.pdf"}
    planeacion.documentos = [planeacion.documentos.model(**documento)]
    planeacion.save()
    planeacion.save_revision(user=casa.capturista)
    cliente = como("capturista")
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    respuesta = cliente.get(url)
    campos = formulario(respuesta)
    fila = respuesta.context["form"].formsets["documentos"].forms[0]
    campos |= {fila.add_prefix(n): str(fila[n].value() or "") for n in fila.fields}
    planeacion.documentos = []
    planeacion.save()
    planeacion.save_revision(user=colega)
    conflicto = cliente.post(url, campos)
    assert conflicto.status_code == 409
    vuelta = cliente.post(reverse("procesos:recuperar", args=[planeacion.pk]), campos)
    assert vuelta.status_code == 200
    assert "Estudio" in vuelta.content.decode()


def test_the_autosave_door_is_shut_for_drafts_too(como: Any, casa: fabricas.Casa, planeacion: Any) -> None:
    cliente = como("capturista")
    fabricas.llenar(planeacion, casa.capturista)
    url = reverse("wagtailadmin_pages:edit", args=[planeacion.pk])
    pagina = cliente.get(url)
    assert "w-autosave#save" not in pagina.content.decode()
    revision = planeacion.get_latest_revision()
    campos = {**formulario(pagina), "justificacion": "Encima", "overwrite_revision_id": str(revision.pk)}
    for cabeceras in ({}, {"accept": "application/json"}):
        assert cliente.post(url, campos, headers=cabeceras).status_code in (302, 400, 403)
    revision.refresh_from_db()
    assert revision.content["justificacion"] == "Las escuelas lo necesitan."
    assert planeacion.get_latest_revision() == revision


@pytest.mark.parametrize("quien", QUIENES)
def test_only_who_captures_gets_the_form_back_and_nothing_is_saved(
    como: Any, casa: fabricas.Casa, planeacion: Any, quien: str
) -> None:
    cliente, antes = como(quien), planeacion.latest_revision_id
    respuesta = cliente.post(
        reverse("procesos:recuperar", args=[planeacion.pk]),
        {"title": "Recuperado", "justificacion": "Escrito antes"}
        | {
            f"{nombre}-{cuenta}": "0"
            for nombre in ayudas_de_conjuntos(planeacion)
            for cuenta in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    )
    assert (respuesta.status_code == 200) == (quien == "capturista")
    assert type(planeacion).objects.get(pk=planeacion.pk).latest_revision_id == antes


def ayudas_de_conjuntos(pagina: Any) -> list[str]:
    """Return the names of the formsets of a stage's form."""
    return list(type(pagina).get_edit_handler().get_form_class().formsets)


def test_a_form_sent_too_late_is_told_where_its_words_are(casa: fabricas.Casa, planeacion: Any) -> None:
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(casa.capturista)
    respuesta = cliente.post(reverse("wagtailadmin_pages:edit", args=[planeacion.pk]), {"title": "x"})
    assert respuesta.status_code == 403
    assert "Lo que escribió sigue en este navegador" in respuesta.content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[planeacion.pk]) in respuesta.content.decode()


def con_documento(pagina: Any, tipo: str, usuario: Any, **campos: Any) -> Any:
    pagina.documentos = [pagina.documentos.model(tipo=tipo, titulo=f"Acta {tipo}", url="https://e.mx/a.pdf")]
    for nombre, valor in campos.items():
        setattr(pagina, nombre, valor)
    pagina.save_revision(user=usuario)
    return pagina


def test_every_rule_names_a_document_a_field_and_a_state_that_exist() -> None:
    for regla in REGLAS:
        assert regla.tipo in listas.codigos("documentType")
        campo = TIPOS_DE_ETAPA[regla.etapa]._meta.get_field(regla.campo)
        assert regla.valor in dict(campo.flatchoices)
    assert {regla.valor for regla in REGLAS} >= set(estados_sugeridos.FINALES)


def test_a_document_proposes_the_state_and_only_a_person_changes_it(
    como: Any, casa: fabricas.Casa, planeacion: Any
) -> None:
    publicadas = fabricas.publicar_hasta(casa, planeacion.proceso, "contrato")
    ejecucion = servicios.crear_etapa(planeacion.proceso, "ejecucion", casa.capturista, contrato=publicadas["contrato"])
    con_documento(ejecucion, "completionCertificate", casa.capturista)
    cliente, tablero = como("capturista"), reverse("procesos:tablero", args=[planeacion.proceso.pk])
    html = cliente.get(tablero).content.decode()
    assert "El documento «Acta completionCertificate» indica: estado del contrato de ejecución, terminado" in html
    assert ultima(ejecucion).estado_contrato == "active"
    datos = {"campo": "estado_contrato", "valor": "terminated"}
    html = cliente.post(reverse("procesos:cambiar_estado", args=[ejecucion.pk]), datos, follow=True).content.decode()
    assert "Se cambió el estado en el borrador" in html
    assert "estado del contrato de ejecución" not in html
    assert ultima(ejecucion).estado_contrato == "terminated"
    assert not type(ejecucion).objects.get(pk=ejecucion.pk).live


def test_the_award_notice_speaks_of_the_tender_too_and_the_end_outweighs_the_beginning(
    casa: fabricas.Casa, planeacion: Any
) -> None:
    fabricas.publicar_hasta(casa, planeacion.proceso, "licitacion")
    licitacion = fabricas.etapa_de(planeacion.proceso, "licitacion")
    modelo = licitacion.documentos.model
    licitacion.documentos = [
        modelo(tipo=tipo, titulo=tipo, url="https://e.mx/a.pdf") for tipo in ("tenderNotice", "awardNotice")
    ]
    fallo = servicios.crear_etapa(planeacion.proceso, "adjudicacion", casa.capturista)
    con_documento(fallo, "awardNotice", casa.capturista, estado="pending")
    dichas = {(p.etapa.etapa, p.campo, p.valor) for p in propuestas([licitacion, fallo])}
    assert dichas == {("licitacion", "estado", "complete"), ("adjudicacion", "estado", "active")}
    licitacion.estado, fallo.estado = "complete", "active"
    assert propuestas([licitacion, fallo]) == []


@pytest.mark.parametrize("quien", QUIENES)
def test_only_who_captures_accepts_a_proposal(como: Any, casa: fabricas.Casa, planeacion: Any, quien: str) -> None:
    licitacion = servicios.crear_etapa(planeacion.proceso, "licitacion", casa.capturista)
    con_documento(licitacion, "cancellationDetails", casa.capturista)
    datos = {"campo": "estado", "valor": "cancelled"}
    como(quien).post(reverse("procesos:cambiar_estado", args=[licitacion.pk]), datos)
    assert ultima(licitacion).estado == ("cancelled" if quien == "capturista" else "active")


@pytest.mark.parametrize("datos", [{"campo": "estado", "valor": "complete"}, {"campo": "title", "valor": "x"}, {}])
def test_nothing_is_changed_that_no_document_proposes(
    como: Any, casa: fabricas.Casa, planeacion: Any, datos: dict[str, str]
) -> None:
    licitacion = servicios.crear_etapa(planeacion.proceso, "licitacion", casa.capturista)
    con_documento(licitacion, "cancellationDetails", casa.capturista)
    antes = licitacion.latest_revision_id
    como("capturista").post(reverse("procesos:cambiar_estado", args=[licitacion.pk]), datos)
    assert ultima(licitacion).latest_revision_id == antes


def test_a_stage_in_approval_keeps_its_state(casa: fabricas.Casa, planeacion: Any) -> None:
    fabricas.publicar(casa, planeacion)
    licitacion = servicios.crear_etapa(planeacion.proceso, "licitacion", casa.capturista)
    con_documento(licitacion, "cancellationDetails", casa.capturista)
    fabricas.llenar(licitacion, casa.capturista)
    fabricas.enviar(licitacion, casa.capturista)
    fresca = type(licitacion).objects.get(pk=licitacion.pk)
    with pytest.raises(rechazos.NoSePuede, match="en aprobación"):
        aceptar(fresca, "estado", "cancelled", [ultima(licitacion)], casa.capturista)


@pytest.mark.parametrize("etapa", TIPOS_DE_ETAPA)
def test_every_field_that_is_shown_explains_itself(etapa: str) -> None:
    tipo = TIPOS_DE_ETAPA[etapa]
    clase = tipo.get_edit_handler().get_form_class()
    ayudas.explicar(clase, tipo)
    campos = {("", n): c for n, c in clase.base_fields.items()}
    for nombre, conjunto in clase.formsets.items():
        campos |= {(nombre, n): c for n, c in conjunto.form.base_fields.items()}
    ajenos = ("comment_notifications", "id", "ORDER", "DELETE")
    sin_ayuda = [c for c, campo in campos.items() if c[0] != "comments" and c[1] not in ajenos and not campo.help_text]
    assert sin_ayuda == []


@pytest.mark.parametrize(
    ("etapa", "campo", "ruta"),
    [
        ("licitacion", "apertura", "tender.tenderPeriod.endDate"),
        ("licitacion", "valor_neto", "tender.value.netAmount"),
        ("planeacion", "presupuesto", "planning.budget.amount.amount"),
        ("adjudicacion", "fecha", "awards.date"),
        ("contrato", "fin", "contracts.period.endDate"),
        ("ejecucion", "estado", "contracts.implementation.status"),
    ],
)
def test_the_help_tells_the_path_that_the_table_of_the_stage_fills(etapa: str, campo: str, ruta: str) -> None:
    tipo = TIPOS_DE_ETAPA[etapa]
    assert ayudas.ruta(tipo, tipo, campo) == ruta
    assert f"<code>{ruta}</code>" in ayudas.texto(tipo, tipo, campo)


def test_rows_tell_their_path_and_their_law() -> None:
    tipo = TIPOS_DE_ETAPA["ejecucion"]
    pago = tipo._meta.get_field("transacciones").related_model
    dicho = ayudas.texto(tipo, pago, "factura")
    assert "<code>contracts.implementation.transactions.relatedImplementationMilestone</code>" in dicho
    assert "LAASSP 2025, art. 73" in dicho
    tipo = TIPOS_DE_ETAPA["planeacion"]
    cotizado = tipo._meta.get_field("articulos_cotizados").related_model
    esperada = "planning.requestsForQuotes.quotes.items.quantity"
    assert ayudas.ruta(tipo, cotizado, "cantidad") == esperada


def test_no_help_is_written_for_a_field_that_does_not_exist() -> None:
    from sitio.procesos.ayudas.fundamentos import FUNDAMENTOS
    from sitio.procesos.ayudas.textos import TEXTOS

    modelos: dict[str, set[str]] = {"*": {"title", "moneda", "valor", "valor_neto"}}
    for tipo in TIPOS_DE_ETAPA.values():
        hijos = [r.related_model for r in tipo._meta.related_objects if r.related_model._meta.app_label == "procesos"]
        for modelo in (tipo, *hijos):
            for clase in modelo.__mro__:
                modelos.setdefault(clase.__name__, set()).update(f.name for f in modelo._meta.concrete_fields)
    claves = [clave.split(".") for clave in {**TEXTOS, **FUNDAMENTOS}]
    assert [clave for clave in claves if clave[1] not in modelos.get(clave[0], set())] == []


def test_the_form_ties_each_help_to_its_field_for_screen_readers(como: Any, planeacion: Any) -> None:
    html = como("capturista").get(reverse("wagtailadmin_pages:edit", args=[planeacion.pk])).content.decode()
    assert "planning.rationale" in html
    assert 'aria-describedby="panel-child-' in html
    with translation.override("en"):
        tipo = TIPOS_DE_ETAPA["planeacion"]
        assert ayudas.texto(tipo, tipo, "justificacion")
