"""The admin pages of external lists. They translate requests; the rules live in the modules beside."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from sitio.catalogos.esquemas import RFC, UNIDAD_COMPRADORA
from sitio.catalogos.listas import confirmaciones
from sitio.catalogos.listas.carga import Carga, cargar
from sitio.catalogos.listas.coincidencias import Sujeto, buscar
from sitio.catalogos.listas.diferencias import Diferencias, anterior_a, diferencias
from sitio.catalogos.listas.formularios import CargaDeListaForm, DecisionForm
from sitio.catalogos.listas.tipos import NOMBRE_MAXIMO, ListaInvalida
from sitio.catalogos.models import ListaExterna, Organizacion, RenglonDeLista, VersionDeLista
from sitio.catalogos.permisos import puede_cargar_listas, puede_confirmar
from sitio.catalogos.rfc import LARGO_FISICA
from sitio.catalogos.vistas import Vista
from sitio.componentes import formatos
from sitio.ocds.nombres import normalizar

POR_PAGINA = 50


class _Listas(Vista):
    """Only for who may load lists: S2 and S3 carry personal data."""

    header_icon = "warning"

    def puede(self, persona: User) -> bool:
        return puede_cargar_listas(persona)

    def camino(self) -> list[dict[str, Any]]:
        listas = reverse("wagtailsnippets_catalogos_listaexterna:list")
        return [{"url": listas, "label": _("Listas externas")}]


class Versiones(_Listas):
    """The versions of a list, and the form that loads the next one."""

    template_name = "catalogos/listas/versiones.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._con(get_object_or_404(ListaExterna, pk=pk), CargaDeListaForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        lista = get_object_or_404(ListaExterna, pk=pk)
        form = CargaDeListaForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._con(lista, form, 422)
        try:
            hecha = self._cargar(lista, form.cleaned_data)
        except ListaInvalida as error:
            form.add_error("archivo", str(error))
            return self._con(lista, form, 422)
        if not hecha.nueva:
            messages.info(request, _("Ese archivo es el de la versión vigente: nada cambió."))
            return redirect("catalogos_listas:versiones", lista.pk)
        messages.success(
            request, _("Se cargó la versión del %(fecha)s.") % {"fecha": formatos.fecha(hecha.version.fecha)}
        )
        return redirect("catalogos_listas:version", hecha.version.pk)

    def _cargar(self, lista: ListaExterna, datos: dict[str, Any]) -> Carga:
        archivo = datos["archivo"]
        return cargar(
            lista,
            archivo.name,
            archivo.read(),
            fecha=datos["fecha"],
            persona=self.persona,
            aunque_falten=datos["completa"],
        )

    def _con(self, lista: ListaExterna, form: CargaDeListaForm, codigo: int = 200) -> HttpResponse:
        versiones = lista.versiones.select_related("cargada_por")
        pagina = Paginator(versiones, POR_PAGINA).get_page(self.request.GET.get("p"))
        return self.mostrar(str(lista), codigo, lista=lista, form=form, pagina=pagina)


class Version(_Listas):
    """What a version changed, what it could not take, and everybody it had."""

    template_name = "catalogos/listas/version.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(VersionDeLista.objects.select_related("lista"), pk=pk)
        anterior = anterior_a(version)
        cambios = diferencias(anterior, version) if anterior else None
        renglones = RenglonDeLista.objects.de_la_version(version)
        buscado = request.GET.get("q", "").strip()
        if buscado:
            renglones = renglones.parecidos_a(buscado)
        return self.mostrar(
            _("Versión del %(fecha)s") % {"fecha": formatos.fecha(version.fecha)},
            version=version,
            anterior=anterior,
            grupos=[] if cambios is None else _grupos(cambios),
            pagina=Paginator(renglones, POR_PAGINA).get_page(request.GET.get("p")),
            buscado=buscado,
            consulta=urlencode({"q": buscado}) if buscado else "",
        )

    def camino(self) -> list[dict[str, Any]]:
        lista = VersionDeLista.objects.select_related("lista").get(pk=self.kwargs["pk"]).lista
        return [*super().camino(), {"url": reverse("catalogos_listas:versiones", args=[lista.pk]), "label": str(lista)}]


def _grupos(cambios: Diferencias) -> list[dict[str, Any]]:
    return [
        {"titulo": titulo, "total": len(grupo), "cambios": grupo[:POR_PAGINA]}
        for titulo, grupo in (
            (_("Nuevas"), cambios.nuevas),
            (_("Cambiadas"), cambios.cambiadas),
            (_("Retiradas"), cambios.retiradas),
        )
    ]


class _Coincidencias(_Listas):
    """Only for who may confirm."""

    def puede(self, persona: User) -> bool:
        return puede_confirmar(persona)


class Pendientes(_Coincidencias):
    """Organizations of the register that share a name with somebody on a list, until a person decides."""

    template_name = "catalogos/listas/pendientes.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        padron = Organizacion.objects.vigentes().filter(pais="MX")
        sujetos = [
            Sujeto(organizacion.id_ocds, organizacion.razon_social or organizacion.nombre, rfc=_rfc(organizacion))
            for organizacion in padron.exclude(esquema=UNIDAD_COMPRADORA).iterator()
        ]
        pendientes = [hallada for hallada in buscar(sujetos) if not hallada.segura and not hallada.rechazada]
        pagina = Paginator(pendientes, POR_PAGINA).get_page(request.GET.get("p"))
        return self.mostrar(_("Coincidencias por confirmar"), pagina=pagina)


class Decidir(_Coincidencias):
    """Both sides, and the form that says whether they are the same. `rfc` and `nombre` say who was found."""

    template_name = "catalogos/listas/decidir.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._con(self._renglon(pk), DecisionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        renglon, form = self._renglon(pk), DecisionForm(request.POST)
        if form.is_valid():
            datos = form.cleaned_data
            try:
                confirmaciones.decidir(self._sujeto(), renglon, datos["decision"], datos["motivo"], self.persona)
            except confirmaciones.DecisionRechazada as rechazo:
                form.add_error(None, str(rechazo))
            else:
                messages.success(request, _("Quedó anotado. Las alertas de esa parte se vuelven a revisar."))
                return redirect("catalogos_listas:pendientes")
        return self._con(renglon, form, 422)

    def _renglon(self, pk: int) -> RenglonDeLista:
        return get_object_or_404(RenglonDeLista.objects.select_related("lista"), pk=pk)

    def _sujeto(self) -> Sujeto:
        """Who was found, as the address says; it must be who the match is about, or nothing would be decided."""
        rfc, nombre = self.request.GET.get("rfc", ""), self.request.GET.get("nombre", "")
        if not normalizar(nombre) or len(nombre) > NOMBRE_MAXIMO or len(rfc) > LARGO_FISICA:
            raise Http404
        return Sujeto(rfc, nombre, rfc=rfc)

    def _con(self, renglon: RenglonDeLista, form: DecisionForm, codigo: int = 200) -> HttpResponse:
        sujeto = self._sujeto()
        dichas = renglon.lista.confirmaciones.filter(
            clave=renglon.clave, rfc=sujeto.rfc_propio, nombre=sujeto.nombre_normalizado
        ).select_related("persona")
        return self.mostrar(
            _("¿Es la misma persona o empresa?"), codigo, renglon=renglon, sujeto=sujeto, form=form, dichas=dichas
        )


def _rfc(organizacion: Organizacion) -> str:
    return organizacion.identificador if organizacion.esquema == RFC else ""


URLS = [
    path("<int:pk>/", Versiones.as_view(), name="versiones"),
    path("versiones/<int:pk>/", Version.as_view(), name="version"),
    path("coincidencias/", Pendientes.as_view(), name="pendientes"),
    path("renglones/<int:pk>/decidir/", Decidir.as_view(), name="decidir"),
]
