"""The world of the permission matrix, built once: two institutions, two units in one of them, everybody, everything."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, Revision, Site

from sitio.alertas.models import Alerta, EstadoDeAlerta, MovimientoAlerta, Plazo, Silencio
from sitio.alertas.vida import silencios
from sitio.catalogos.listas.carga import cargar
from sitio.catalogos.models import (
    FEDERAL,
    ClaveCucop,
    DiaInhabil,
    Inpc,
    LimiteDeMonto,
    ListaExterna,
    Partida,
    PresupuestoAutorizado,
    RenglonDeLista,
    Uma,
    UnidadCompradora,
)
from sitio.importacion.models import Cosecha
from sitio.procesos.archivos import almacen
from sitio.procesos.models import PapelInstitucional
from sitio.procesos.papeles import delegaciones
from sitio.procesos.papeles.permisos import SOLO_DE_INSTITUCION, Papel
from sitio.procesos.plantillas import borradores
from sitio.publicacion import bitacora, retiros
from sitio.publicacion.models import Entrega, Motivo, Origen
from sitio.publicacion.retiros import GRUPO
from tests import fabricas
from tests.avisos.mundo import corrida
from tests.publicacion.vida import importable

DE_UNIDAD = [papel.value for papel in Papel if papel not in SOLO_DE_INSTITUCION]


@dataclass
class Mundo:
    """`quienes` are the columns of the matrix; `secretos`, words that only who may see a process may read."""

    quienes: dict[str, Any] = field(default_factory=dict)
    secretos: dict[str, str] = field(default_factory=dict)
    valores: dict[str, Any] = field(default_factory=dict)
    cosas: dict[str, Any] = field(default_factory=dict)


def crear() -> Mundo:
    """Make it all through the real services. The objects that addresses ask for are of the north unit of `casa`."""
    mundo, casa, otra = Mundo(), fabricas.casa("casa"), fabricas.casa("otra")
    sur = fabricas.otra_unidad(casa)
    _personas(mundo, casa, otra, sur)
    for lugar, dueña, unidad in (("norte", casa, casa.unidad), ("sur", casa, sur), ("otra", otra, otra.unidad)):
        _proceso(mundo, lugar, dueña, unidad)
    _publicaciones_importadas(mundo, casa)
    _valores(mundo, casa)
    return mundo


def _personas(mundo: Mundo, casa: fabricas.Casa, otra: fabricas.Casa, sur: Any) -> None:
    """Each role in its own unit (or institution, if it is never of a unit), and somebody with all of them elsewhere."""
    for papel in Papel:
        unidad = casa.unidad if papel.value in DE_UNIDAD else None
        mundo.quienes[papel.value] = fabricas.con_papel(f"{papel.value}.norte", casa, papel, unidad=unidad)
    mundo.quienes["otra_unidad"] = fabricas.con_papel("todo.sur", casa, *DE_UNIDAD, unidad=sur)
    mundo.quienes["otra_institucion"] = fabricas.con_papel("todo.otra", otra, *Papel.values)
    mundo.quienes["sin_papel"] = fabricas.persona("sin.papel")
    mundo.quienes["anonimo"] = None


def _proceso(mundo: Mundo, lugar: str, casa: fabricas.Casa, unidad: Any) -> None:
    """A published process with a draft in approval on top; each with words of its own."""
    secreto = f"zzsecreto{lugar}"
    mundo.secretos[lugar] = secreto
    proceso = fabricas.proceso(casa, titulo=f"{secreto} titulo", unidad=unidad)
    planeacion = fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    fabricas.llenar(planeacion, casa.capturista, justificacion=f"{secreto} borrador")
    flujo = fabricas.enviar(planeacion, casa.capturista)
    borrador = fabricas.proceso(casa, titulo=f"{secreto} en captura", unidad=unidad)
    mundo.cosas[lugar] = {
        "proceso": proceso,
        "planeacion": type(planeacion).objects.get(pk=planeacion.pk),
        "borrador": fabricas.etapa_de(borrador, "planeacion"),
        "flujo": flujo,
        "alerta": alerta_de(casa, proceso.ocid, secreto),
    }


def alerta_de(casa: fabricas.Casa, ocid: str, secreto: str) -> Alerta:
    corrida_ = corrida()
    alerta = Alerta.objects.create(
        huella=f"{ocid:x<64}"[:64],
        ocid=ocid,
        publicador=casa.publicador,
        corrida=corrida_,
        bandera="P20",
        version="1",
        sujeto=secreto,
        severidad=3,
        evidencia_sha256="0" * 64,
        posicion=1,
        entrega_sha256="0" * 64,
    )
    MovimientoAlerta.objects.create(
        alerta=alerta, de="", a=EstadoDeAlerta.NUEVA, motivo=f"{secreto} motivo", posicion=1
    )
    hoy = timezone.localdate()
    Plazo.objects.create(
        ocid=ocid,
        publicador=casa.publicador,
        corrida=corrida_,
        plazo="L01",
        version="1",
        sujeto=secreto,
        base=hoy,
        vence=hoy + timedelta(days=9),
        fundamento=f"{secreto} fundamento",
        estado="pendiente",
        posicion=1,
    )
    return alerta


def _publicaciones_importadas(mundo: Mundo, casa: fabricas.Casa) -> None:
    """An alert of a process that was only imported: nobody's unit."""
    mundo.secretos["importado"] = "zzsecretoimportado"
    mundo.cosas["importado"] = {"alerta": alerta_de(casa, "ocds-213czf-zzsecretoimportado", "zzsecretoimportado")}


