"""The RFC of the SAT: its form, its date, its check digit, and the two that identify nobody."""

from django.utils.translation import gettext as _
from stdnum import exceptions
from stdnum.mx import rfc

from sitio.catalogos.texto import compacto

# SAT: invoices to the general public, and to foreigners without registration (Resolución Miscelánea Fiscal 2.7.1.23).
GENERICOS = ("XAXX010101000", "XEXX010101000")
LARGO_MORAL, LARGO_FISICA = 12, 13


class RfcInvalido(ValueError):
    """Not an RFC; the message, in Spanish, says what is wrong with it and what to do."""


class DigitoDudoso(RfcInvalido):
    """In form, but its last character is not the one that follows from the others: mistyped, or one of the 1.5 %.

    Source: python-stdnum's estimate of RFCs in use that the SAT gave with another check digit.
    """


def revisar(texto: str) -> str:
    """Return an RFC as the SAT writes it. Raises RfcInvalido; its subclass DigitoDudoso when only the digit is off."""
    valor = compacto(texto)
    if valor in GENERICOS:
        raise RfcInvalido(
            _(
                "%(rfc)s es un RFC genérico del SAT: sirve para facturar y no identifica a nadie. Escriba el RFC "
                "propio; si es una organización extranjera sin RFC, elija el esquema de su país."
            )
            % {"rfc": valor}
        )
    if len(valor) not in (LARGO_MORAL, LARGO_FISICA):
        raise RfcInvalido(
            _(
                "El RFC tiene 12 caracteres (persona moral) o 13 (persona física), y «%(rfc)s» tiene %(largo)d. "
                "Revíselo en la constancia de situación fiscal."
            )
            % {"rfc": valor, "largo": len(valor)}
        )
    _exigir_forma(valor)
    _exigir_digito(valor)
    return valor


def _exigir_forma(valor: str) -> None:
    letras = len(valor) - 9
    try:
        rfc.validate(valor)
    except exceptions.InvalidFormat:
        raise RfcInvalido(
            _(
                "«%(rfc)s» no tiene la forma de un RFC: %(letras)d letras, seis cifras de fecha (año, mes y día) y "
                "tres de homoclave. Revíselo en la constancia de situación fiscal."
            )
            % {"rfc": valor, "letras": letras}
        ) from None
    except exceptions.ValidationError:
        raise RfcInvalido(
            _("En el RFC «%(rfc)s», «%(inicio)s» no puede ser: son las iniciales y la fecha. Revíselas.")
            % {"rfc": valor, "inicio": valor[: letras + 6]}
        ) from None


def _exigir_digito(valor: str) -> None:
    if rfc.is_valid(valor, validate_check_digits=True):
        return
    raise DigitoDudoso(
        _(
            "El último carácter de «%(rfc)s» no corresponde a los demás: casi siempre es un error de dedo. Revíselo; "
            "si así está en la constancia de situación fiscal, marque «Cotejado con su constancia»."
        )
        % {"rfc": valor}
    )
