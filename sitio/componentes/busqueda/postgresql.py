"""The index of titles on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Avg, F, Model
from django.db.models.functions import Length
from modelsearch.utils import get_content_type_pk
from wagtail.search.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

# The average length of a title only sets the scale of a weight: the latest titles tell it as well as all of them.
MUESTRA = 100


class Indice(PostgresIndex):
    """Weighs the titles just written. Wagtail's own reads every title of the index, twice for each save of a page."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        super().add_items(model, objs)
        con_titulo = self.entries.annotate(largo=Length("title")).filter(largo__gt=0)
        media = con_titulo.order_by("-pk")[:MUESTRA].aggregate(media=Avg("largo"))["media"]
        if media:
            llaves = [str(obj.pk) for obj in objs]
            escritas = con_titulo.filter(content_type_id=get_content_type_pk(model), object_id__in=llaves)
            escritas.update(title_norm=media / F("largo"))

    def _refresh_title_norms(self, full: bool = False) -> None:
        # A rebuild asks for all of them, once and at its end; what `add_items` asks for, it does itself.
        if full:
            super()._refresh_title_norms(full=True)


class Motor(PostgresSearchBackend):
    """Wagtail's engine over `Indice`."""

    index_class: Any = Indice
