"""The article that lets a purchase go without a public tender, as `tender.legalBasis.id` names it: «54-XIV»."""

import ibis
import ibis.expr.types as ir

from sitio.analisis.regimen import Regimen

# Who may leave the public tender: by exception (reasons to prove) or by amount (limits of the year).
EXCEPCION = (
    (Regimen.LAASSP_2000.value, "41"),
    (Regimen.LAASSP_2025.value, "54"),
    (Regimen.LOPSRM_2000.value, "42"),
    (Regimen.LOPSRM_2025.value, "42"),
)
POR_MONTO = (
    (Regimen.LAASSP_2000.value, "42"),
    (Regimen.LAASSP_2025.value, "55"),
    (Regimen.LOPSRM_2000.value, "43"),
    (Regimen.LOPSRM_2025.value, "43"),
)
# The general rule of both, which also names them.
REGLA = (
    (Regimen.LAASSP_2000.value, "40"),
    (Regimen.LAASSP_2025.value, "53"),
    (Regimen.LOPSRM_2000.value, "41"),
    (Regimen.LOPSRM_2025.value, "41"),
)


def articulo(f: ir.Table) -> ir.StringValue:
    """Return the number of the article; null without one."""
    return f.fundamento.re_extract("^[^0-9]*([0-9]+)", 1).nullif("")


def fraccion(f: ir.Table) -> ir.StringValue:
    """Return the fraction in Roman numerals, upper case; null without one."""
    return f.fundamento.upper().re_extract("^[^0-9]*[0-9]+[^A-Z0-9]+([IVXL]+)", 1).nullif("")


def es(f: ir.Table, articulos: tuple[tuple[str, str], ...]) -> ir.BooleanValue:
    """Tell whether the article is the one that `articulos` gives for its law; null if either is unknown."""
    return articulo(f) == f.regimen.cases(*articulos, else_=ibis.null("string"))
