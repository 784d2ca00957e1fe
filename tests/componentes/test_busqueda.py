"""The search index: what a save writes in it, and what it leaves alone."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.models import IndexEntry

pytestmark = pytest.mark.django_db
solo_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="solo PostgreSQL pesa los títulos")


def pagina(titulo: str) -> Page:
    nueva: Page = Page.objects.get(depth=2).add_child(title=titulo)
    return nueva


def peso(pagina: Page) -> float:
    return float(IndexEntry.objects.get(object_id=str(pagina.pk), content_type__model="page").title_norm)


def test_a_page_is_found_by_its_title_as_soon_as_it_is_saved() -> None:
    nueva = pagina("Mesas y sillas")
    assert list(Page.objects.search("sillas")) == [nueva]
    nueva.title = "Pizarrones"
    nueva.save()
    assert list(Page.objects.search("sillas")) == []
    assert list(Page.objects.search("pizarrones")) == [nueva]


@solo_postgresql
def test_saving_a_page_weighs_its_title_and_no_other() -> None:
    otra = pagina("Mesas")
    IndexEntry.objects.filter(object_id=str(otra.pk)).update(title_norm=1.0)
    larga = pagina("Mantenimiento preventivo de elevadores")
    assert peso(otra) == 1.0
    assert peso(larga) < 1.0


@solo_postgresql
def test_saving_a_page_reads_the_latest_titles_and_not_the_whole_index() -> None:
    una = pagina("Mesas")
    with CaptureQueriesContext(connection) as consultas:
        una.save()
    promedios = [c["sql"] for c in consultas if "AVG" in c["sql"]]
    assert len(promedios) == 1
    assert "LIMIT 100" in promedios[0]


@solo_postgresql
def test_rebuilding_the_index_weighs_every_title() -> None:
    paginas = [pagina("Mesas"), pagina("Mantenimiento preventivo de elevadores")]
    IndexEntry.objects.update(title_norm=1.0)
    call_command("update_index", verbosity=0)
    assert peso(paginas[0]) > 1.0 > peso(paginas[1])