def _valores(mundo: Mundo, casa: fabricas.Casa) -> None:
    """What each part of an address stands for. Whatever hangs from a unit is of the north one."""
    norte = mundo.cosas["norte"]
    planeacion, flujo = norte["planeacion"], norte["flujo"]
    paso = fabricas.paso_actual(planeacion)
    revisiones = Revision.page_revisions.filter(object_id=str(planeacion.pk)).order_by("pk")
    delegacion = delegaciones.delegar(
        mundo.quienes["aprobador"],
        mundo.quienes["oic"],
        casa.institucion,
        timezone.localdate(),
        timezone.localdate(),
        mundo.quienes["aprobador"],
    )
    papel = PapelInstitucional.objects.get(institucion=casa.institucion, unidad=casa.unidad, papel="aprobador")
    mundo.valores = {
        "pagina": planeacion.pk,
        "proceso": norte["proceso"].pk,
        "institucion": casa.institucion.pk,
        "unidad": casa.unidad.pk,
        "ejercicio": norte["proceso"].get_parent().pk,
        "portada": casa.institucion.get_parent().pk,
        "paso": paso.pk,
        "tarea": paso.task_id,
        "flujo": flujo.pk,
        "workflow": flujo.workflow_id,
        "revision": revisiones.last().pk,
        "primera": revisiones.first().pk,
        "alerta": norte["alerta"].pk,
        "silencio": _silencio(casa, mundo.secretos["norte"]).pk,
        "ocid": norte["proceso"].ocid,
        "plazo": Plazo.objects.get(ocid=norte["proceso"].ocid).pk,
        "delegacion": delegacion.pk,
        "persona": fabricas.con_papel("colega.norte", casa, "revisor", "aprobador", unidad=casa.unidad).pk,
        "papel": papel.pk,
        "grupo": papel.grupo_id,
        "publicador": casa.publicador.pk,
        "organizacion": casa.institucion.organizacion_id,
        "sitio": Site.objects.get().pk,
        "coleccion": Collection.objects.get(depth=1).pk,
        "documento": Document.objects.create(title="Documento", file=ContentFile(b"x", "x.txt")).pk,
        # The house keeps no images; what these addresses say of one that is not there is enough.
        "imagen": 999_999,
        "retiro": _retiro(norte["proceso"].ocid),
        "cosecha": Cosecha.objects.create(url="https://otra.example.mx/releases").pk,
        "cucop": ClaveCucop.objects.create(clave="21100001", descripcion="Papel", unidad="Pieza").pk,
        "calendario": FEDERAL,
        "partida": Partida.objects.create(clave="21199", descripcion="Partida de prueba").pk,
        "unidad_compradora": UnidadCompradora.objects.create(clave="UC-1", nombre="Compras", institucion="SEFIN").pk,
        "plantilla": fabricas.plantilla().pk,
        "clave_de_plantilla": fabricas.plantilla().clave,
        "borrador_de_plantilla": borradores.abrir(fabricas.plantilla(), mundo.quienes["comunicacion"])[0].pk,
        "ocid_importado": _importado(casa),
        "archivo": almacen.guardar(casa.unidad, SimpleUploadedFile("a.txt", b"a"), mundo.quienes["capturista"]).pk,
        "inpc": Inpc.objects.create(anio=2026, mes=1, indice=143, base="2Q jul 2018", fuente="Prueba").pk,
        "inhabil": DiaInhabil.objects.create(fecha="2031-03-03", motivo="Prueba").pk,
        **_lista_externa(),
        **_montos(casa),
    }


def _montos(casa: fabricas.Casa) -> dict[str, int]:
    ley = {"anio": 2031, "ley": "LAASSP"}
    limite = LimiteDeMonto.objects.create(**ley, objeto="adquisiciones", tramo=1, directa=1, invitacion=2)
    comprador = casa.institucion.organizacion
    presupuesto = PresupuestoAutorizado.objects.create(**ley, comprador=comprador, monto=1, fuente="Prueba")
    return {"limite": limite.pk, "presupuesto": presupuesto.pk, "uma": Uma.objects.create(anio=2031, diaria=1).pk}


def _silencio(casa: fabricas.Casa, secreto: str) -> Silencio:
    """One over the north unit: only who sees its processes reads why."""
    return silencios.silenciar(
        casa.oic,
        casa.publicador,
        bandera="P01",
        unidad=casa.unidad,
        hasta=timezone.localdate(),
        motivo=f"{secreto} silencio",
    )


def _lista_externa() -> dict[str, int]:
    lista = ListaExterna.objects.create(clave="padron", titulo="Padrón", tipo="padron", formato="padron")
    version = cargar(lista, "padron.csv", b"rfc,nombre\nALF010101AA1,Alfa\n", fecha=date(2026, 1, 1)).version
    renglon = RenglonDeLista.objects.get(alta=version)
    return {"lista_externa": lista.pk, "version_de_lista": version.pk, "renglon_de_lista": renglon.pk}


def _importado(casa: fabricas.Casa) -> str:
    """A published process without pages: of nobody's unit."""
    entrega = importable("ocds-213czf-importado-1", titulo="zzsecretoimportado publicado")
    return bitacora.emitir(casa.publicador, entrega, origen=Origen.IMPORTACION).ocid


def _retiro(ocid: str) -> int:
    persona = fabricas.persona("pide.retiros")
    persona.groups.add(Group.objects.get_or_create(name=GRUPO)[0])
    Group.objects.get(name=GRUPO).permissions.add(Permission.objects.get(codename="retirar_entrega"))
    entrega = Entrega.objects.filter(ocid=ocid).latest("posicion")
    solicitante = type(persona).objects.get(pk=persona.pk)
    return retiros.solicitar(
        ocid,
        entrega.id_entrega,
        motivo=Motivo.values[0],
        fundamento="Artículo 1",
        explicacion="Prueba de la matriz.",
        persona=solicitante,
    ).pk
