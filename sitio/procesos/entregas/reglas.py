"""What must hold among the rows of a stage before it is sent: keys that are not repeated, and that lead somewhere.

What a release must hold by itself (dates in order, amounts, codes) is the profile's (`sitio.ocds.perfil`), the same for
what is captured, imported or received. A draft may break all of it: nothing here runs until the stage is sent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from sitio.procesos.archivos import reglas as archivos
from sitio.procesos.entregas import ajenas
from sitio.procesos.entregas.ajenas import Problema
from sitio.procesos.mapeo import Entrada, Lista
from sitio.procesos.mapeo.conversiones import CLAVES
from sitio.procesos.models import AdjudicacionPage, EtapaPage, LicitacionPage
from sitio.procesos.models.renglones.bases import RenglonConClave
from sitio.procesos.servicios import TIPOS_DE_ETAPA


def problemas(etapa: EtapaPage, publicada: dict[str, Any]) -> Iterator[Problema]:
    """Yield (field or panel, message) for each row of `etapa` that contradicts another.

    `publicada` is the compiled release so far: where an award finds the lots and bids of its tender.
    """
    yield from archivos.problemas(etapa)
    yield from ajenas.problemas(etapa, publicada)
    yield from _fuera_de_turno(etapa)
    listas = list(_listas(etapa.MAPA, etapa))
    for lista in listas:
        yield from _repetidas(etapa, lista)
    for madre in listas:
        for hija in (e for e in madre.campos(etapa) if isinstance(e, Lista) and e.de):
            yield from _huerfanas(etapa, madre, hija)
    if isinstance(etapa, LicitacionPage):
        yield from _lotes_de_la_licitacion(etapa)
    if isinstance(etapa, AdjudicacionPage):
        yield from _citas_del_fallo(etapa, publicada)


def _fuera_de_turno(etapa: EtapaPage) -> Iterator[Problema]:
    """A stage waits for those before it that are still drafts; one that was never begun here keeps nobody waiting."""
    paginas = EtapaPage.objects.descendant_of(etapa.proceso).values_list("content_type__model", "live")
    vivas = {modelo for modelo, viva in paginas if viva}
    for tipo in _anteriores(etapa):
        if tipo._meta.model_name not in vivas and any(modelo == tipo._meta.model_name for modelo, _viva in paginas):
            yield None, _("Antes se publica la etapa «%(etapa)s».") % {"etapa": tipo._meta.verbose_name}


def _anteriores(etapa: EtapaPage) -> list[type[EtapaPage]]:
    """The types of the stages that come before in this procedure, which may order them in its own way."""
    orden = etapa.proceso.plantilla.etapas
    anteriores = orden[: orden.index(etapa.etapa)] if etapa.etapa in orden else []
    return [TIPOS_DE_ETAPA[nombre] for nombre in anteriores]


def _listas(mapa: Iterable[Entrada], etapa: EtapaPage) -> Iterator[Lista]:
    for entrada in mapa:
        if isinstance(entrada, Lista):
            yield entrada
            yield from _listas(entrada.campos(etapa), etapa)


def _repetidas(etapa: EtapaPage, lista: Lista) -> Iterator[Problema]:
    if not issubclass(lista.modelo(etapa), RenglonConClave):
        return
    veces = Counter(renglon.clave.strip() for renglon in getattr(etapa, lista.nombre).all())
    for clave in sorted(clave for clave, cuantas in veces.items() if cuantas > 1):
        yield (
            lista.nombre,
            _("%(lista)s: la clave «%(clave)s» está en varios renglones. Deje una distinta en cada uno.")
            % {"lista": _nombre(etapa, lista), "clave": clave},
        )


def _huerfanas(etapa: EtapaPage, madre: Lista, hija: Lista) -> Iterator[Problema]:
    campo, campo_de_la_madre = hija.de or ("", "")
    conocidas = _claves(etapa, madre.nombre, campo_de_la_madre)
    for numero, renglon in enumerate(getattr(etapa, hija.nombre).all(), start=1):
        if (clave := getattr(renglon, campo).strip()) not in conocidas:
            yield (
                hija.nombre,
                _("%(lista)s, renglón %(numero)s: no hay «%(clave)s» entre %(madres)s. Corrija la clave o agréguelo.")
                % {
                    "lista": _nombre(etapa, hija),
                    "numero": numero,
                    "clave": clave,
                    "madres": _nombre(etapa, madre).lower(),
                },
            )


def _lotes_de_la_licitacion(etapa: LicitacionPage) -> Iterator[Problema]:
    lotes = _claves(etapa, "lotes", "clave")
    citas = [("articulos", numero, a.lote) for numero, a in enumerate(etapa.articulos.all(), start=1)]
    citas += [
        ("ofertas", numero, clave)
        for numero, oferta in enumerate(etapa.ofertas.all(), start=1)
        for clave in CLAVES.escribir(oferta.lotes)
    ]
    for lista, numero, clave in citas:
        if clave and clave.strip() not in lotes:
            yield (
                lista,
                _("Renglón %(numero)s: no hay un lote «%(clave)s» en esta licitación.")
                % {"numero": numero, "clave": clave},
            )


def _citas_del_fallo(etapa: AdjudicacionPage, publicada: dict[str, Any]) -> Iterator[Problema]:
    lotes = {str(lote.get("id")) for lote in publicada.get("tender", {}).get("lots", [])}
    for clave in CLAVES.escribir(etapa.lotes):
        if clave not in lotes:
            yield "lotes", _("La licitación publicada no tiene un lote «%(clave)s».") % {"clave": clave}
    ofertas = {str(oferta.get("id")) for oferta in publicada.get("bids", {}).get("details", [])}
    if etapa.oferta and etapa.oferta.strip() not in ofertas:
        yield "oferta", _("La licitación publicada no tiene una proposición «%(clave)s».") % {"clave": etapa.oferta}


def _claves(etapa: EtapaPage, nombre: str, campo: str) -> set[str]:
    return {getattr(renglon, campo).strip() for renglon in getattr(etapa, nombre).all()}


def _nombre(etapa: EtapaPage, lista: Lista) -> str:
    nombre = str(lista.modelo(etapa)._meta.verbose_name_plural)
    return nombre[:1].upper() + nombre[1:]
