"""Flags on what is missing from what is published."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sitio.analisis import comunes
from sitio.analisis.regimen import Regimen
from sitio.analisis.registro import Alcance, Bandera, Numero, Parametro, Severidad, gettext_noop, registrar_bandera
from sitio.analisis.tablas import Tablas

_ = gettext_noop

VERIFICADOS = (Regimen.LAASSP_2000, Regimen.LAASSP_2025, Regimen.LOPSRM_2025)
TIPOS = {
    "convocatorias": ("tenderNotice",),
    "actas": ("clarifications",),
    "fallos": ("awardNotice",),
    "contratos": ("contractSigned",),
    "estudios": ("marketStudies",),
    "cierres": ("completionCertificate", "contractArrangements"),
}
DE_LA_COMPRA = (
    "titulo",
    "descripcion",
    "metodo",
    "metodo_detalle",
    "categoria",
    "criterio",
    "comprador_id",
    "unidad_id",
)


def fallo_sin_publicar(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E18: the legal term to decide is over and no award is published.

    Fields: tender.procurementMethod open or selective, tender.tenderPeriod.endDate, tender.status, awards. Threshold:
    more than `dias` 20 natural days from the opening to the day of the analysis; more than `diferido` 40, with the one
    deferral the law lets, weighs more. Not applicable: direct awards; cancelled, withdrawn, unsuccessful or planned;
    other laws; LOPSRM before 2025. Insufficient: no opening, law unknown, or the day of the analysis not told.
    Source: OCP U049; art. 35 LAASSP 2000, 46 LAASSP 2025, 37 LOPSRM.
    """
    fallos = t.adjudicaciones.group_by("ocid").agg(adjudicaciones=t.adjudicaciones.count())
    f = comunes.unir(t.procesos, fallos, "ocid")
    dias = comunes.dias_entre(f.fecha_apertura_dia, comunes.hoy(t))
    sin_fallo = f.estado_licitacion.isin(["unsuccessful", *comunes.EN_PLANEACION]).fill_null(False)
    pendiente = f.adjudicaciones.isnull()
    return comunes.hallar(
        f,
        f.ocid,
        dias,
        no_aplica=comunes.fuera(f, "open", "selective") | comunes.otra_ley(f, *VERIFICADOS) | sin_fallo,
        insuficiente=comunes.metodo_desconocido(f) | pendiente & (f.regimen.isnull() | dias.isnull()),
        bandera=pendiente & (dias > p["dias"]),
        severidad=ibis.ifelse(dias > p["diferido"], Severidad.ALTA.value, Severidad.MEDIA.value),
        dias=dias,
        apertura=f.fecha_apertura_dia,
        regimen=f.regimen,
    )


