"""The annex of market research: what was asked and what was found, as data, and the PDF that a template makes of it.

`plantillas/documentos/*.typ` are what an institution edits. They get the data as JSON text: what people wrote is text
there, never markup. Nothing is fetched: the fonts are the compiler's own, and a template that asks for a package fails.
"""

import hashlib
import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import typst
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.analisis.mercado import Grupo
from sitio.componentes import formatos
from sitio.mercado.busqueda import Busqueda, Renglon, Respuesta
from sitio.mercado.figura import figura
from sitio.mercado.models import PrecioPublicado
from sitio.mercado.proveedores import Proveedor, proveedores
from sitio.mercado.textos import cerca, cifra, mes_en_palabras, unidad_en_palabras
from sitio.procesos.models import ProcesoPage
from sitio.rutas import PLANTILLAS

PLANTILLA = PLANTILLAS / "documentos" / "investigacion-de-mercado.typ"
# Where a template that names a package would look for it: a folder that is not there.
SIN_PAQUETES = PLANTILLAS / "documentos" / "paquetes"


def componer(datos: dict[str, Any]) -> bytes:
    """Return the PDF of the annex. Raises typst.TypstError for a template that does not compile."""
    pdf: bytes = typst.compile(
        PLANTILLA.read_bytes(),
        format="pdf",
        sys_inputs={"datos": json.dumps(datos, ensure_ascii=False)},
        font_paths=[],
        ignore_system_fonts=True,
        package_path=str(SIN_PAQUETES),
        package_cache_path=str(SIN_PAQUETES),
    )
    return pdf


def datos(respuesta: Respuesta, quien: User, proceso: ProcesoPage | None = None) -> dict[str, Any]:
    """Return all that the annex says, in words and figures as people read them."""
    dibujo = figura(respuesta.renglones, respuesta.distribucion)
    return {
        "titulo": _("Anexo de investigación de mercado"),
        "cabecera": _cabecera(quien, proceso),
        "criterios": criterios(respuesta),
        "fuentes": _fuentes(respuesta),
        "resumen": resumen(respuesta),
        "figura": asdict(dibujo) | {"largo": dibujo.largo} if dibujo else None,
        "por_anio": grupos(respuesta.por_anio),
        "por_comprador": grupos(respuesta.por_comprador),
        "precios": [_precio(renglon) for renglon in respuesta.renglones],
        "proveedores": [_proveedor(proveedor) for proveedor in proveedores(respuesta.renglones)],
        "exclusiones": _exclusiones(respuesta),
        "metodo": metodo(respuesta),
        "fundamento": _(
            "Artículo 35 de la Ley de Adquisiciones, Arrendamientos y Servicios del Sector Público publicada el 16 de "
            "abril de 2025; en los procedimientos iniciados antes del 17 de abril de 2025, artículo 26 de la ley "
            "publicada el 4 de enero de 2000."
        ),
        "huella": huella(respuesta),
    }


def huella(respuesta: Respuesta) -> str:
    """Return the SHA-256 of the rows used, compared or excluded: the same data give the same one."""
    filas = [renglon.precio for renglon in respuesta.renglones] + respuesta.excluidos
    lineas = sorted(json.dumps(_fila(fila), ensure_ascii=False, sort_keys=True) for fila in filas)
    return hashlib.sha256("\n".join(lineas).encode()).hexdigest()


def criterios(respuesta: Respuesta) -> list[list[str]]:
    """Return what was asked: name and value, only what was said."""
    b: Busqueda = respuesta.busqueda
    dichos = [
        (_("Clave CUCoP+"), b.clave),
        (_("Unidad de medida"), unidad_en_palabras(respuesta.unidad)),
        (_("La descripción dice"), b.contiene),
        (_("Desde el año"), str(b.desde or "")),
        (_("Hasta el año"), str(b.hasta or "")),
        (_("Entidad del comprador"), b.region),
        (_("Impuestos"), _("Solo precios publicados sin impuestos") if b.solo_netos else ""),
        (_("En pesos de"), mes_en_palabras(*b.mes) if b.mes else _("cada fecha (nominales)")),
    ]
    return [[nombre, valor] for nombre, valor in dichos if valor]


def resumen(respuesta: Respuesta) -> list[list[str]]:
    """Return the figures of the distribution; only how many prices there are, when they are too few for it."""
    d = respuesta.distribucion
    cuantos = [_("Precios comparados"), formatos.numero(len(respuesta.renglones))]
    if d is None:
        return [cuantos]
    return [
        cuantos,
        [_("Mínimo"), formatos.dinero(d.minimo)],
        [_("Primer cuartil"), cifra(d.q1)],
        [_("Mediana"), cifra(d.mediana)],
        [_("Tercer cuartil"), cifra(d.q3)],
        [_("Máximo"), formatos.dinero(d.maximo)],
        [_("Media"), cifra(d.media)],
        [_("Es atípico por debajo de"), cerca(d.interior[0])],
        [_("Es atípico por encima de"), cerca(d.interior[1])],
        [_("Es muy atípico por debajo de"), cerca(d.exterior[0])],
        [_("Es muy atípico por encima de"), cerca(d.exterior[1])],
    ]


