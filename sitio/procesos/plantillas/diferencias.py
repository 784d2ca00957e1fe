"""What changed between two versions of a template, in words: what was added, taken away and changed, and where."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from sitio.componentes.vitral import TITULOS
from sitio.ocds import listas
from sitio.procesos.papeles.permisos import Papel
from sitio.procesos.plantillas.campos import campos_de

Cambios = list[tuple[str, list[str]]]
NADA = object()


def comparar(antes: dict[str, Any], despues: dict[str, Any]) -> Cambios:
    """Return (heading, changes) for each part of the template that differs; empty when they say the same."""
    partes = [(_("Datos generales"), list(_generales(antes, despues))), (_("Etapas"), list(_de_etapas(antes, despues)))]
    viejas, nuevas = _por(antes["etapas"], "etapa"), _por(despues["etapas"], "etapa")
    for nombre in [n for n in nuevas if n in viejas]:
        partes.append((titulo_de_etapa(nuevas[nombre]), list(_de_etapa(nombre, viejas[nombre], nuevas[nombre]))))
    fijas = {"clave", "titulo", "descripcion", "metodo", "detalle_metodo", "marco_legal", "etapas"}
    fijas |= {"contrato_marco", "requiere_contrato_marco"}
    for seccion in sorted((antes.keys() | despues.keys()) - fijas):
        partes.append((titulo_de_seccion(seccion), list(_libre(antes.get(seccion), despues.get(seccion)))))
    return [(titulo, cambios) for titulo, cambios in partes if cambios]


def titulo_de_etapa(etapa: dict[str, Any]) -> str:
    """Return the name of a stage in a template: its own, or that of its pane."""
    return str(etapa.get("titulo") or TITULOS[etapa["etapa"]])


def titulo_de_seccion(nombre: str) -> str:
    """Return the heading of a section that another room registered; its name if nobody did."""
    from sitio.procesos.plantillas.secciones import SECCIONES

    seccion = SECCIONES.get(nombre)
    return str(seccion.editor.titulo) if seccion and seccion.editor else nombre


def _generales(antes: dict[str, Any], despues: dict[str, Any]) -> Iterator[str]:
    nombres = {
        "clave": _("Clave"),
        "titulo": _("Título"),
        "descripcion": _("Cuándo se usa"),
        "metodo": _("Método de contratación"),
        "detalle_metodo": _("Nombre legal del procedimiento"),
        "contrato_marco": _("Contrato marco"),
        "requiere_contrato_marco": _("Requiere contrato marco"),
    }
    for clave, nombre in nombres.items():
        yield from _valor(nombre, antes.get(clave, NADA), despues.get(clave, NADA))
    marco = {
        "clave": _("Clave del marco legal"),
        "ley": _("Ley"),
        "articulos": _("Artículos"),
        "desde": _("Rige desde"),
        "hasta": _("Rige hasta"),
    }
    for clave, nombre in marco.items():
        yield from _valor(nombre, antes["marco_legal"].get(clave, NADA), despues["marco_legal"].get(clave, NADA))


def _de_etapas(antes: dict[str, Any], despues: dict[str, Any]) -> Iterator[str]:
    viejas, nuevas = _por(antes["etapas"], "etapa"), _por(despues["etapas"], "etapa")
    yield from _conjunto(_("la etapa"), viejas, nuevas, lambda e: titulo_de_etapa((nuevas | viejas)[e]))
    comunes = [e for e in viejas if e in nuevas]
    if comunes != [e for e in nuevas if e in viejas]:
        orden = " → ".join(titulo_de_etapa(etapa) for etapa in despues["etapas"])
        yield _("Cambió el orden: %(orden)s.") % {"orden": orden}


def _de_etapa(nombre: str, antes: dict[str, Any], despues: dict[str, Any]) -> Iterator[str]:
    campos = campos_de(nombre)
    yield from _valor(_("Título"), antes.get("titulo", NADA), despues.get("titulo", NADA))
    yield from _valor(_("Ayuda"), antes.get("ayuda", NADA), despues.get("ayuda", NADA))
    for frase, clave, leer in (
        (_("el dato obligatorio"), "campos_obligatorios", lambda c: campos[c].titulo if c in campos else c),
        (_("el documento obligatorio"), "documentos_obligatorios", lambda c: listas.titulo("documentType", c)),
    ):
        yield from _conjunto(frase, antes[clave], despues[clave], leer)
    valores, nuevos = antes.get("valores", {}), despues.get("valores", {})
    for campo in sorted(valores.keys() | nuevos.keys()):
        titulo = campos[campo].titulo if campo in campos else campo
        yield from _valor(
            _("Valor propuesto de %(campo)s") % {"campo": titulo}, valores.get(campo, NADA), nuevos.get(campo, NADA)
        )
    yield from _de_adicionales(antes.get("campos_adicionales", []), despues.get("campos_adicionales", []))
    yield from _valor(_("Aprobación"), pasos(antes["aprobacion"]), pasos(despues["aprobacion"]))


def _de_adicionales(antes: list[dict[str, Any]], despues: list[dict[str, Any]]) -> Iterator[str]:
    viejos, nuevos = _por(antes, "clave"), _por(despues, "clave")
    yield from _conjunto(_("el dato adicional"), viejos, nuevos, lambda c: (nuevos.get(c) or viejos[c])["titulo"])
    for clave in [c for c in nuevos if c in viejos and nuevos[c] != viejos[c]]:
        for parte in sorted(viejos[clave].keys() | nuevos[clave].keys()):
            nombre = f"{nuevos[clave]['titulo']} ({parte})"
            yield from _valor(nombre, viejos[clave].get(parte, NADA), nuevos[clave].get(parte, NADA))


def pasos(aprobacion: list[dict[str, Any]]) -> str:
    """Return the approval of a stage in a line: who, in how many working days, in order."""
    frase = _("%(papel)s (%(dias)s días hábiles)")
    return " → ".join(frase % {"papel": Papel(p["papel"]).label, "dias": p["dias"]} for p in aprobacion)


def _libre(antes: Any, despues: Any, nombre: str = "") -> Iterator[str]:
    """Compare the JSON of a section that another room owns: by key, and lists by the `clave` of their members."""
    antes, despues = _indexado(antes), _indexado(despues)
    antes = {} if antes is None and isinstance(despues, dict) else antes
    despues = {} if despues is None and isinstance(antes, dict) else despues
    if not isinstance(antes, dict) or not isinstance(despues, dict):
        yield from _valor(nombre, antes if antes is not None else NADA, despues if despues is not None else NADA)
        return
    for clave in [*antes, *(c for c in despues if c not in antes)]:
        if antes.get(clave) != despues.get(clave):
            yield from _libre(antes.get(clave), despues.get(clave), f"{nombre} › {clave}" if nombre else str(clave))


def _indexado(dato: Any) -> Any:
    if isinstance(dato, list) and dato and all(isinstance(m, dict) and "clave" in m for m in dato):
        return {m["clave"]: {clave: valor for clave, valor in m.items() if clave != "clave"} for m in dato}
    return dato


def _conjunto(que: str, antes: Any, despues: Any, titulo: Callable[[str], str]) -> Iterator[str]:
    for clave in [c for c in despues if c not in antes]:
        yield _("Se agregó %(que)s «%(titulo)s».") % {"que": que, "titulo": titulo(clave)}
    for clave in [c for c in antes if c not in despues]:
        yield _("Se quitó %(que)s «%(titulo)s».") % {"que": que, "titulo": titulo(clave)}


def _valor(nombre: str, antes: Any, despues: Any) -> Iterator[str]:
    if antes == despues:
        return
    datos = {"nombre": nombre, "antes": _dicho(antes), "despues": _dicho(despues)}
    if antes is NADA or antes == "":
        yield _("%(nombre)s: se agregó «%(despues)s».") % datos
    elif despues is NADA or despues == "":
        yield _("%(nombre)s: se quitó «%(antes)s».") % datos
    else:
        yield _("%(nombre)s: cambió de «%(antes)s» a «%(despues)s».") % datos


def _dicho(valor: Any) -> str:
    if isinstance(valor, bool):
        return _("sí") if valor else _("no")
    if isinstance(valor, dict):
        return ", ".join(f"{clave}: {_dicho(dato)}" for clave, dato in valor.items())
    if isinstance(valor, list):
        return ", ".join(map(_dicho, valor))
    return "" if valor is NADA else str(valor)


def _por(miembros: list[dict[str, Any]], clave: str) -> dict[str, dict[str, Any]]:
    return {miembro[clave]: miembro for miembro in miembros}
