"""`manage.py cargar_lista CLAVE ARCHIVO [--fecha]`: the next version of an external list."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sitio.catalogos.listas.carga import Carga, cargar
from sitio.catalogos.listas.tipos import ListaInvalida
from sitio.catalogos.models import ListaExterna


class Command(BaseCommand):
    """Load a file, and tell what changed and which rows could not be taken."""

    help = "Carga un archivo como la siguiente versión de una lista externa (69-B, sancionados, S2, S3, propias)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which list, which file, and what the file does not say."""
        parser.add_argument("clave", help="Clave de la lista, como está en Catálogos, Listas externas.")
        parser.add_argument("archivo", type=Path)
        parser.add_argument("--fecha", type=date.fromisoformat, help="De qué día es la lista: AAAA-MM-DD.")
        parser.add_argument(
            "--completa", action="store_true", help="El archivo está completo aunque retire a más de la mitad."
        )

    def handle(self, *args: Any, **opciones: Any) -> None:
        """Load and report."""
        lista = ListaExterna.objects.filter(clave=opciones["clave"]).first()
        if lista is None:
            claves = ", ".join(ListaExterna.objects.order_by("clave").values_list("clave", flat=True))
            mensaje = _("No hay una lista «%(clave)s». Están: %(claves)s.")
            raise CommandError(mensaje % {"clave": opciones["clave"], "claves": claves or _("ninguna")})
        ruta = opciones["archivo"]
        try:
            contenido = ruta.read_bytes()
            hecha = cargar(lista, ruta.name, contenido, fecha=opciones["fecha"], aunque_falten=opciones["completa"])
        except OSError as error:
            mensaje = _("No se pudo leer %(ruta)s: %(causa)s. Revise la ruta y los permisos.")
            raise CommandError(mensaje % {"ruta": ruta, "causa": error.strerror}) from None
        except ListaInvalida as error:
            raise CommandError(str(error)) from None
        self._informar(hecha)

    def _informar(self, hecha: Carga) -> None:
        version = hecha.version
        if not hecha.nueva:
            self.stdout.write(_("%(version)s ya estaba cargada: nada cambió.") % {"version": version})
            return
        self.stdout.write(
            _("%(version)s: %(renglones)s renglones, %(altas)s nuevos, %(bajas)s retirados, %(rechazos)s rechazados.")
            % {
                "version": version,
                "renglones": version.renglones,
                "altas": hecha.altas,
                "bajas": hecha.bajas,
                "rechazos": len(version.rechazos),
            }
        )
        for rechazo in version.rechazos:
            self.stderr.write(
                _("%(archivo)s, renglón %(renglon)s, %(campo)s «%(valor)s»: %(motivo)s %(remedio)s")
                % {"archivo": version.archivo, **rechazo}
            )