def grupos(renglones: list[Grupo]) -> list[list[str]]:
    """Return the prices of each group: which, how many, lowest, median, highest."""
    return [
        [g.clave, formatos.numero(g.cuantos), formatos.dinero(g.minimo), _mediana(g.mediana), formatos.dinero(g.maximo)]
        for g in renglones
    ]


def metodo(respuesta: Respuesta) -> list[str]:
    """Return how it was done, and what the figures do not say."""
    dichos = [
        _("Los precios son unitarios, de contratos publicados o, si no hay contrato, de su adjudicación."),
        _(
            "Los cuartiles se calculan con el tipo 8 de Hyndman y Fan (insesgado respecto de la mediana). Son atípicos "
            "los precios más allá de 1.5 veces el rango intercuartílico, y muy atípicos los de más de 3 veces."
        ),
        _("Con menos de cinco precios no se calculan cuartiles: solo se presenta la lista."),
    ]
    if respuesta.sin_separar_impuestos:
        dichos.append(
            _(
                "%(cuantos)d de los precios se publicaron sin separar los impuestos: se usan como se publicaron, "
                "porque no se sabe si incluyen IVA."
            )
            % {"cuantos": respuesta.sin_separar_impuestos}
        )
    if respuesta.busqueda.mes:
        dichos.append(_("Los precios se llevaron a pesos del mes indicado con el INPC del INEGI de ambos meses."))
    else:
        dichos.append(_("Los precios son nominales: no se ajustaron por inflación."))
    return dichos


def _cabecera(quien: User, proceso: ProcesoPage | None) -> list[list[str]]:
    dichos = [
        (_("Institución"), proceso.institucion.title if proceso else ""),
        (_("Unidad compradora"), proceso.unidad.title if proceso else ""),
        (_("Procedimiento"), f"{proceso.title} ({proceso.ocid})" if proceso else ""),
        (_("Fecha de la consulta"), formatos.fecha_hora(timezone.now())),
        (_("Consultó"), quien.get_full_name() or quien.get_username()),
    ]
    return [[nombre, valor] for nombre, valor in dichos if valor]


def _fuentes(respuesta: Respuesta) -> list[str]:
    fuentes = [_("Contrataciones publicadas en %(portal)s") % {"portal": settings.URL_PUBLICA}]
    if respuesta.busqueda.mes:
        fuentes.append(_("Índice Nacional de Precios al Consumidor (INPC), INEGI"))
    return fuentes


def _mediana(mediana: Decimal | None) -> str:
    return _("Menos de cinco precios") if mediana is None else cifra(mediana)


def _precio(renglon: Renglon) -> list[str]:
    precio = renglon.precio
    return [
        formatos.dinero(renglon.monto),
        renglon.donde if renglon.atipico else _("No"),
        precio.descripcion,
        formatos.fecha(precio.fecha),
        precio.comprador or formatos.no_publicado(),
        precio.proveedor or formatos.no_publicado(),
        precio.ocid,
    ]


def _proveedor(proveedor: Proveedor) -> list[str]:
    return [
        proveedor.nombre,
        proveedor.rfc or formatos.no_publicado(),
        formatos.numero(len(proveedor.procesos)),
        formatos.fecha(proveedor.ultima),
        proveedor.en_listas,
    ]


def _exclusiones(respuesta: Respuesta) -> list[str]:
    dichas = [
        _("%(ocid)s, %(monto)s: %(motivo)s")
        % {
            "ocid": fila.ocid,
            "monto": formatos.dinero(fila.precio, fila.moneda),
            "motivo": fila.get_exclusion_display(),
        }
        for fila in respuesta.excluidos
    ]
    if respuesta.sin_inflacion:
        dichas.append(
            _("%(cuantos)d precios sin fecha, o de un mes cuyo INPC no está cargado")
            % {"cuantos": respuesta.sin_inflacion}
        )
    return dichas


def _fila(fila: PrecioPublicado) -> dict[str, str]:
    propios = ("ocid", "seccion", "padre", "articulo", "clave", "unidad", "precio", "neto", "moneda", "fecha")
    quienes = ("comprador_id", "proveedor", "rfc", "exclusion")
    return {nombre: str(getattr(fila, nombre)) for nombre in (*propios, *quienes)}
