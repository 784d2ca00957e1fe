"""The list of processes looks for a piece of a text, a year or an order in indexes of PostgreSQL, not in every page.

The expressions are those that Django writes for `icontains` and for the path of a parent. A server without pg_trgm, or
an owner who may not add it, goes on without the indexes of trigrams: the search gives the same, only slower.
"""

from django.db import DatabaseError, migrations, transaction

DE_TRIGRAMAS = {
    "wagtailcore_page": "title",
    "procesos_procesopage": "ocid",
    "procesos_licitacionpage": "numero",
    "procesos_contratopage": "id_contrato",
}
INDICES = {
    "wagtailcore_page_title_en_orden": "wagtailcore_page (title, id)",
    # Four characters a level of the tree.
    "wagtailcore_page_path_del_padre": 'wagtailcore_page ("left"(path, length(path) - 4))',
}
# Written at once, not in a list that each search would read: titles are short and seldom change.
INDICES_DE_TRIGRAMAS = {
    f"{tabla}_{columna}_trgm": f"{tabla} USING gin (upper({columna}) gin_trgm_ops) WITH (fastupdate = off)"
    for tabla, columna in DE_TRIGRAMAS.items()
}


def _hay_trigramas(conexion):
    with conexion.cursor() as cursor:
        cursor.execute("SELECT FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return False
        try:
            with transaction.atomic(using=conexion.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError:
            return False
    return True


def crear(_apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    indices = {**INDICES, **(INDICES_DE_TRIGRAMAS if _hay_trigramas(editor.connection) else {})}
    for nombre, sobre in indices.items():
        editor.execute(f"CREATE INDEX IF NOT EXISTS {nombre} ON {sobre}")


def quitar(_apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for nombre in {**INDICES, **INDICES_DE_TRIGRAMAS}:
        editor.execute(f"DROP INDEX IF EXISTS {nombre}")


class Migration(migrations.Migration):
    dependencies = [
        ("procesos", "0008_articulos_sin_cantidad"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [migrations.RunPython(crear, quitar)]
