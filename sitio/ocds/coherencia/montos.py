"""Amounts and counts: possible, and in proportion to one another."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sitio.ocds.coherencia.registro import Hallazgo, Nivel, Objeto, Ruta, Vista, miembros, regla
from sitio.ocds.rutas import objeto, objetos

# Five thousand million dollars (coherent.value_realistic), and as much in pesos.
_INCREIBLE = {"USD": Decimal(5 * 10**9), "EUR": Decimal(5 * 10**9), "MXN": Decimal(10**11)}
_SIN_SIGNO = ("quantity", "durationInDays", "numberOfTenderers")
# Half as much, or half as much again (consistent.tender_value, consistent.contracts_value).
_TOLERANCIA = Decimal("0.5")


def numero(valor: Any) -> Decimal | None:
    """A JSON number as Decimal; None for anything else."""
    if isinstance(valor, bool) or not isinstance(valor, int | float | Decimal):
        return None
    return valor if isinstance(valor, Decimal) else Decimal(str(valor))


def legible(cifra: Decimal) -> str:
    """A number as people in Mexico read it: 1,234.5."""
    entero, _, decimales = f"{cifra:,f}".partition(".")
    return f"{entero}.{decimales.rstrip('0')}".rstrip(".")


@regla("numero_negativo", Nivel.ERROR, "number_checks")
def negativo(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, dato in vista.objetos:
        for campo in _SIN_SIGNO:
            cifra = numero(dato.get(campo))
            if cifra is not None and cifra < 0:
                yield (*ruta, campo), {"valor": legible(cifra)}
        cifra = numero(dato.get("amount"))
        if cifra is not None and cifra < 0 and ruta[-2:] == ("unit", "value"):
            yield (*ruta, "amount"), {"valor": legible(cifra)}


@regla("pago_negativo", Nivel.AVISO, "number_checks")
def pago_negativo(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, valor in miembros(vista.entrega, "contracts", "implementation", "transactions", "value"):
        cifra = numero(valor.get("amount"))
        if cifra is not None and cifra < 0:
            yield (*ruta, "amount"), {"valor": legible(cifra)}


@regla("monto_increible", Nivel.AVISO, "coherent.value_realistic")
def increible(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, dato in vista.objetos:
        cifra, tope = numero(dato.get("amount")), _INCREIBLE.get(str(dato.get("currency")))
        if cifra is not None and tope is not None and abs(cifra) > tope:
            yield (*ruta, "amount"), {"valor": legible(cifra)}


@regla("neto_mayor_que_el_total", Nivel.AVISO, "EDCA-MX, validation-process.js")
def neto_mayor_que_el_total(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, dato in vista.objetos:
        total, neto = numero(dato.get("amount")), numero(dato.get("netAmount"))
        if total is not None and neto is not None and neto > total:
            yield (*ruta, "netAmount"), {"valor": legible(neto), "suma": legible(total)}


@regla("adjudicado_fuera_de_lo_estimado", Nivel.AVISO, "consistent.tender_value")
def adjudicado_fuera_de_lo_estimado(vista: Vista) -> Iterator[Hallazgo]:
    estimado = _valor(objeto(vista.entrega, "tender"))
    vigentes = [a for a in objetos(vista.entrega, "awards") if a.get("status") in (None, "active")]
    adjudicado = _suma([_valor(a) for a in vigentes])
    if estimado and adjudicado and _desproporcion(adjudicado, estimado):
        yield ("tender", "value", "amount"), {"valor": legible(estimado[0]), "suma": legible(adjudicado[0])}


@regla("contratado_fuera_de_lo_adjudicado", Nivel.AVISO, "consistent.contracts_value")
def contratado_fuera_de_lo_adjudicado(vista: Vista) -> Iterator[Hallazgo]:
    contratos: dict[str, list[Objeto]] = {}
    for contrato in objetos(vista.entrega, "contracts"):
        contratos.setdefault(str(contrato.get("awardID")), []).append(contrato)
    for ruta, adjudicacion in miembros(vista.entrega, "awards"):
        adjudicado = _valor(adjudicacion)
        suma = _suma([_valor(c) for c in contratos.get(str(adjudicacion.get("id")), ())])
        if adjudicado and suma and _desproporcion(suma, adjudicado):
            yield (*ruta, "value", "amount"), {"valor": legible(adjudicado[0]), "suma": legible(suma[0])}


@regla("pagado_de_mas", Nivel.AVISO, "consistent.contracts_implementation_transactions_value")
def pagado_de_mas(vista: Vista) -> Iterator[Hallazgo]:
    for ruta, contrato in miembros(vista.entrega, "contracts"):
        contratado = _valor(contrato)
        pagos = [_valor(p) for p in objetos(objeto(contrato, "implementation"), "transactions") if "value" in p]
        pagado = _suma(pagos)
        if contratado and pagado and pagado[1] == contratado[1] and pagado[0] > contratado[0]:
            donde: Ruta = (*ruta, "implementation", "transactions")
            yield donde, {"valor": legible(contratado[0]), "suma": legible(pagado[0])}


@regla("numero_de_licitantes", Nivel.AVISO, "consistent.number_of_tenderers")
def numero_de_licitantes(vista: Vista) -> Iterator[Hallazgo]:
    licitacion = objeto(vista.entrega, "tender")
    dicho, lista = licitacion.get("numberOfTenderers"), objetos(licitacion, "tenderers")
    if lista and isinstance(dicho, int) and dicho != len(lista):
        yield ("tender", "numberOfTenderers"), {"valor": dicho, "lista": len(lista)}


Monto = tuple[Decimal, str]


def _valor(dueno: Objeto) -> Monto | None:
    valor = objeto(dueno, "value")
    cifra, moneda = numero(valor.get("amount")), valor.get("currency")
    return (cifra, moneda) if cifra is not None and isinstance(moneda, str) else None


def _suma(montos: list[Monto | None]) -> Monto | None:
    """The sum, when all of them have an amount and one currency: a part of the sum proves nothing."""
    conocidos = [monto for monto in montos if monto is not None]
    monedas = {moneda for _, moneda in conocidos}
    if len(conocidos) < len(montos) or len(monedas) != 1:
        return None
    return sum((cifra for cifra, _ in conocidos), Decimal()), monedas.pop()


def _desproporcion(suma: Monto, base: Monto) -> bool:
    return suma[1] == base[1] and base[0] > 0 and abs(suma[0] - base[0]) > base[0] * _TOLERANCIA
