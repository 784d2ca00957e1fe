"""Keep what analysis found: the same findings twice write nothing, and nothing disappears without a trace."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.alertas.models import Alerta, Corrida, EstadoDeAlerta, EstadoDePlazo, MovimientoAlerta, Plazo
from sitio.analisis.motor import Hallazgo, PlazoCalculado
from sitio.analisis.registro import BANDERAS, PLAZOS, Resultado
from sitio.ocds import canonico
from sitio.publicacion.models import Registro

# A deadline already this long past when first computed comes from an old process: it is history, not news.
HISTORICO = timedelta(days=30)
RESUELTAS = (EstadoDeAlerta.JUSTIFICADA, EstadoDeAlerta.DESESTIMADA)

PorOcid = dict[str, list[int]]


@dataclass
class Conteo:
    """How many rows a run made or changed, by the names of the columns of `Corrida`."""

    alertas_nuevas: int = 0
    alertas_reabiertas: int = 0
    alertas_actualizadas: int = 0
    alertas_cerradas: int = 0
    plazos_nuevos: int = 0
    plazos_actualizados: int = 0

    def como_columnas(self) -> dict[str, int]:
        """Return the counts by column."""
        return asdict(self)

    def sumar(self, otro: "Conteo") -> None:
        """Add the counts of another run."""
        for nombre, cuantos in asdict(otro).items():
            setattr(self, nombre, getattr(self, nombre) + cuantos)


def huella(ocid: str, bandera: str, sujeto: str) -> str:
    """Return the fingerprint that makes one alert of one flag on one subject of one process: unique in the table."""
    return canonico.sha256(canonico.canonizar([ocid, bandera, sujeto]))


def guardar_alertas(
    corrida: Corrida, registros: Mapping[str, Registro], hallazgos: Iterable[Hallazgo]
) -> tuple[Conteo, PorOcid]:
    """Create, update, reopen and close the alerts of `registros` as `hallazgos` say; returns counts and what is new.

    An open alert closes when its flag is no longer raised. Data that became insufficient closes nothing:
    taking facts away is not an answer to an alert.
    """
    por_huella = {huella(h.ocid, h.bandera_id, h.sujeto): h for h in hallazgos}
    existentes = {a.huella: a for a in Alerta.objects.select_for_update().filter(ocid__in=registros).order_by("pk")}
    levantadas = {clave: h for clave, h in por_huella.items() if h.resultado == Resultado.BANDERA}
    conteo, novedades = Conteo(), PorOcid()
    for alerta in existentes.values():
        hallazgo, registro = por_huella.get(alerta.huella), registros[alerta.ocid]
        if alerta.huella in levantadas:
            cambio = _repetir(alerta, levantadas[alerta.huella], registro)
        else:
            cambio = _cerrar(alerta, hallazgo, registro)
        if cambio:
            setattr(conteo, cambio, getattr(conteo, cambio) + 1)
        if cambio == "alertas_reabiertas":
            novedades.setdefault(alerta.ocid, []).append(alerta.pk)
    nuevas = [
        _nueva(corrida, registros[h.ocid], clave, h) for clave, h in levantadas.items() if clave not in existentes
    ]
    for alerta in _crear(corrida, nuevas):
        novedades.setdefault(alerta.ocid, []).append(alerta.pk)
        conteo.alertas_nuevas += 1
    return conteo, novedades


def guardar_plazos(
    corrida: Corrida, registros: Mapping[str, Registro], calculados: Iterable[PlazoCalculado], hoy: date
) -> tuple[Conteo, PorOcid]:
    """Create, update and cancel the deadlines of `registros` as `calculados` say; returns counts and what is new."""
    existentes = {
        (p.ocid, p.plazo, p.sujeto): p
        for p in Plazo.objects.select_for_update().filter(ocid__in=registros).order_by("pk")
    }
    vistos, nuevos, conteo, novedades = set(), [], Conteo(), PorOcid()
    for calculado in calculados:
        clave = (calculado.ocid, calculado.plazo_id, calculado.sujeto)
        vistos.add(clave)
        if clave not in existentes:
            nuevos.append(_plazo_nuevo(corrida, registros[calculado.ocid], calculado, hoy))
        elif _actualizar_plazo(existentes[clave], calculado, registros[calculado.ocid], hoy):
            conteo.plazos_actualizados += 1
    for clave, plazo in existentes.items():
        if clave not in vistos and plazo.plazo in PLAZOS and plazo.estado != EstadoDePlazo.CANCELADO:
            _cancelar(plazo, registros[plazo.ocid])
            conteo.plazos_actualizados += 1
    Plazo.objects.bulk_create(nuevos, ignore_conflicts=True)
    conteo.plazos_nuevos = Plazo.objects.filter(corrida=corrida).count()
    for plazo in Plazo.objects.filter(ocid__in=registros, por_anunciar=True).order_by("pk"):
        novedades.setdefault(plazo.ocid, []).append(plazo.pk)
    return conteo, novedades


def _nueva(corrida: Corrida, registro: Registro, clave: str, hallazgo: Hallazgo) -> Alerta:
    regla, evidencia = BANDERAS[hallazgo.bandera_id], _json(hallazgo.evidencia)
    return Alerta(
        huella=clave,
        corrida=corrida,
        ocid=hallazgo.ocid,
        publicador_id=registro.publicador_id,
        bandera=regla.id,
        version=regla.version,
        sujeto=hallazgo.sujeto,
        severidad=regla.severidad,
        valor=hallazgo.valor,
        evidencia=evidencia,
        evidencia_sha256=_digerir(evidencia, hallazgo.valor),
        posicion=registro.posicion,
        entrega_sha256=registro.sha256,
        por_anunciar=True,
    )


def _crear(corrida: Corrida, nuevas: list[Alerta]) -> list[Alerta]:
    Alerta.objects.bulk_create(sorted(nuevas, key=lambda a: a.huella), ignore_conflicts=True)
    creadas = list(Alerta.objects.filter(corrida=corrida).order_by("pk"))
    motivo = _("La regla la levantó con los datos publicados.")
    MovimientoAlerta.objects.bulk_create(
        MovimientoAlerta(alerta=a, a=a.estado, motivo=motivo, evidencia=a.evidencia, posicion=a.posicion)
        for a in creadas
    )
    return creadas


def _repetir(alerta: Alerta, hallazgo: Hallazgo, registro: Registro) -> str | None:
    """The flag is raised again on an alert that exists: keep new evidence, reopen if it must; returns what changed."""
    regla, evidencia = BANDERAS[hallazgo.bandera_id], _json(hallazgo.evidencia)
    digesto = _digerir(evidencia, hallazgo.valor)
    lectura = {"posicion": registro.posicion, "entrega_sha256": registro.sha256, "version": regla.version}
    cambio = {
        **lectura,
        "evidencia": evidencia,
        "evidencia_sha256": digesto,
        "valor": hallazgo.valor,
        "severidad": regla.severidad,
    }
    igual = digesto == alerta.evidencia_sha256
    if alerta.estado == EstadoDeAlerta.CERRADA:
        motivo = _("Los datos publicados vuelven a mostrarlo.")
        alerta.mover(EstadoDeAlerta.NUEVA, motivo=motivo, columnas={**cambio, "por_anunciar": True})
        return "alertas_reabiertas"
    if igual:
        if alerta.posicion != registro.posicion or alerta.version != regla.version:
            Alerta.objects.filter(pk=alerta.pk).update(**lectura)
        return None
    if alerta.estado in RESUELTAS:
        motivo = _("Cambió la evidencia en que se basó la decisión.")
        alerta.mover(EstadoDeAlerta.NUEVA, motivo=motivo, columnas={**cambio, "por_anunciar": True})
        return "alertas_reabiertas"
    alerta.mover(alerta.estado, motivo=_("Cambió la evidencia."), columnas=cambio)
    return "alertas_actualizadas"


def _cerrar(alerta: Alerta, hallazgo: Hallazgo | None, registro: Registro) -> str | None:
    """Close an alert whose flag is no longer raised; returns what changed."""
    insuficiente = hallazgo is not None and hallazgo.resultado == Resultado.DATOS_INSUFICIENTES
    if alerta.estado == EstadoDeAlerta.CERRADA or insuficiente or alerta.bandera not in BANDERAS:
        return None
    lectura = {"posicion": registro.posicion, "entrega_sha256": registro.sha256}
    alerta.mover(EstadoDeAlerta.CERRADA, motivo=_por_que(hallazgo), columnas={**lectura, "por_anunciar": False})
    return "alertas_cerradas"


def _por_que(hallazgo: Hallazgo | None) -> str:
    """Say why an alert closes by itself: the data, or what the template of the process says of the rule."""
    ajuste = hallazgo.evidencia.get("ajuste") if hallazgo else None
    if ajuste and not ajuste["activa"]:
        return _("La plantilla «%(titulo)s», versión %(version)d, no aplica esta regla a sus procesos.") % ajuste
    if hallazgo is not None and hallazgo.resultado == Resultado.NO_APLICA:
        return _("Con los datos publicados, la regla ya no se aplica a este caso.")
    if ajuste:
        return (
            _("Con los umbrales de la plantilla «%(titulo)s», versión %(version)d, los datos no lo muestran.") % ajuste
        )
    return _("Los datos publicados ya no lo muestran.")


def _plazo_nuevo(corrida: Corrida, registro: Registro, calculado: PlazoCalculado, hoy: date) -> Plazo:
    estado, historico = _estado(calculado, hoy), calculado.vence < hoy - HISTORICO
    return Plazo(
        corrida=corrida,
        ocid=calculado.ocid,
        publicador_id=registro.publicador_id,
        plazo=calculado.plazo_id,
        sujeto=calculado.sujeto,
        estado=estado,
        historico=historico,
        por_anunciar=_es_noticia(estado, historico),
        **_columnas(calculado, registro),
    )


def _actualizar_plazo(plazo: Plazo, calculado: PlazoCalculado, registro: Registro, hoy: date) -> bool:
    """Write what differs between a stored deadline and what was computed now; tells whether anything did."""
    estado, movido = _estado(calculado, hoy), calculado.vence != plazo.vence
    columnas = {**_columnas(calculado, registro), "estado": estado}
    if movido:
        columnas["historico"] = calculado.vence < hoy - HISTORICO
    distintas = {campo: valor for campo, valor in columnas.items() if getattr(plazo, campo) != valor}
    if not set(distintas) - {"posicion"}:
        Plazo.objects.filter(pk=plazo.pk).update(**distintas) if distintas else None
        return False
    vuelve = movido or plazo.estado == EstadoDePlazo.CANCELADO
    noticia = _es_noticia(estado, distintas.get("historico", plazo.historico))
    anunciar = noticia and (vuelve or plazo.por_anunciar)
    Plazo.objects.filter(pk=plazo.pk).update(**distintas, por_anunciar=anunciar, actualizado_en=timezone.now())
    return True


def _cancelar(plazo: Plazo, registro: Registro) -> None:
    Plazo.objects.filter(pk=plazo.pk).update(
        estado=EstadoDePlazo.CANCELADO,
        posicion=registro.posicion,
        por_anunciar=False,
        actualizado_en=timezone.now(),
    )


def _columnas(calculado: PlazoCalculado, registro: Registro) -> dict[str, Any]:
    return {
        "version": PLAZOS[calculado.plazo_id].version,
        "base": calculado.base,
        "vence": calculado.vence,
        "fundamento": calculado.fundamento,
        "cumplido_en": calculado.cumplido_en,
        "evidencia": _json(calculado.evidencia),
        "posicion": registro.posicion,
    }


def _estado(calculado: PlazoCalculado, hoy: date) -> str:
    if calculado.cumplido_en:
        return EstadoDePlazo.CUMPLIDO
    return EstadoDePlazo.VENCIDO if calculado.vence < hoy else EstadoDePlazo.PENDIENTE


def _es_noticia(estado: str, historico: bool) -> bool:
    return not historico and estado in (EstadoDePlazo.PENDIENTE, EstadoDePlazo.VENCIDO)


def _json(evidencia: Mapping[str, Any]) -> dict[str, Any]:
    """Return the evidence as JSON will give it back, so that two runs compare equal: dates and amounts as text."""
    return {nombre: _texto(valor) for nombre, valor in evidencia.items()}


def _texto(valor: Any) -> Any:
    if isinstance(valor, datetime | date):
        return valor.isoformat()
    if isinstance(valor, Decimal):
        return format(valor, "f")
    return [_texto(v) for v in valor] if isinstance(valor, list) else valor


def _digerir(evidencia: Mapping[str, Any], valor: Decimal | None) -> str:
    return canonico.sha256(
        canonico.canonizar({"evidencia": dict(evidencia), "valor": None if valor is None else str(valor)})
    )
