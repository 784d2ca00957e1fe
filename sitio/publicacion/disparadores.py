"""Append-only tables, kept so by the database itself: no UPDATE, DELETE or TRUNCATE, on SQLite and PostgreSQL.

A table may let through one kind of UPDATE, which its model declares (`SALVO`): some columns, on a condition. A
migration that alters a table named in such a condition has to remove the triggers first and put them back, because
SQLite makes the table again to alter it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MENSAJE = "tabla de solo anexar: lo publicado no se cambia ni se borra"


@dataclass(frozen=True)
class Salvo:
    """The only UPDATE that an append-only table lets through: of `columnas`, on rows where the SQL `cuando` holds."""

    columnas: tuple[str, ...]
    cuando: str


_SQLITE = {
    "instalar": [
        "CREATE TRIGGER {t}_no_{op} BEFORE {OP} ON {t} WHEN NOT ({salvo}) BEGIN SELECT RAISE(ABORT, '{m}'); END",
    ],
    "quitar": ["DROP TRIGGER IF EXISTS {t}_no_{op}"],
}
_POSTGRESQL = {
    "instalar": [
        "CREATE OR REPLACE FUNCTION {t}_no_{op}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF {salvo} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '{m}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER {t}_no_{op} BEFORE {OP} ON {t} FOR EACH {cada} EXECUTE FUNCTION {t}_no_{op}()",
    ],
    "quitar": ["DROP TRIGGER IF EXISTS {t}_no_{op} ON {t}", "DROP FUNCTION IF EXISTS {t}_no_{op}()"],
}
_SENTENCIAS = {
    "sqlite": (_SQLITE, ("update", "delete")),
    "postgresql": (_POSTGRESQL, ("update", "delete", "truncate")),
}


def tablas() -> dict[str, Salvo | None]:
    """Return the tables of every model that declares `SOLO_ANEXAR = True`, with what each lets through."""
    return {m._meta.db_table: getattr(m, "SALVO", None) for m in apps.get_models() if getattr(m, "SOLO_ANEXAR", False)}


def instalar(conexion: BaseDatabaseWrapper) -> None:
    """Make every append-only table refuse changes. Repeatable."""
    for tabla, salvo in tablas().items():
        _instalar(conexion, tabla, salvo)


def quitar(conexion: BaseDatabaseWrapper) -> None:
    """Undo `instalar`: for emptying a test database."""
    for tabla in tablas():
        _quitar(conexion, tabla)


def en_migracion(tabla: str, salvo: Salvo | None = None) -> tuple[Callable[..., None], Callable[..., None]]:
    """Return the two functions a migration's RunPython needs to install and remove the triggers of `tabla`."""

    def poner(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        _instalar(editor.connection, tabla, salvo)

    def sacar(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        _quitar(editor.connection, tabla)

    return poner, sacar


def _instalar(conexion: BaseDatabaseWrapper, tabla: str, salvo: Salvo | None) -> None:
    _quitar(conexion, tabla)
    _ejecutar(conexion, "instalar", tabla, salvo)


def _quitar(conexion: BaseDatabaseWrapper, tabla: str) -> None:
    _ejecutar(conexion, "quitar", tabla, None)


def _ejecutar(conexion: BaseDatabaseWrapper, accion: str, tabla: str, salvo: Salvo | None) -> None:
    sentencias, operaciones = _SENTENCIAS[conexion.vendor]
    for op in operaciones:
        condicion = _condicion(conexion, tabla, salvo) if salvo and op == "update" else "1 = 0"
        cada = "ROW" if op == "update" else "STATEMENT"
        with conexion.cursor() as cursor:
            for sql in sentencias[accion]:
                cursor.execute(sql.format(t=tabla, op=op, OP=op.upper(), m=MENSAJE, cada=cada, salvo=condicion))


def _condicion(conexion: BaseDatabaseWrapper, tabla: str, salvo: Salvo) -> str:
    """The SQL that holds for the UPDATE let through: every other column stays. Unknown (NULL) counts as no."""
    igual = "IS" if conexion.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    with conexion.cursor() as cursor:
        columnas = [columna.name for columna in conexion.introspection.get_table_description(cursor, tabla)]
    iguales = [f'NEW."{c}" {igual} OLD."{c}"' for c in columnas if c not in salvo.columnas]
    return f"COALESCE(({' AND '.join(iguales)}) AND ({salvo.cuando}), 1 = 0)"
