"""One contracting process as the codes look at it: who won, which bids were submitted, and whether awards are final."""

from sitio.analisis.cardinal.entrega import Adjudicacion, Entrega, Licitacion, Oferta, cifra, ids, texto, unico

_SIN_LICITACION = Licitacion()
_NO_PRESENTADAS = {"invited", "withdrawn"}
_FINALES = {"active", "cancelled", "unsuccessful"}


class Presentada:
    """A submitted bid.

    `unico` is its only tenderer, None for a consortium even if just one of its members has an id; `precio`, amount
    and currency, None unless both are there.
    """

    __slots__ = ("estado", "fecha", "licitantes", "precio", "unico")

    def __init__(self, oferta: Oferta) -> None:
        self.estado = oferta.estado
        self.fecha = texto(oferta.fecha)
        self.unico = unico(oferta.de)
        self.licitantes = [self.unico] if self.unico is not None else ids(oferta.de)
        self.precio = _precio(oferta)


class Proceso:
    """What several codes ask of a release, computed once.

    `presentadas`: bids with a text status other than invited or withdrawn. `activas`: active awards. `finales`: no
    award waits for a decision (those without status do not count). `ganador`: the one supplier of the one active
    award, when they are final: then all bids competed for the same.
    """

    __slots__ = (
        "activas", "comprador", "desechadas", "detalle", "entidad", "finales", "ganador", "licitacion", "ocid",
        "presentadas", "validas",
    )  # fmt: skip

    def __init__(self, ocid: str, entrega: Entrega) -> None:
        self.ocid = ocid
        self.licitacion = entrega.licitacion or _SIN_LICITACION
        self.detalle = texto(self.licitacion.detalle_del_metodo)
        self.comprador = texto(entrega.comprador.id) if entrega.comprador else None
        self.entidad = texto(self.licitacion.entidad.id) if self.licitacion.entidad else None
        self._leer_adjudicaciones(entrega.adjudicaciones or [])
        self._leer_ofertas((entrega.ofertas and entrega.ofertas.detalles) or [])

    def _leer_adjudicaciones(self, adjudicaciones: list[Adjudicacion]) -> None:
        self.activas = [a for a in adjudicaciones if a.estado == "active"]
        self.finales = all(a.estado in _FINALES for a in adjudicaciones if type(a.estado) is str)
        self.ganador = unico(self.activas[0].a) if self.finales and len(self.activas) == 1 else None

    def _leer_ofertas(self, ofertas: list[Oferta]) -> None:
        con_estado = (oferta for oferta in ofertas if type(oferta.estado) is str)
        self.presentadas = [Presentada(oferta) for oferta in con_estado if oferta.estado not in _NO_PRESENTADAS]
        self.validas = [oferta for oferta in self.presentadas if oferta.estado == "valid"]
        self.desechadas = [oferta for oferta in self.presentadas if oferta.estado == "disqualified"]


def _precio(oferta: Oferta) -> tuple[float, str] | None:
    valor = oferta.valor
    if valor is None or (moneda := texto(valor.moneda)) is None or (monto := cifra(valor.monto)) is None:
        return None
    return monto, moneda
