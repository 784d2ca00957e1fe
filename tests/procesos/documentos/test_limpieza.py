"""Uploaded files that nothing names are deleted after their grace, and never one that anything names."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sitio import cola
from sitio.procesos.archivos import almacen, limpieza
from sitio.procesos.models import ArchivoDeDocumento, EtapaPage
from tests import fabricas
from tests.procesos.documentos.comun import borrador, pdf, publicar

pytestmark = pytest.mark.django_db
VIEJO = limpieza.DIAS_DE_GRACIA + 1


def subir(casa: fabricas.Casa, contenido: bytes = b"%PDF-1.7\nuno\n%%EOF", dias: int = VIEJO) -> ArchivoDeDocumento:
    """Upload a file so many days ago."""
    archivo = almacen.guardar(casa.unidad, pdf(contenido), casa.capturista)
    ArchivoDeDocumento.objects.filter(pk=archivo.pk).update(subido=timezone.now() - timedelta(days=dias))
    return archivo


def nombrar(etapa: Any, usuario: Any, **archivos: ArchivoDeDocumento) -> None:
    """Save a draft whose only document is this."""
    etapa.documentos = [etapa.documentos.model(tipo="marketStudies", titulo="Estudio", **archivos)]
    etapa.save_revision(user=usuario)


def quedan() -> set[int]:
    return set(ArchivoDeDocumento.objects.values_list("pk", flat=True))


def en_disco(carpeta: Path) -> set[str]:
    return {ruta.name for ruta in carpeta.rglob("*") if ruta.is_file()}


def test_what_nothing_names_goes_after_its_grace_with_its_content_and_it_is_logged(
    casa: fabricas.Casa, carpeta: Path, caplog: pytest.LogCaptureFixture
) -> None:
    suelto, joven = subir(casa), subir(casa, b"%PDF-1.7\ndos\n%%EOF", dias=limpieza.DIAS_DE_GRACIA - 1)
    with caplog.at_level(logging.INFO, "sitio.procesos.archivos.limpieza"):
        limpieza.limpiar()
        limpieza.limpiar()
    assert quedan() == {joven.pk}
    assert en_disco(carpeta) == {joven.sha256}
    assert [suelto.sha256 in mensaje for mensaje in caplog.messages] == [True]


@pytest.mark.parametrize("campo", ["archivo", "original"])
def test_what_a_draft_names_stays_and_so_does_what_only_its_history_names(
    casa: fabricas.Casa, planeacion: EtapaPage, campo: str
) -> None:
    antes, ahora = subir(casa), subir(casa, b"%PDF-1.7\ndos\n%%EOF")
    nombrar(planeacion, casa.capturista, **{campo: antes})
    nombrar(planeacion, casa.capturista, **{campo: ahora})
    limpieza.limpiar()
    assert quedan() == {antes.pk, ahora.pk}
    assert antes.pk not in {getattr(d, f"{campo}_id") for d in borrador(planeacion).documentos.all()}


def test_what_a_release_named_stays_though_the_stage_names_it_no_more(
    casa: fabricas.Casa, planeacion: EtapaPage
) -> None:
    archivo = subir(casa)
    nombrar(planeacion, casa.capturista, archivo=archivo)
    publicar(casa, planeacion)
    sin_el = borrador(planeacion)
    sin_el.documentos = []
    sin_el.save_revision(user=casa.capturista)
    limpieza.limpiar()
    assert quedan() == {archivo.pk}


def test_every_row_of_any_room_that_points_to_a_file_keeps_it(casa: fabricas.Casa, planeacion: EtapaPage) -> None:
    archivo = subir(casa)
    type(planeacion).documentos.rel.related_model.objects.create(
        pagina=planeacion, tipo="marketStudies", titulo="Estudio", archivo=archivo
    )
    consulta = str(limpieza._sin_renglon().query)
    assert "alertas_movimiento" in consulta
    limpieza.limpiar()
    assert quedan() == {archivo.pk}


def test_uploading_it_again_begins_its_grace_again_and_brings_back_content_that_is_gone(
    casa: fabricas.Casa, carpeta: Path
) -> None:
    archivo = subir(casa)
    almacen.almacen().delete(archivo.ruta)
    assert almacen.guardar(casa.unidad, pdf(b"%PDF-1.7\nuno\n%%EOF"), casa.capturista) == archivo
    limpieza.limpiar()
    assert (quedan(), en_disco(carpeta)) == ({archivo.pk}, {archivo.sha256})


def test_a_store_that_fails_keeps_the_row_for_the_next_run(
    casa: fabricas.Casa, carpeta: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archivo = subir(casa)
    # A folder where the file should be: the disk refuses to delete it.
    ruta = carpeta / archivo.ruta
    ruta.unlink()
    (ruta / "dentro").mkdir(parents=True)
    limpieza.limpiar()
    assert quedan() == {archivo.pk}
    assert "no se pudo borrar" in caplog.text


def test_it_runs_every_day() -> None:
    (programada,) = (p for p in cola.PROGRAMA.values() if p.tarea == "sitio.procesos.archivos.limpieza.limpiar")
    assert programada.diaria is not None


def test_the_same_content_uploaded_after_the_cleaning_is_a_new_file(casa: fabricas.Casa, carpeta: Path) -> None:
    antes = subir(casa)
    limpieza.limpiar()
    otra_vez = almacen.guardar(
        casa.unidad, SimpleUploadedFile("a.pdf", b"%PDF-1.7\nuno\n%%EOF", "application/pdf"), casa.capturista
    )
    assert (otra_vez.sha256, otra_vez.pk != antes.pk) == (antes.sha256, True)
    assert en_disco(carpeta) == {antes.sha256}
