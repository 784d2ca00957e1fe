"""Keep what the flags found: the same findings twice write nothing, and nothing disappears without a trace."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sitio.alertas.guardado.comun import Conteo, Origen, como_json
from sitio.alertas.guardado.lectura import fotografiar
from sitio.alertas.models import Alerta, Corrida, EstadoDeAlerta, MovimientoAlerta
from sitio.alertas.transiciones import RESUELTAS
from sitio.alertas.vida import inhibiciones, tolerancia
from sitio.analisis.motor import Hallazgo
from sitio.analisis.registro import BANDERAS, Resultado
from sitio.ocds import canonico


def huella(quien: str, bandera: str, sujeto: str) -> str:
    """Return the fingerprint that makes one alert of one flag on one subject: unique in the table.

    `quien` is the ocid of its process, or the key of its publisher when it is of no process alone.
    """
    return canonico.sha256(canonico.canonizar([quien, bandera, sujeto]))


def huella_de(hallazgo: Hallazgo) -> str:
    """Return the fingerprint of the alert that a finding raises."""
    return huella(hallazgo.ocid or hallazgo.publicador, hallazgo.bandera_id, hallazgo.sujeto)


def guardar_alertas(
    corrida: Corrida,
    existentes: Iterable[Alerta],
    hallazgos: Mapping[str, Hallazgo],
    origenes: Mapping[str, Origen],
) -> tuple[Conteo, list[Alerta]]:
    """Create, update, reopen and close alerts as `hallazgos` say; returns counts, and those that are news.

    `existentes`: the stored ones, locked, that this run has looked at; `hallazgos` and `origenes`, by fingerprint, what
    is said now and from which data (none: it is no longer in the data). An open alert closes when its flag is no longer
    raised. Data that became insufficient closes nothing: taking facts away is not an answer to an alert.
    """
    conteo, noticias, cambiadas = Conteo(), [], []
    vistas, ocids = set(), {hallazgo.ocid for hallazgo in hallazgos.values()}
    for alerta in existentes:
        vistas.add(alerta.huella)
        ocids.add(alerta.ocid)
        hallazgo, origen = hallazgos.get(alerta.huella), origenes.get(alerta.huella)
        if origen and hallazgo and hallazgo.resultado == Resultado.BANDERA:
            cambio = _repetir(alerta, hallazgo, origen)
        else:
            cambio = _cerrar(alerta, hallazgo, origen)
        if cambio:
            setattr(conteo, cambio, getattr(conteo, cambio) + 1)
        if cambio in ("alertas_reabiertas", "alertas_actualizadas"):
            cambiadas.append(alerta)
        if cambio == "alertas_reabiertas":
            noticias.append(alerta)
    levantadas = {c: h for c, h in hallazgos.items() if h.resultado == Resultado.BANDERA and c not in vistas}
    nuevas = _crear(corrida, [_nueva(corrida, origenes[clave], clave, h) for clave, h in levantadas.items()])
    conteo.alertas_nuevas = len(nuevas)
    fotografiar(corrida, [*cambiadas, *nuevas])
    vuelven = inhibiciones.aplicar(ocids)
    return conteo, _por_anunciar([*noticias, *nuevas, *vuelven])


def _por_anunciar(noticias: list[Alerta]) -> list[Alerta]:
    """Return those that people are to be told of: what waits for another alert is no news."""
    pks = {alerta.pk for alerta in noticias}
    dichas = set(Alerta.objects.filter(pk__in=pks, por_anunciar=True).values_list("pk", flat=True)) if pks else set()
    return list({alerta.pk: alerta for alerta in noticias if alerta.pk in dichas}.values())


def _evidencia(hallazgo: Hallazgo) -> dict[str, Any]:
    """Return what an alert keeps: the numbers the rule used and, when it is of no process alone, those behind it."""
    detras = {} if hallazgo.ocid else {"procesos": list(hallazgo.procesos)}
    return como_json(hallazgo.evidencia) | detras


def _nueva(corrida: Corrida, origen: Origen, clave: str, hallazgo: Hallazgo) -> Alerta:
    regla, evidencia = BANDERAS[hallazgo.bandera_id], _evidencia(hallazgo)
    return Alerta(
        huella=clave,
        corrida=corrida,
        ocid=hallazgo.ocid,
        publicador_id=origen.publicador_id,
        bandera=regla.id,
        version=regla.version,
        sujeto=hallazgo.sujeto,
        severidad=hallazgo.severidad or regla.severidad,
        valor=hallazgo.valor,
        evidencia=evidencia,
        evidencia_sha256=_digerir(evidencia, hallazgo.valor),
        posicion=origen.posicion,
        entrega_sha256=origen.sha256,
        por_anunciar=True,
    )


def _crear(corrida: Corrida, nuevas: list[Alerta]) -> list[Alerta]:
    Alerta.objects.bulk_create(sorted(nuevas, key=lambda a: a.huella), ignore_conflicts=True)
    creadas = list(Alerta.objects.filter(corrida=corrida, huella__in=[a.huella for a in nuevas]).order_by("pk"))
    motivo = _("La regla la levantó con los datos publicados.")
    MovimientoAlerta.objects.bulk_create(
        MovimientoAlerta(alerta=a, a=a.estado, motivo=motivo, evidencia=a.evidencia, posicion=a.posicion)
        for a in creadas
    )
    return creadas


def _repetir(alerta: Alerta, hallazgo: Hallazgo, origen: Origen) -> str | None:
    """The flag is raised again on an alert that exists: keep new evidence, reopen if it must; returns what changed."""
    regla, evidencia = BANDERAS[hallazgo.bandera_id], _evidencia(hallazgo)
    digesto = _digerir(evidencia, hallazgo.valor)
    lectura = {"posicion": origen.posicion, "entrega_sha256": origen.sha256, "version": regla.version}
    cambio = {
        **lectura,
        "evidencia": evidencia,
        "evidencia_sha256": digesto,
        "valor": hallazgo.valor,
        "severidad": hallazgo.severidad or regla.severidad,
    }
    igual = digesto == alerta.evidencia_sha256
    if alerta.estado == EstadoDeAlerta.CERRADA:
        return _volver(alerta, cambio)
    if igual:
        if alerta.posicion != origen.posicion or alerta.version != regla.version:
            Alerta.objects.filter(pk=alerta.pk).update(**lectura)
        return None
    if alerta.estado in RESUELTAS:
        # What was decided keeps the evidence it stands on, so that small changes do not add up unseen.
        return (
            _reabrir(alerta, cambio, _("Cambió la evidencia en que se basó la decisión."))
            if _otra(alerta, cambio)
            else None
        )
    alerta.mover(alerta.estado, motivo=_("Cambió la evidencia."), columnas=cambio)
    return "alertas_actualizadas"


def _volver(alerta: Alerta, cambio: Mapping[str, Any]) -> str:
    """Open an alert that had closed: as it was decided, while the evidence is what that decision stood on."""
    ultimo = alerta.movimientos.filter(a=EstadoDeAlerta.CERRADA).last()
    if ultimo is None or ultimo.de not in RESUELTAS or _otra(alerta, cambio):
        return _reabrir(alerta, cambio, _("Los datos publicados vuelven a mostrarlo."))
    alerta.mover(ultimo.de, motivo=_("Los datos publicados vuelven a mostrar lo que ya se había decidido."))
    return "alertas_actualizadas"


def _reabrir(alerta: Alerta, cambio: Mapping[str, Any], motivo: str) -> str:
    columnas = {**cambio, "por_anunciar": True, "vigente_hasta": None}
    alerta.mover(EstadoDeAlerta.NUEVA, motivo=motivo, columnas=columnas)
    return "alertas_reabiertas"


def _otra(alerta: Alerta, cambio: Mapping[str, Any]) -> bool:
    """Tell whether the evidence is other than the stored one, beyond what is tolerated of its flag."""
    antes = {"evidencia": alerta.evidencia, "valor": alerta.valor}
    ahora = {"evidencia": cambio["evidencia"], "valor": cambio["valor"]}
    return tolerancia.difiere(antes, ahora, tolerancia.de_bandera(alerta.bandera))


def _cerrar(alerta: Alerta, hallazgo: Hallazgo | None, origen: Origen | None) -> str | None:
    """Close an alert whose flag is no longer raised; returns what changed."""
    insuficiente = hallazgo is not None and hallazgo.resultado == Resultado.DATOS_INSUFICIENTES
    if alerta.estado == EstadoDeAlerta.CERRADA or insuficiente or alerta.bandera not in BANDERAS:
        return None
    lectura = {"posicion": origen.posicion, "entrega_sha256": origen.sha256} if origen else {}
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


def _digerir(evidencia: Mapping[str, Any], valor: Decimal | None) -> str:
    return canonico.sha256(
        canonico.canonizar({"evidencia": dict(evidencia), "valor": None if valor is None else str(valor)})
    )