def expediente_incompleto(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E19: documents that the file should have by now are not published.

    Fields: tender.procurementMethod, documents of every stage, planning.requestsForQuotes. By method and only for the
    stages already published: public tender: call, minutes of clarifications, award, contract; invitation: call, award,
    contract; direct award: quotes or market research, contract; all, once the contract ended: certificate of
    completion or settlement. Threshold: at least `minimo` 1 missing. Not applicable: cancelled, withdrawn or planned.
    Insufficient: method unknown; no document at all published.
    Source: IMCO; LGTAIP art. 65-XXVI.
    """
    cotizaciones = t.cotizaciones.group_by("ocid").agg(cotizaciones=t.cotizaciones.count())
    cerrados = t.contratos.filter(t.contratos.estado == "terminated").group_by("ocid").agg(cerrados=ibis._.count())
    f = comunes.documentos(t, t.procesos, **TIPOS)
    f = comunes.unir(comunes.unir(f, cotizaciones, "ocid"), cerrados, "ocid")
    concurso = f.metodo.isin(["open", "selective"])
    adjudicado, contratado = comunes.tiene(f.etapas, "adjudicacion"), comunes.tiene(f.etapas, "contrato")
    faltas = {
        "convocatoria": concurso & (f.convocatorias == 0),
        "junta": (f.metodo == "open") & adjudicado & (f.actas == 0),
        "fallo": concurso & adjudicado & (f.fallos == 0),
        "cotizaciones": (f.metodo == "direct") & (f.estudios + f.cotizaciones.fill_null(0) == 0),
        "contrato": contratado & (f.contratos == 0),
        "cierre": f.cerrados.notnull() & (f.cierres == 0),
    }
    f = f.mutate(**{f"sin_{nombre}": falta.fill_null(False) for nombre, falta in faltas.items()})
    faltan = sum((f[f"sin_{nombre}"].cast("int64") for nombre in faltas), ibis.literal(0, "int64"))
    planeada = f.estado_licitacion.isin(comunes.EN_PLANEACION).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        faltan,
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False) | planeada,
        insuficiente=comunes.metodo_desconocido(f) | (f.documentos == 0),
        bandera=faltan >= p["minimo"],
        faltan=faltan,
        **{f"sin_{nombre}": f[f"sin_{nombre}"] for nombre in faltas},
    )


def campos_vacios(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E20: too many of the basic fields of the published stages are empty.

    Fields: of the tender, title, description, method and its name, category, criterion, buyer, unit, publication (and
    opening, but for direct awards) and an amount; of the first award, date, amount and supplier; of the first contract,
    signature, start, end and amount. Threshold: fewer than `minimo` 80 % filled. Not applicable: no tender published
    yet; cancelled or withdrawn.
    Source: PODER trans-sc, temp-cft and comp-cfc, reduced to the fields that our rules read.
    """
    f = t.procesos
    for tabla in (_de_adjudicacion(t), _de_contrato(t)):
        f = comunes.unir(f, tabla, "ocid")
    llenos = sum((f[c].notnull().cast("int64") for c in DE_LA_COMPRA), ibis.literal(0, "int64"))
    monto = (f.monto_licitacion.notnull() | f.monto_licitacion_neto.notnull() | f.presupuesto.notnull()).cast("int64")
    apertura = (f.metodo != "direct").fill_null(True)
    llenos = llenos + monto + f.fecha_publicacion.notnull().cast("int64")
    llenos = llenos + (apertura & f.fecha_apertura.notnull()).cast("int64")
    llenos = llenos + f.de_adjudicacion.fill_null(0) + f.de_contrato.fill_null(0)
    pedidos = len(DE_LA_COMPRA) + 2 + apertura.cast("int64")
    pedidos = pedidos + f.de_adjudicacion.notnull().cast("int64") * 3 + f.de_contrato.notnull().cast("int64") * 4
    por_ciento = (llenos * 100 / pedidos).round(2)
    return comunes.hallar(
        f,
        f.ocid,
        por_ciento,
        no_aplica=~comunes.tiene(f.etapas, "licitacion")
        | f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=ibis.literal(False),
        bandera=llenos * 100 < pedidos * p["minimo"],
        por_ciento=por_ciento,
        llenos=llenos,
        pedidos=pedidos,
    )


def _de_adjudicacion(t: Tablas) -> ir.Table:
    a = comunes.vigentes(t.adjudicaciones)
    proveedores = t.proveedores_adjudicados.group_by("ocid").agg(proveedores=ibis._.count())
    primera = a.group_by("ocid").agg(
        fecha=a.fecha.count() > 0, monto=(a.monto.count() > 0) | (a.monto_neto.count() > 0)
    )
    f = comunes.unir(primera, proveedores, "ocid")
    llenos = f.fecha.cast("int64") + f.monto.cast("int64") + f.proveedores.notnull().cast("int64")
    return f.select("ocid", de_adjudicacion=llenos)


def _de_contrato(t: Tablas) -> ir.Table:
    c = t.contratos.filter(t.contratos.id.notnull())
    hay = c.group_by("ocid").agg(
        firma=c.fecha_firma.count() > 0,
        inicio=c.inicio.count() > 0,
        fin=c.fin.count() > 0,
        monto=(c.monto.count() > 0) | (c.monto_neto.count() > 0),
    )
    llenos = sum((hay[n].cast("int64") for n in ("firma", "inicio", "fin", "monto")), ibis.literal(0, "int64"))
    return hay.select("ocid", de_contrato=llenos)


def titulo_ininteligible(t: Tablas, p: Mapping[str, Numero]) -> ir.Table:
    """E21: the title or the description of the purchase is too short to tell what is bought.

    Fields: tender.title, tender.description, without the spaces around them. Threshold: fewer than `titulo` 10 or
    `descripcion` 30 characters. Not applicable: cancelled or withdrawn. Insufficient: one of both is missing and the
    other is long enough.
    Source: OCP U053 and U054; PODER traz-ct.
    """
    f = t.procesos
    titulo, descripcion = f.titulo.strip().length(), f.descripcion.strip().length()
    corto = (titulo < p["titulo"]).fill_null(False) | (descripcion < p["descripcion"]).fill_null(False)
    return comunes.hallar(
        f,
        f.ocid,
        ibis.least(titulo, descripcion).cast("int64"),
        no_aplica=f.estado_licitacion.isin(comunes.SIN_EFECTO).fill_null(False),
        insuficiente=~corto & (titulo.isnull() | descripcion.isnull()),
        bandera=corto,
        titulo=f.titulo,
        largo_del_titulo=titulo.cast("int64"),
        largo_de_la_descripcion=descripcion.cast("int64"),
    )


registrar_bandera(
    Bandera(
        id="E18",
        titulo=_("Pasó el plazo del fallo y no hay fallo publicado"),
        version="1.0",
        etapa="adjudicacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.MEDIA,
        fuente=_("Artículos 35 de la LAASSP de 2000, 46 de la LAASSP de 2025 y 37 de la LOPSRM"),
        regimenes=VERIFICADOS,
        campos=("tender.procurementMethod", "tender.tenderPeriod.endDate", "tender.status", "awards"),
        parametros=(
            Parametro("dias", 20, _("días naturales"), _("Plazo desde la apertura")),
            Parametro("diferido", 40, _("días naturales"), _("Plazo con un diferimiento: pasado, pesa más")),
        ),
        por_que_importa=_("Quienes participaron, y la ciudadanía, no saben qué se decidió ni por qué."),
        falsos_positivos=(
            _("El fallo se emitió y su etapa no se ha aprobado."),
            _("El procedimiento está suspendido, o quedó desierto y no se ha capturado."),
        ),
        que_hacer=_("Publique el fallo, o capture que la licitación se difirió, se canceló o quedó desierta."),
        expresion=fallo_sin_publicar,
        evidencias={
            "dias": _("Días naturales desde la apertura"),
            "apertura": _("Presentación y apertura de proposiciones"),
            "regimen": _("Ley aplicable"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E19",
        titulo=_("Al expediente publicado le faltan documentos"),
        version="1.0",
        etapa="contrato",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Artículo 65, fracción XXVI, de la LGTAIP"),
        campos=("tender.procurementMethod", "documents", "planning.requestsForQuotes"),
        parametros=(Parametro("minimo", 1, _("documentos"), _("Se señala desde")),),
        por_que_importa=_("El expediente completo es lo que permite revisar cada decisión."),
        falsos_positivos=(_("El documento se publicó con otro tipo, o está reservado."),),
        que_hacer=_("Publique los documentos que faltan, cada uno con su tipo."),
        expresion=expediente_incompleto,
        evidencias={
            "faltan": _("Documentos que faltan"),
            "sin_convocatoria": _("Falta la convocatoria o la invitación"),
            "sin_junta": _("Falta el acta de la junta de aclaraciones"),
            "sin_fallo": _("Falta el fallo"),
            "sin_cotizaciones": _("Faltan cotizaciones o investigación de mercado"),
            "sin_contrato": _("Falta el contrato firmado"),
            "sin_cierre": _("Falta la constancia de conclusión o el finiquito"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E20",
        titulo=_("Hay muchos campos vacíos"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.BAJA,
        fuente=_("Calidad de los datos abiertos: LGTAIP"),
        campos=("tender", "awards", "contracts", "buyer"),
        parametros=(Parametro("minimo", 80, _("% de los campos"), _("Se espera, al menos")),),
        por_que_importa=_("Un dato que falta no se puede revisar, y varias banderas no alcanzan a evaluarse."),
        falsos_positivos=(_("El proceso se importó de una fuente que no publica esos campos."),),
        que_hacer=_("Complete los campos básicos de cada etapa publicada."),
        expresion=campos_vacios,
        evidencias={
            "por_ciento": _("Campos con dato (%)"),
            "llenos": _("Campos con dato"),
            "pedidos": _("Campos que se revisaron"),
        },
    )
)

registrar_bandera(
    Bandera(
        id="E21",
        titulo=_("El título o la descripción no dicen qué se compra"),
        version="1.0",
        etapa="licitacion",
        alcance=Alcance.PROCESO,
        severidad=Severidad.INFO,
        fuente=_("Calidad de los datos abiertos: LGTAIP"),
        campos=("tender.title", "tender.description"),
        parametros=(
            Parametro("titulo", 10, _("caracteres"), _("Título, al menos")),
            Parametro("descripcion", 30, _("caracteres"), _("Descripción, al menos")),
        ),
        por_que_importa=_("Si no se entiende qué se compra, quien podría venderlo no lo encuentra."),
        falsos_positivos=(_("El objeto se entiende con pocas letras."),),
        que_hacer=_("Escriba qué se compra, cuánto y para qué, en palabras que cualquiera entienda."),
        expresion=titulo_ininteligible,
        evidencias={
            "titulo": _("Título publicado"),
            "largo_del_titulo": _("Caracteres del título"),
            "largo_de_la_descripcion": _("Caracteres de la descripción"),
        },
    )
)
