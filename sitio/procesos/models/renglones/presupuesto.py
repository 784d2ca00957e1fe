"""Where the money comes from, line by line, and how much of it was approved, committed, accrued and paid."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from sitio.catalogos.models import Partida
from sitio.procesos.mapeo import (
    FIN_DEL_DIA,
    INICIO_DEL_DIA,
    Calculado,
    Campo,
    Dinero,
    Entrada,
    Lista,
    Parte,
)
from sitio.procesos.models.renglones.bases import RenglonConClave, RenglonConId, parte
from sitio.procesos.models.renglones.campos import clave, dia, moneda, monto

# Field of the line, and what its component is called (clave presupuestaria, then origin and fund).
COMPONENTES = {
    "ramo": "Ramo",
    "unidad_responsable": "Unidad responsable",
    "finalidad": "Finalidad",
    "funcion": "Función",
    "subfuncion": "Subfunción",
    "actividad": "Actividad institucional",
    "programa": "Programa presupuestario",
    "tipo_de_gasto": "Tipo de gasto",
    "fuente": "Fuente de financiamiento",
    "entidad": "Entidad federativa",
    "clave_cartera": "Clave de cartera",
    "origen": "Origen de los recursos",
    "fondo": "Tipo de fondo de participación o aportación",
}
# Field of the line, and the id of its measure (momentos contables, LGCG art. 38).
MEDIDAS = {
    "aprobado": "approved",
    "modificado": "modified",
    "comprometido": "committed",
    "devengado": "accrued",
    "ejercido": "executed",
    "pagado": "paid",
}


class DesgloseRenglon(RenglonConClave):
    """A part of the budget: who gives it, how much and for which period (OCDS `budgetBreakdown`)."""

    descripcion = models.CharField(_("descripción"), max_length=300, blank=True)
    monto = monto(_("monto"))
    moneda = moneda()
    fuente = parte(_("quién aporta los recursos"), null=True, blank=True)
    inicio = dia(_("desde"))
    fin = dia(_("hasta"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("clave", "id"),
        Campo("descripcion", "description"),
        Dinero("monto", "amount"),
        Parte("fuente", "sourceParty", "sourceParty"),
        Campo("inicio", "period.startDate", INICIO_DEL_DIA),
        Campo("fin", "period.endDate", FIN_DEL_DIA),
        Lista("lineas", "budgetLines", de=("desglose", "clave")),
    )

    panels = [
        FieldRowPanel([FieldPanel("clave"), FieldPanel("descripcion")]),
        FieldRowPanel([FieldPanel("monto"), FieldPanel("moneda")]),
        FieldPanel("fuente"),
        FieldRowPanel([FieldPanel("inicio"), FieldPanel("fin")]),
    ]

    class Meta(RenglonConClave.Meta):
        abstract = True


def _componente(nombre: Any) -> models.CharField:
    return models.CharField(nombre, max_length=200, blank=True)


def _componentes(fila: Any, pagina: Any) -> list[dict[str, str]]:
    componentes = [
        {"name": nombre, "level": campo, "code": getattr(fila, campo)}
        for campo, nombre in COMPONENTES.items()
        if getattr(fila, campo)
    ]
    if partida := fila.objeto_del_gasto:
        gasto = {"code": partida.clave, "description": partida.descripcion}
        componentes.append({"name": "Objeto del gasto", "level": "objeto_del_gasto", **gasto})
    return componentes


def _leer_componentes(fila: Any, valor: Any) -> None:
    for componente in (c for c in valor if isinstance(c, dict)):
        nivel, codigo = str(componente.get("level", "")), str(componente.get("code") or "")
        if nivel == "objeto_del_gasto":
            fila.objeto_del_gasto = Partida.objects.filter(clave=codigo).first()
        elif nivel in COMPONENTES:
            setattr(fila, nivel, codigo[:200])


def _medidas(fila: Any, pagina: Any) -> list[dict[str, Any]]:
    return [
        {"id": medida, "value": {"amount": getattr(fila, campo), "currency": fila.moneda}}
        for campo, medida in MEDIDAS.items()
        if getattr(fila, campo) is not None
    ]


def _leer_medidas(fila: Any, valor: Any) -> None:
    montos = {m.get("id"): (m.get("value") or {}) for m in valor if isinstance(m, dict)}
    for campo, medida in MEDIDAS.items():
        if (cifra := montos.get(medida, {}).get("amount")) is not None:
            setattr(fila, campo, fila._meta.get_field(campo).to_python(cifra))


class LineaPresupuestariaRenglon(RenglonConId):
    """A budget line: its key, part by part, and its amounts at each accounting moment (extension budgetLines)."""

    desglose = clave(_("desglose"), help_text=_("Clave del desglose del presupuesto al que pertenece."))
    ramo = _componente(_("ramo"))
    unidad_responsable = _componente(_("unidad responsable"))
    finalidad = _componente(_("finalidad"))
    funcion = _componente(_("función"))
    subfuncion = _componente(_("subfunción"))
    actividad = _componente(_("actividad institucional"))
    programa = _componente(_("programa presupuestario"))
    objeto_del_gasto = models.ForeignKey(
        Partida, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("objeto del gasto")
    )
    tipo_de_gasto = _componente(_("tipo de gasto"))
    fuente = _componente(_("fuente de financiamiento"))
    entidad = _componente(_("entidad federativa"))
    clave_cartera = _componente(_("clave de cartera"))
    origen = _componente(_("origen de los recursos"))
    fondo = _componente(_("tipo de fondo de participación o aportación"))
    moneda = moneda()
    aprobado = monto(_("aprobado"))
    modificado = monto(_("modificado"))
    comprometido = monto(_("comprometido"))
    devengado = monto(_("devengado"))
    ejercido = monto(_("ejercido"))
    pagado = monto(_("pagado"))

    MAPA: ClassVar[tuple[Entrada, ...]] = (
        Campo("identificador", "id"),
        Calculado("components", _componentes, _leer_componentes),
        Calculado("measures", _medidas, _leer_medidas),
    )

    panels = [
        FieldRowPanel([FieldPanel("desglose"), FieldPanel("objeto_del_gasto")]),
        FieldRowPanel([FieldPanel("ramo"), FieldPanel("unidad_responsable"), FieldPanel("programa")]),
        FieldRowPanel([FieldPanel("finalidad"), FieldPanel("funcion"), FieldPanel("subfuncion")]),
        FieldRowPanel([FieldPanel("actividad"), FieldPanel("tipo_de_gasto"), FieldPanel("clave_cartera")]),
        FieldRowPanel([FieldPanel("fuente"), FieldPanel("origen"), FieldPanel("fondo"), FieldPanel("entidad")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("aprobado"), FieldPanel("modificado"), FieldPanel("comprometido")]),
                FieldRowPanel([FieldPanel("devengado"), FieldPanel("ejercido"), FieldPanel("pagado")]),
                FieldPanel("moneda"),
            ],
            heading=_("Montos por momento contable"),
        ),
    ]

    class Meta(RenglonConId.Meta):
        abstract = True
