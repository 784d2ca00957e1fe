"""S07: the same purchase, told with almost the same words several times."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes, operaciones
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

UNIDAD = ("publicador", "comprador", "anio")
_SIN_ACENTO = (("[áàäâ]", "a"), ("[éèëê]", "e"), ("[íìïî]", "i"), ("[óòöô]", "o"), ("[úùüû]", "u"), ("ñ", "n"))
# Shorter words (de, la, para) are in every title.
_LETRAS = 4


def titulos_similares(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """S07: direct awards of one unit, in a year, whose titles are almost the same.

    Fields: tender.title, tender.procurementMethod direct, buyer or tender.procuringEntity, dates of award or contract.
    Two titles are alike when they share `parecido` (70) per cent of their different words (Jaccard index of words of
    four letters or more, without capitals or accents). Threshold: `minimo` (3) processes alike one of them.
    Insufficient: no such group, and titles missing that could complete one.
    Source: IMSS and PODER (tcr10); OCP R011.
    """
    procesos = operaciones.directas(t)
    procesos = procesos.group_by(*UNIDAD, "ocid").agg(
        titulo=procesos.titulo.min(), nombre_comprador=procesos.nombre_comprador.min()
    )
    titulos = _titulos(procesos)
    centros = _centros(titulos, _parecidos(titulos, p))
    unidades = procesos.group_by(*UNIDAD).agg(
        directas=procesos.count(),
        titulados=comunes.cuantas(procesos.titulo.notnull()),
        nombre_comprador=procesos.nombre_comprador.min(),
    )
    g = unidades.left_join(centros, list(UNIDAD)).drop(*(f"{llave}_right" for llave in UNIDAD))
    bandera = (g.parecidos >= p["minimo"]).fill_null(False)
    podria = g.parecidos.fill_null(0) + (g.directas - g.titulados) >= p["minimo"]
    return g.select(
        "publicador",
        "procesos",
        "directas",
        "titulados",
        "titulo",
        sujeto=comunes.sujeto(g.comprador, g.anio),
        resultado=comunes.segun(bandera, ~bandera & (g.titulados < g.directas) & podria),
        valor=g.parecidos,
        parecidos=g.parecidos,
        unidad_compradora=g.nombre_comprador,
    )


def _titulos(procesos: ir.Table) -> ir.Table:
    """Return each different set of words of a unit and year, with how many processes have it."""
    texto = procesos.titulo.lower()
    for letras, letra in _SIN_ACENTO:
        texto = texto.re_replace(letras, letra)
    palabra = texto.re_replace("[^a-z0-9]+", " ").strip().split(" ").unnest()
    f = procesos.filter(procesos.titulo.notnull()).select(*UNIDAD, "ocid", "titulo", palabra=palabra)
    f = f.filter(f.palabra.length() >= _LETRAS)
    f = f.group_by(*UNIDAD, "ocid", "titulo").agg(palabras=f.palabra.collect(distinct=True).sort())
    f = f.mutate(clave=ibis.literal(" ").join(f.palabras))
    return f.group_by(*UNIDAD, "clave").agg(
        cuantos=f.count(), titulo=f.titulo.min(), tamano=f.palabras.length().max(), ocids=f.ocid.collect()
    )


def _parecidos(titulos: ir.Table, p: Mapping[str, Numero]) -> ir.Table:
    """Return the pairs of different titles that are alike.

    Two sets this alike share one of the first words of each, in any fixed order: by the rarest first, hardly any
    other pair is compared (prefix filtering), and no title is compared with all.
    """
    # In hundredths, so that the limit itself is exact.
    parecido = int(p["parecido"])
    w = titulos.select(*UNIDAD, "clave", "tamano", palabra=titulos.clave.split(" ").unnest())
    w = w.mutate(usos=w.count().over(group_by=[*UNIDAD, "palabra"]))
    w = w.mutate(lugar=ibis.row_number().over(group_by=[*UNIDAD, "clave"], order_by=[w.usos, w.palabra]))
    primeras = w.filter(w.lugar <= w.tamano - (w.tamano * parecido / 100).ceil())
    otras = primeras.view()
    iguales = [primeras[llave] == otras[llave] for llave in (*UNIDAD, "palabra")]
    tamanos = (otras.tamano * 100 >= primeras.tamano * parecido) & (primeras.tamano * 100 >= otras.tamano * parecido)
    j = primeras.join(otras, [*iguales, primeras.clave != otras.clave, tamanos], rname="otra_{name}")
    candidatos = j.select(*UNIDAD, "clave", "otra_clave", "tamano", "otra_tamano").distinct()
    de_una = candidatos.mutate(palabra=candidatos.clave.split(" ").unnest())
    de_otra = candidatos.select(*UNIDAD, "clave", "otra_clave", palabra=candidatos.otra_clave.split(" ").unnest())
    comun = de_una.semi_join(de_otra, [*UNIDAD, "clave", "otra_clave", "palabra"])
    pares = comun.group_by(*UNIDAD, "clave", "otra_clave", "tamano", "otra_tamano").agg(comunes=comun.count())
    return pares.filter(pares.comunes * 100 >= (pares.tamano + pares.otra_tamano - pares.comunes) * parecido)


def _centros(titulos: ir.Table, pares: ir.Table) -> ir.Table:
    """Return of each unit and year the title with most processes alike it, its own among them."""
    vecinos = pares.select(*UNIDAD, "clave", vecino="otra_clave").union(
        titulos.select(*UNIDAD, "clave", vecino="clave")
    )
    datos = titulos.select(*UNIDAD, "cuantos", vecino="clave", ocid=titulos.ocids.unnest())
    f = vecinos.join(datos, [*UNIDAD, "vecino"])
    centros = f.group_by(*UNIDAD, "clave").agg(parecidos=f.ocid.nunique(), procesos=comunes.muestra(f.ocid))
    centros = centros.mutate(
        lugar=ibis.row_number().over(group_by=list(UNIDAD), order_by=[centros.parecidos.desc(), centros.clave])
    )
    mejores = centros.filter(centros.lugar == 0).drop("lugar")
    return mejores.join(titulos.select(*UNIDAD, "clave", "titulo"), [*UNIDAD, "clave"])


registrar_bandera(
    Bandera(
        id="S07",
        titulo=_("Varias compras directas tienen casi el mismo objeto"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.COMPRADOR,
        severidad=Severidad.MEDIA,
        general=True,
        fuente=_("Metodologías del IMSS y de PODER; ninguna ley fija un máximo"),
        campos=("tender.title", "tender.procurementMethod", "tender.procuringEntity", "contracts.dateSigned"),
        parametros=(
            Parametro("parecido", 70, _("por ciento"), _("Palabras que comparten dos títulos, al menos")),
            Parametro("minimo", 3, _("procesos"), _("Procesos parecidos, al menos")),
        ),
        por_que_importa=_(
            "Comprar varias veces lo mismo, con otro nombre o con el mismo, puede dividir una necesidad que tocaba "
            "concursar."
        ),
        falsos_positivos=(
            _("Los títulos se escriben con un machote y lo comprado es distinto."),
            _("Son necesidades de sedes o meses distintos que no podían preverse juntas."),
        ),
        que_hacer=_("Compare el alcance de los procesos. Si es el mismo, consolide las compras que siguen."),
        expresion=titulos_similares,
        evidencias={
            "parecidos": _("Procesos con casi el mismo título"),
            "directas": _("Compras directas del año"),
            "titulados": _("Compras directas con título"),
            "titulo": _("Título al que se parecen"),
            "unidad_compradora": _("Unidad compradora"),
        },
    )
)
