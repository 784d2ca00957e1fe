"""Append-only tables, kept so by the database itself: no UPDATE, DELETE or TRUNCATE, on SQLite and PostgreSQL."""

from collections.abc import Callable

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MENSAJE = "tabla de solo anexar: lo publicado no se cambia ni se borra"

_SQLITE = {
    "instalar": [
        "CREATE TRIGGER IF NOT EXISTS {t}_no_{op} BEFORE {OP} ON {t} BEGIN SELECT RAISE(ABORT, '{m}'); END",
    ],
    "quitar": ["DROP TRIGGER IF EXISTS {t}_no_{op}"],
}
_POSTGRESQL = {
    "instalar": [
        "CREATE OR REPLACE FUNCTION claraboya_solo_anexar() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{m}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE OR REPLACE TRIGGER {t}_no_{op} BEFORE {OP} ON {t} FOR EACH STATEMENT "
        "EXECUTE FUNCTION claraboya_solo_anexar()",
    ],
    "quitar": ["DROP TRIGGER IF EXISTS {t}_no_{op} ON {t}"],
}
_SENTENCIAS = {
    "sqlite": (_SQLITE, ("update", "delete")),
    "postgresql": (_POSTGRESQL, ("update", "delete", "truncate")),
}


def tablas() -> list[str]:
    """Return the tables of every model that declares `SOLO_ANEXAR = True`."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "SOLO_ANEXAR", False)]


def instalar(conexion: BaseDatabaseWrapper, tabla: str | None = None) -> None:
    """Make `tabla` (or every append-only table) refuse changes."""
    _aplicar(conexion, "instalar", tabla)


def quitar(conexion: BaseDatabaseWrapper, tabla: str | None = None) -> None:
    """Undo `instalar`: for reversing a migration, and for emptying a test database."""
    _aplicar(conexion, "quitar", tabla)


def _aplicar(conexion: BaseDatabaseWrapper, accion: str, tabla: str | None) -> None:
    sentencias, operaciones = _SENTENCIAS[conexion.vendor]
    with conexion.cursor() as cursor:
        for nombre in [tabla] if tabla else tablas():
            for op in operaciones:
                for sql in sentencias[accion]:
                    cursor.execute(sql.format(t=nombre, op=op, OP=op.upper(), m=MENSAJE))


def en_migracion(tabla: str) -> tuple[Callable[..., None], Callable[..., None]]:
    """Return the two functions a migration's RunPython needs to install and remove the triggers of `tabla`."""

    def poner(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        instalar(editor.connection, tabla)

    def sacar(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        quitar(editor.connection, tabla)

    return poner, sacar
