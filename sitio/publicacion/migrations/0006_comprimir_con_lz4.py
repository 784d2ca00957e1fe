"""Content compressed with lz4 on PostgreSQL: half of the server's time when it is written, and much less when read.

Only what is written from now on; what is already there stays as it is and is read the same. A server built without lz4
keeps its own compression, and so does one whose administrator chose another after this ran.
"""

from django.db import migrations

COLUMNAS = {"publicacion_entrega": "contenido", "publicacion_registro": "compilada"}


def comprimir_con(metodo):
    def alterar(_apps, editor):
        if editor.connection.vendor != "postgresql":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
            fila = cursor.fetchone()
            if fila is None or metodo not in fila[0]:
                return
            for tabla, columna in COLUMNAS.items():
                cursor.execute(f"ALTER TABLE {tabla} ALTER COLUMN {columna} SET COMPRESSION {metodo}")

    return alterar


class Migration(migrations.Migration):
    dependencies = [("publicacion", "0005_sellos")]

    operations = [migrations.RunPython(comprimir_con("lz4"), comprimir_con("pglz"))]
