"""Take the content of a published release away: one person asks, another authorizes, each with their own password."""

import getpass
import sys
from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sitio.publicacion import retiros
from sitio.publicacion.models import Motivo


class Command(BaseCommand):
    help = _(
        "Retira el contenido de una entrega publicada y deja en la bitácora el motivo y su huella. Primero una persona "
        "lo solicita y recibe un folio; después otra lo autoriza con ese folio. No se puede deshacer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ocid", nargs="?", help=_("el proceso"))
        parser.add_argument("id", nargs="?", help=_("la entrega"))
        parser.add_argument("--motivo", choices=Motivo.values)
        parser.add_argument("--fundamento", default="", help=_("artículo o número de la orden; se publica"))
        parser.add_argument("--explicacion", default="", help=_("se publica; no repita lo que se retira"))
        parser.add_argument("--folio", type=int, help=_("el de la solicitud que se autoriza o se descarta"))
        quien = parser.add_mutually_exclusive_group(required=True)
        quien.add_argument("--solicita", metavar="USUARIO")
        quien.add_argument("--autoriza", metavar="USUARIO")
        quien.add_argument("--descarta", metavar="USUARIO")

    def handle(self, *args: Any, **opciones: Any) -> None:
        self._exigir_completa(opciones)
        persona = self._persona(opciones["solicita"] or opciones["autoriza"] or opciones["descarta"])
        try:
            if opciones["solicita"]:
                self._solicitar(persona, opciones)
            elif opciones["autoriza"]:
                self._autorizar(persona, opciones["folio"])
            else:
                retiros.descartar(opciones["folio"], persona)
                self.stdout.write(_("La solicitud %(folio)d se descartó.") % {"folio": opciones["folio"]})
        except retiros.RetiroRechazado as rechazo:
            raise CommandError(str(rechazo)) from rechazo

    def _exigir_completa(self, opciones: dict[str, Any]) -> None:
        if opciones["solicita"] and not (opciones["ocid"] and opciones["id"] and opciones["motivo"]):
            raise CommandError(_("Para solicitar indique el OCID, el id de la entrega y --motivo."))
        if not opciones["solicita"] and opciones["folio"] is None:
            raise CommandError(_("Indique con --folio cuál solicitud."))

    def _persona(self, usuario: str) -> User:
        """Who proves to be `usuario`. The password never travels in the command line, where others could read it."""
        pregunta = _("Contraseña de %(usuario)s: ") % {"usuario": usuario}
        en_terminal = sys.stdin.isatty()
        contrasena = getpass.getpass(pregunta) if en_terminal else sys.stdin.readline().rstrip("\r\n")
        persona = authenticate(username=usuario, password=contrasena)
        if persona is None:
            raise CommandError(_("El usuario o la contraseña no son correctos, o la cuenta está desactivada."))
        return persona

    def _solicitar(self, persona: User, opciones: dict[str, Any]) -> None:
        razones = {clave: opciones[clave] for clave in ("motivo", "fundamento", "explicacion")}
        retiro = retiros.solicitar(opciones["ocid"], opciones["id"], persona=persona, **razones)
        self.stdout.write(
            _(
                "Solicitud registrada, con el folio %(folio)d. Nada cambia hasta que otra persona la autorice:\n"
                "  manage.py retirar --autoriza USUARIO --folio %(folio)d"
            )
            % {"folio": retiro.pk}
        )

    def _autorizar(self, persona: User, folio: int) -> None:
        acta = retiros.autorizar(folio, persona)
        datos = {"posicion": acta.posicion, "id": acta.id_entrega, "sha256": acta.sha256}
        self.stdout.write(
            _("La entrega se retiró. Su acta es la posición %(posicion)d de la bitácora: %(id)s, SHA-256 %(sha256)s.")
            % datos
        )
