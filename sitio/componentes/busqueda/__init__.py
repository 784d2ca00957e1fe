"""Wagtail's own search over the database, without reading the whole index at every save of a page."""

from typing import Any

from django.db import connection
from wagtail.search.backends import database


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name by which Wagtail asks for it
    """Return Wagtail's engine for the database in use; on PostgreSQL, the one that weighs only what was saved."""
    if connection.vendor != "postgresql":
        return database.SearchBackend(params)
    # Here, and not above: an installation over SQLite needs no driver of PostgreSQL.
    from sitio.componentes.busqueda.postgresql import Motor

    return Motor(params)
