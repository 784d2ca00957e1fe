"""The forms of one stage of a template taken together; errors go to where they are mended."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sitio.procesos.plantillas import comprobacion
from sitio.procesos.plantillas.comprobacion import Falla
from sitio.procesos.plantillas.filas import FilasDeAdicionales, FilasDePasos, adicional_inicial, filas_de
from sitio.procesos.plantillas.formularios import EtapaForm


class EditorDeEtapa:
    """What a person edits of a stage of a template."""

    def __init__(self, etapa: dict[str, Any], datos: QueryDict | None = None) -> None:
        adicionales = [adicional_inicial(extra) for extra in etapa.get("campos_adicionales", ())]
        self.form = EtapaForm(datos, etapa=etapa)
        self.adicionales = FilasDeAdicionales(datos, initial=adicionales, prefix="adicionales")
        self.pasos = FilasDePasos(datos, initial=etapa["aprobacion"], prefix="pasos")

    def es_valido(self) -> bool:
        """Tell whether the stage may be kept; each reason it may not is written on its form."""
        sanos = [parte.is_valid() for parte in (self.form, self.adicionales, self.pasos)]
        if not all(sanos):
            return False
        for falla in comprobacion.fallas_de_etapa(self.leer()):
            self._senalar(falla)
        return not self.form.errors and not any(f.errors for f in self.adicionales.forms)

    def errores(self) -> list[tuple[str, str, str]]:
        """Return (id of the control, its name, what is wrong) of each error that has a control, in page order."""
        partes = [self.form, *self.pasos.forms, *self.adicionales.forms]
        marcados = [parte[nombre] for parte in partes for nombre in parte.errors if nombre in parte.fields]
        return [(c.id_for_label, str(c.label), " ".join(c.errors)) for c in marcados]

    def leer(self) -> dict[str, Any]:
        """Return the stage as the template keeps it."""
        etapa: dict[str, Any] = self.form.leer()
        if extras := [fila.leer() for fila in filas_de(self.adicionales)]:
            etapa["campos_adicionales"] = extras
        pasos = [fila.cleaned_data for fila in filas_de(self.pasos)]
        etapa["aprobacion"] = [{"papel": paso["papel"], "dias": paso["dias"]} for paso in pasos]
        return etapa

    def _senalar(self, falla: Falla) -> None:
        lugar, *resto = falla.ruta
        if lugar == "campos_adicionales" and len(resto) > 1 and isinstance(resto[0], int):
            fila, campo = filas_de(self.adicionales)[resto[0]], str(resto[1])
            fila.add_error(campo if campo in fila.fields else None, falla.motivo)
        elif lugar == "valores" and resto:
            self.form.add_error(f"valor_{resto[0]}", falla.motivo)
        elif lugar == "aprobacion":
            self.form.add_error(None, _("Aprobación: %(motivo)s") % {"motivo": falla.motivo})
        else:
            self.form.add_error(str(lugar) if lugar in self.form.fields else None, falla.motivo)
