"""The index for programs, and the same as a DCAT-AP 3 catalogue (JSON-LD), which open data portals harvest."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _

from sitio.ocds.identificadores import formato_fecha
from sitio.publicacion.direcciones import absoluta
from sitio.publicacion.masivos.formatos import COMPILADAS, ENTREGAS, FORMATOS, REGISTROS
from sitio.publicacion.masivos.indice import Archivo, Indice
from sitio.publicacion.models import Publicador

_OCDS = "https://standard.open-contracting.org/1.1/"
_TIPOS_IANA = "https://www.iana.org/assignments/media-types/"
_UE = "http://publications.europa.eu/resource/authority/"
_CONTEXTO = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def indice_publico(indice: Indice) -> bytes:
    """Return the index as JSON: `files`, one entry each, and when the last of them changed."""
    modificado = indice.modificado()
    datos = {
        "uri": absoluta("publicacion:masivos"),
        "catalog": absoluta("publicacion:catalogo"),
        "lastModified": formato_fecha(modificado) if modificado else None,
        "files": [archivo.publico() for archivo in indice.archivos],
    }
    return orjson.dumps(datos)


def dcat(indice: Indice) -> bytes:
    """Return the catalogue: a dataset for each publisher, and one for the whole portal, with a distribution a file."""
    claves = sorted({archivo.publicador for archivo in indice.archivos})
    publicadores = {uno.clave: uno for uno in Publicador.objects.filter(clave__in=claves)}
    modificado = indice.modificado()
    datos = {
        "@context": _CONTEXTO,
        "@id": absoluta("publicacion:catalogo"),
        "@type": "dcat:Catalog",
        "dct:title": _texto(_("Contrataciones abiertas: %(portal)s") % {"portal": settings.WAGTAIL_SITE_NAME}),
        "dct:description": _texto(_("Los procesos de contratación publicados en este portal, en OCDS 1.1.")),
        "dct:publisher": _agente(settings.WAGTAIL_SITE_NAME, settings.URL_PUBLICA),
        "dct:language": {"@id": f"{_UE}language/SPA"},
        "foaf:homepage": {"@id": settings.URL_PUBLICA},
        **_fecha(modificado),
        "dcat:dataset": [_conjunto(publicadores.get(clave), list(indice.de(clave))) for clave in claves],
    }
    return orjson.dumps(datos)


def _conjunto(publicador: Publicador | None, archivos: list[Archivo]) -> dict[str, Any]:
    nombre = publicador.nombre if publicador else settings.WAGTAIL_SITE_NAME
    sitio = (publicador.uri if publicador else "") or settings.URL_PUBLICA
    licencia = publicador.licencia if publicador else ""
    clave = publicador.clave if publicador else "portal"
    anios = sorted({archivo.anio for archivo in archivos if archivo.anio})
    datos = {
        "@id": f"{absoluta('publicacion:catalogo')}#{clave}",
        "@type": "dcat:Dataset",
        "dct:identifier": clave,
        "dct:title": _texto(_("Contrataciones de %(quien)s") % {"quien": nombre}),
        "dct:description": _texto(
            _("Los procesos de contratación de %(quien)s, de la planeación a la ejecución, tal como se publicaron.")
            % {"quien": nombre}
        ),
        "dct:publisher": _agente(nombre, sitio),
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": nombre, "vcard:hasURL": {"@id": sitio}},
        "dct:language": {"@id": f"{_UE}language/SPA"},
        "dcat:theme": {"@id": f"{_UE}data-theme/GOVE"},
        "dct:accrualPeriodicity": {"@id": f"{_UE}frequency/DAILY"},
        "dct:spatial": {"@id": f"{_UE}country/MEX"},
        "dcat:keyword": [_texto(palabra) for palabra in _palabras()],
        "dct:conformsTo": {"@id": _OCDS},
        "dct:license": {"@id": licencia} if licencia else None,
        "dcat:landingPage": {"@id": settings.URL_PUBLICA},
        "dct:temporal": _periodo(anios),
        **_fecha(max(archivo.modificado for archivo in archivos)),
        "dcat:distribution": [_distribucion(archivo, licencia) for archivo in archivos],
    }
    return {clave: valor for clave, valor in datos.items() if valor}


def _palabras() -> Iterable[str]:
    return (_("contrataciones públicas"), _("contrataciones abiertas"), _("licitaciones"), _("contratos"), "OCDS")


def _distribucion(archivo: Archivo, licencia: str) -> dict[str, Any]:
    formato = FORMATOS[archivo.formato]
    de_ocds = archivo.formato in (COMPILADAS, ENTREGAS, REGISTROS)
    parte = str(archivo.parte) if archivo.parte > 1 else ""
    partes = (str(formato.titulo), archivo.tabla, str(archivo.anio or ""), parte)
    datos = {
        "@id": archivo.url,
        "@type": "dcat:Distribution",
        "dct:title": _texto(", ".join(filter(None, partes))),
        "dcat:accessURL": {"@id": archivo.url},
        "dcat:downloadURL": {"@id": archivo.url},
        # DCAT: the media type is that of the data; how they are compressed or packed is said apart.
        "dcat:mediaType": {"@id": _TIPOS_IANA + (formato.dentro or formato.tipo)},
        "dcat:compressFormat": {"@id": _TIPOS_IANA + formato.tipo} if formato.dentro else None,
        "dct:conformsTo": {"@id": _OCDS} if de_ocds else None,
        "dct:license": {"@id": licencia} if licencia else None,
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(archivo.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": archivo.sha256},
        },
        "dct:temporal": _periodo([archivo.anio] if archivo.anio else []),
        **_fecha(archivo.modificado),
    }
    return {clave: valor for clave, valor in datos.items() if valor}


def _agente(nombre: str, sitio: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": nombre, "foaf:homepage": {"@id": sitio}}


def _texto(valor: str) -> dict[str, str]:
    return {"@language": "es", "@value": valor}


def _fecha(momento: datetime | None) -> dict[str, Any]:
    return {"dct:modified": {"@type": "xsd:dateTime", "@value": formato_fecha(momento)}} if momento else {}


def _periodo(anios: list[int]) -> dict[str, Any] | None:
    """The years, by the date of the first release of each process, from the first day to the last."""
    if not anios:
        return None
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:date", "@value": f"{anios[0]:04}-01-01"},
        "dcat:endDate": {"@type": "xsd:date", "@value": f"{anios[-1]:04}-12-31"},
    }
