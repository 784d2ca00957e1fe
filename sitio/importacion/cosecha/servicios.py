"""Harvest a feed: from where the last run left it, page by page, each one whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sitio.importacion.archivos import Archivo, de_ruta
from sitio.importacion.cosecha.direcciones import DireccionProhibida, leer_url
from sitio.importacion.cosecha.enlaces import Enlaces
from sitio.importacion.cosecha.paginas import Pagina, anios_de
from sitio.importacion.cosecha.red import Cliente, CosechaImposible, Limites, Respuesta, siguiente_segura
from sitio.importacion.informe import Informe, Resumen
from sitio.importacion.models import Cosecha
from sitio.importacion.ocds_json import Lectura
from sitio.importacion.publicadores import datos_de, elegir_publicador
from sitio.importacion.rechazos import referencia_de
from sitio.importacion.tipos import ArchivoIlegible, Falla, Opciones, RenglonRechazado
from sitio.importacion.trabajo import Avance, Importacion, Trabajo
from sitio.procesos.models import InstitucionPage
from sitio.publicacion.propuestas import Propuesta

_INDICE_DE_ANIOS = "/edca/fiscalYears"
_POR_ANIO = "/edca/contractingprocess/"
Fallos = (CosechaImposible, DireccionProhibida, ArchivoIlegible)


class CosechaOcupada(Exception):
    """Another process is harvesting the same feed."""


def preparar(url: str, *, publicador: str | None = None, prefijo: str | None = None, parcial: bool = False) -> Cosecha:
    """The harvest of an address, made if it is new. `parcial` is for the run to come, and is not kept.

    Raises DireccionProhibida or PublicadorInvalido.
    """
    limpia = str(leer_url(url))
    elegir_publicador(publicador, prefijo)
    cosecha, _nueva = Cosecha.objects.get_or_create(url=limpia)
    cosecha.publicador, cosecha.prefijo = publicador or cosecha.publicador, prefijo or cosecha.prefijo
    cosecha.save(update_fields=["publicador", "prefijo"])
    cosecha.parcial = parcial or cosecha.parcial
    return cosecha


def cosechar(
    cosecha: Cosecha,
    *,
    limites: Limites,
    desde_cero: bool = False,
    max_paginas: int | None = None,
    seguir: Callable[[], bool] = lambda: True,
    informe: Informe | None = None,
    avance: Avance = lambda resumen: None,
) -> Importacion:
    """Read what is new of a feed, until its end, `max_paginas`, or `seguir` says no. How it ended is in `cosecha`.

    Raises CosechaOcupada, or PublicadorInvalido.
    """
    if not cosecha.apartar():
        raise CosechaOcupada(
            _("Otra cosecha de %(url)s está en curso, o se interrumpió hace poco. Espere hasta las %(hora)s.")
            % {"url": cosecha.url, "hora": f"{timezone.localtime(_apartada(cosecha)):%H:%M}"}
        )
    try:
        cosecha.refresh_from_db(fields=["siguiente", "ultima", "etag", "modificado", "estado", "descendente"])
        if desde_cero:
            cosecha.olvidar()
        with TemporaryDirectory(prefix="cosecha-") as carpeta, Cliente(Path(carpeta), limites) as cliente:
            vuelta = _Vuelta(cosecha, cliente, informe or Informe(), avance)
            vuelta.dar(max_paginas, seguir)
            return vuelta.importacion
    finally:
        cosecha.soltar()


def _apartada(cosecha: Cosecha) -> Any:
    return Cosecha.objects.values_list("apartada_hasta", flat=True).get(pk=cosecha.pk) or timezone.now()


class _Vuelta:
    """One run over a feed."""

    def __init__(self, cosecha: Cosecha, cliente: Cliente, informe: Informe, avance: Avance) -> None:
        self._cosecha, self._cliente = cosecha, cliente
        self._de_aqui = {*InstitucionPage.objects.values_list("publicador__clave", flat=True)}
        self._anios: list[str] = []
        self._enlaces = Enlaces(cliente, leer_url(cosecha.url))
        self._opciones = Opciones(
            publicador=elegir_publicador(cosecha.publicador or None, cosecha.prefijo or None),
            publicador_explicito=bool(cosecha.publicador),
            ahora=timezone.now(),
            de_la_clave=datos_de,
            enlazada=self._enlaces.entrega,
        )
        self._trabajo = Trabajo(self._opciones, informe, avance, parcial=cosecha.parcial)

    @property
    def importacion(self) -> Importacion:
        """The account of the run, page by page."""
        return self._trabajo.importacion

    def dar(self, max_paginas: int | None, seguir: Callable[[], bool]) -> None:
        """Go on until the end, the limit, or an error; and note it."""
        try:
            al_final = self._recorrer(max_paginas, seguir)
        except Fallos as error:
            self._cosecha.terminar(Cosecha.Estado.DETENIDA, str(error))
        else:
            self._cosecha.terminar(Cosecha.Estado.AL_DIA if al_final else Cosecha.Estado.A_MEDIAS)

    def _recorrer(self, max_paginas: int | None, seguir: Callable[[], bool]) -> bool:
        """Page after page; whether the end was reached."""
        vistas: set[str] = set()
        url, novedades = self._por_donde_empezar()
        paginas = 0
        while url:
            if (max_paginas is not None and paginas >= max_paginas) or not seguir():
                return False
            if url in vistas:
                raise CosechaImposible(_("La página siguiente ya se había leído: el sitio da vueltas sobre sí mismo."))
            vistas.add(url)
            url = self._una_pagina(url, novedades=novedades)
            paginas += 1
            self._cosecha.apartar()
        return True

    def _por_donde_empezar(self) -> tuple[str, bool]:
        """The first page to ask for, and whether it is only for what is new since a run that reached the end."""
        if self._cosecha.siguiente:
            return self._cosecha.siguiente, False
        por_anios = self._cosecha.url.endswith(_INDICE_DE_ANIOS)
        if self._cosecha.ultima and not self._cosecha.descendente and not por_anios:
            return self._cosecha.ultima, True
        return self._cosecha.url, bool(self._cosecha.ultima)

    def _una_pagina(self, url: str, *, novedades: bool) -> str:
        """Fetch and import a page; returns the next one, or nothing. What was reached is saved after each page."""
        condicional = url == self._cosecha.ultima or (novedades and url == self._cosecha.url)
        validadores = (self._cosecha.etag, self._cosecha.modificado) if condicional else ("", "")
        respuesta = self._cliente.traer(url, *validadores)
        if respuesta is None:
            return ""
        try:
            grupos = de_ruta(respuesta.archivo)
            if len(grupos[0]) != 1 or grupos[0][0].nombre != respuesta.archivo.name:
                return self._de_zip(respuesta, url)
            return self._de_pagina(grupos[0][0], respuesta, url, novedades=novedades)
        finally:
            respuesta.archivo.unlink()

    def _de_zip(self, respuesta: Respuesta, url: str) -> str:
        antes = len(self.importacion.resumenes)
        self._trabajo.importar_rutas([respuesta.archivo])
        return self._anotar(self.importacion.resumenes[antes:], respuesta, url, "")

    def _de_pagina(self, archivo: Archivo, respuesta: Respuesta, url: str, *, novedades: bool) -> str:
        archivo = replace(archivo, nombre=str(respuesta.url))
        pagina = Pagina(archivo, self._opciones)
        if pagina.anios:
            self._anios = pagina.anios
            return self._anio_despues_de(f"{str(respuesta.url).rpartition('/edca/')[0]}{_POR_ANIO}")
        lecturas = self._sin_los_de_aqui(self._lecturas(pagina))
        resumen = self._trabajo.importar_lecturas(archivo.nombre, lecturas)
        siguiente = pagina.siguiente or respuesta.enlace_siguiente
        siguiente = siguiente_segura(siguiente, respuesta.url) if siguiente else ""
        self._orientar(pagina, es_la_primera=url == self._cosecha.url)
        if pagina.cambios is not None:
            return self._tras_cambios(pagina.vacia, resumen, respuesta, url, siguiente)
        # A feed that puts the newest first has been read to what was known when a page brings nothing new.
        sin_novedades = novedades and self._cosecha.descendente and not resumen.emitidas
        siguiente = "" if pagina.vacia or sin_novedades else siguiente or self._anio_despues_de(url)
        return self._anotar([resumen], respuesta, url, siguiente)

    def _lecturas(self, pagina: Pagina) -> Lectura:
        if pagina.cambios is None:
            return pagina.leer()
        return self._enlaces.cambios(pagina.cambios, pagina.archivo.nombre, self._opciones)

    def _tras_cambios(self, vacia: bool, resumen: Resumen, respuesta: Respuesta, url: str, siguiente: str) -> str:
        """A change feed always says where to go on; it has ended, for now, when it has nothing or repeats itself."""
        self._anotar([resumen], respuesta, url, siguiente or url)
        return "" if vacia or siguiente == url else siguiente

    def _anotar(self, resumenes: list[Resumen], respuesta: Respuesta, url: str, siguiente: str) -> str:
        """Save how far it got, unless the page was refused: then it stays the next one."""
        self._contar(resumenes)
        for resumen in resumenes:
            if resumen.error:
                raise ArchivoIlegible(resumen.error)
            if resumen.rechazadas and not self._cosecha.parcial:
                raise CosechaImposible(
                    _("La página %(url)s trae %(cuantas)s rechazos y no entró. Vea el informe, o use --parcial.")
                    % {"url": url, "cuantas": f"{resumen.rechazadas:,}"}
                )
        cosecha = self._cosecha
        cosecha.siguiente, cosecha.ultima = siguiente, url
        cosecha.etag, cosecha.modificado = respuesta.etag[:300], respuesta.modificado[:100]
        cosecha.estado = Cosecha.Estado.A_MEDIAS
        cosecha.avanzar()
        return siguiente

    def _contar(self, resumenes: list[Resumen]) -> None:
        sumas = {
            campo: F(campo) + sum(getattr(resumen, campo) for resumen in resumenes)
            for campo in ("emitidas", "repetidas", "rechazadas")
        }
        Cosecha.objects.filter(pk=self._cosecha.pk).update(paginas=F("paginas") + 1, **sumas)
        self._cosecha.refresh_from_db(fields=["paginas", *sumas])

    def _orientar(self, pagina: Pagina, *, es_la_primera: bool) -> None:
        """Tell by the first page whether the feed puts the newest first."""
        if es_la_primera and pagina.primera and pagina.ultima:
            self._cosecha.descendente = pagina.primera > pagina.ultima

    def _sin_los_de_aqui(self, lecturas: Lectura) -> Lectura:
        """A feed does not speak for the institutions that capture here, whatever name it gives itself."""
        for lectura in lecturas:
            if isinstance(lectura, Propuesta) and referencia_de(lectura).publicador.clave in self._de_aqui:
                yield from self._ajena(lectura)
            else:
                yield lectura

    def _ajena(self, propuesta: Propuesta) -> Iterator[RenglonRechazado]:
        referencia = referencia_de(propuesta)
        falla = Falla(
            "publisher",
            referencia.publicador.nombre,
            _("Esa institución captura en este portal: nadie más publica en su nombre."),
            _("Revise de quién es la dirección que se cosecha."),
        )
        for archivo, renglon in referencia.unidades:
            yield RenglonRechazado(archivo, renglon, (falla,))

    def _anio_despues_de(self, url: str) -> str:
        """The legacy INAI tool has a list of years, and gives all of a year in one answer."""
        base, hallado, anio = url.rpartition(_POR_ANIO)
        if not hallado:
            return ""
        if not self._anios:
            indice = self._enlaces.documento(leer_url(f"{base}{_INDICE_DE_ANIOS}"))
            self._anios = anios_de(indice)
        posteriores = [otro for otro in self._anios if otro > anio]
        return f"{base}{_POR_ANIO}{posteriores[0]}" if posteriores else ""
