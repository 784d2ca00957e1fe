"""Each official shape is read whole; what cannot be read says row, field and remedy, and the rest is loaded."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from sitio.catalogos.listas.formatos import FORMATOS
from sitio.catalogos.listas.tipos import Lectura, ListaInvalida
from tests.catalogos.listas.conftest import ALFA, BETA, GAMA, archivo_69b, renglon_69b


def leer(formato: str, contenido: str | bytes, nombre: str = "lista.csv") -> Lectura:
    return FORMATOS[formato].leer(nombre, contenido.encode() if isinstance(contenido, str) else contenido)


def resumen(leida: Lectura) -> list[tuple[Any, ...]]:
    return [(f.rfc, f.nombre_normalizado, str(f.situacion), f.desde, f.hasta) for f in leida.filas]


@pytest.mark.parametrize(
    ("codificacion", "titulo"), [("cp1252", "Windows-1252"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8")]
)
def test_el_69b_se_lee_con_sus_titulos_en_las_dos_codificaciones(codificacion: str, titulo: str) -> None:
    leida = leer("sat_69b", archivo_69b(ALFA, BETA, GAMA, codificacion=codificacion))
    assert (leida.codificacion, leida.fecha, leida.rechazos) == (titulo, date(2021, 5, 18), [])
    assert resumen(leida) == [
        ("ALF010101AA1", "COMERCIALIZADORA ALFA DEL NORTE", "definitivo", date(2018, 10, 23), None),
        ("BET020202BB2", "SERVICIOS BETA", "presunto", date(2018, 6, 25), None),
        ("GAM030303CC3", "GRUPO GAMA", "desvirtuado", date(2017, 11, 2), None),
    ]
    assert leida.filas[0].datos["Publicación DOF definitivos"] == "23/10/2018"


def test_una_copia_de_tres_columnas_del_69b_sirve_sin_inventar_la_fecha_del_dof() -> None:
    leida = leer("sat_69b", "RFC;Nombre;Situación\nALF010101AA1;Alfa SA;DEFINITIVO\nXXXXXXXXXXXX;Beta SC;Presunto\n")
    assert resumen(leida) == [
        ("ALF010101AA1", "ALFA", "definitivo", None, None),
        ("", "BETA", "presunto", None, None),
    ]


def test_de_dos_fechas_en_el_dof_cuenta_la_ultima() -> None:
    leida = leer("sat_69b", archivo_69b(renglon_69b(1, "ALF010101AA1", "Alfa", "Definitivo", "05/09/19 // 08/10/2018")))
    assert leida.filas[0].desde == date(2019, 9, 5)


def test_un_renglon_malo_se_rechaza_con_su_lugar_y_los_demas_se_leen() -> None:
    mala = renglon_69b(2, "BET020202BB2", "Beta", "Definitivo", "31/02/2019")
    rara = renglon_69b(3, "GAM030303CC3", "Gama", "En revisión", "")
    nadie = renglon_69b(4, "", "", "Presunto", "")
    leida = leer("sat_69b", archivo_69b(ALFA, mala, rara, nadie))
    assert [fila.rfc for fila in leida.filas] == ["ALF010101AA1"]
    assert [(r.renglon, r.campo, r.valor, r.clave) for r in leida.rechazos] == [
        (5, "Publicación DOF definitivos", "31/02/2019", "BET020202BB2"),
        (6, "Situación del contribuyente", "En revisión", "GAM030303CC3"),
        (7, "Nombre del Contribuyente", "", ""),
    ]
    assert leida.rechazos[0].motivo == "No es una fecha que exista."
    assert leida.rechazos[0].remedio == "Escríbala DD/MM/AAAA o AAAA-MM-DD."


DIRECTORIO = """Proveedor,Dependencia,Número de Expediente  ,Sentido de Resolución ,Fecha de Notificación,\
FechadeResolucion,Plazo años - meses ,Inicio,Fin,Monto
"Alfa, S.A. de C.V.",IMSS,0041/2013,SANCIONATORIA CON MULTA,2014-08-19,2014-08-06,,,,90664
"Beta, S.C.",PEMEX,0012/2014,SANCIONATORIA CON MULTA E INHABILITACIÓN,2014-05-07,2014-05-06,3 MESES,8/5/2014,8/8/2014,1
"Gama, S.A.",SCT,0013/2014,SANCIONATORIA CON MULTA E INHABILITACIÓN,2014-05-07,2014-05-06,1 AÑO,,,1
"Delta, S.A.",SCT,0014/2014,ABSOLUTORIA,2014-05-07,2014-05-06,,,,
"Épsilon, S.A.",SCT,0015/2014,SANCIONATORIA, ADMINISTRACIÓN EN GRAL.,2014-05-06,1 AÑO,,,
"""


def test_el_directorio_distingue_la_multa_de_la_inhabilitacion_y_no_inventa_su_inicio() -> None:
    leida = leer("directorio_sancionados", DIRECTORIO)
    assert resumen(leida) == [
        ("", "ALFA", "multado", None, None),
        ("", "BETA", "inhabilitado", date(2014, 5, 8), date(2014, 8, 8)),
        ("", "GAMA", "inhabilitado", None, None),
    ]
    assert [(r.renglon, r.campo) for r in leida.rechazos] == [
        (5, "Sentido de Resolución"),
        (6, "Fecha de Notificación"),
    ]


def libro(*filas: list[Any]) -> bytes:
    salida, hojas = io.BytesIO(), Workbook()
    for fila in filas:
        hojas.active.append(fila)
    hojas.save(salida)
    return salida.getvalue()


def test_el_libro_del_dof_trae_rfc_y_la_suspension_de_un_tribunal() -> None:
    leida = leer(
        "dof_inhabilitadas",
        libro(
            ["Empresas inhabilitadas al 3 de marzo de 2026"],
            ["Nombre", "RFC", "Inicio", "Término", "Circular de suspensión", "Circular de reanudación"],
            ["Alfa SA de CV", "ALF010101AA1", date(2026, 1, 2), date(2026, 4, 2), None, None],
            ["Beta SC", "BET020202BB2", date(2026, 1, 2), date(2026, 4, 2), "Circular 7", None],
            ["Gama SC", "GAM030303CC3", date(2026, 1, 2), date(2026, 4, 2), "Circular 7", "Circular 9"],
        ),
        "inhabilitadas.xlsx",
    )
    assert (leida.codificacion, leida.fecha) == ("xlsx", date(2026, 3, 3))
    assert [(f.rfc, str(f.situacion), f.hasta) for f in leida.filas] == [
        ("ALF010101AA1", "inhabilitado", date(2026, 4, 2)),
        ("BET020202BB2", "suspendido", date(2026, 4, 2)),
        ("GAM030303CC3", "inhabilitado", date(2026, 4, 2)),
    ]


def test_s3_de_particulares_se_lee_como_pagina_arreglo_o_renglones() -> None:
    alfa = {
        "id": "1",
        "particularSancionado": {"rfc": "ALF010101AA1", "nombreRazonSocial": "Alfa, S.A.", "tipoPersona": "M"},
        "tipoSancion": [{"clave": "I", "valor": "Inhabilitado"}],
        "inhabilitacion": {"fechaInicial": "2026-01-02", "fechaFinal": "2026-04-02"},
    }
    beta = {"particularSancionado": {"nombreRazonSocial": "Beta"}, "tipoSancion": [{"clave": "M", "valor": "Multado"}]}
    esperado = [
        ("ALF010101AA1", "ALFA", "inhabilitado", date(2026, 1, 2), date(2026, 4, 2)),
        ("", "BETA", "multado", None, None),
    ]
    for texto in (
        json.dumps({"pagination": {"page": 1}, "results": [alfa, beta]}),
        json.dumps([alfa, beta]),
        f"{json.dumps(alfa)}\n{json.dumps(beta)}\n",
    ):
        assert resumen(leer("s3_particulares", texto, "s3.json")) == esperado


def test_s3_y_s2_de_servidores_juntan_el_nombre_y_toman_la_curp() -> None:
    persona = {"nombres": "Ana", "primerApellido": "Ruiz", "segundoApellido": "Peña", "curp": "RUPA800101MDFXXX01"}
    sancion = {"servidorPublicoSancionado": persona, "inhabilitacion": {"fechaInicial": "2025-02-01T06:00:00Z"}}
    leida = leer("s3_servidores", json.dumps([sancion, {"servidorPublicoSancionado": None}]), "s3s.json")
    assert [(f.nombre, f.curp, f.desde, str(f.situacion)) for f in leida.filas] == [
        ("Ana Ruiz Peña", "RUPA800101MDFXXX01", date(2025, 2, 1), "inhabilitado")
    ]
    assert [(r.renglon, r.campo) for r in leida.rechazos] == [(2, "servidorPublicoSancionado")]
    s2 = leer("s2", json.dumps([{**persona, "institucionDependencia": {"nombre": "SEFIN"}}]), "s2.json").filas
    assert [(f.clave, f.nombre_normalizado) for f in s2] == [("RUPA800101MDFXXX01", "ANA RUIZ PENA")]
    assert s2[0].datos["institucionDependencia"] == {"nombre": "SEFIN"}


def test_una_lista_propia_revisa_su_vigencia_y_su_rfc() -> None:
    leida = leer(
        "propia",
        "rfc,nombre,desde,hasta,motivo\nALF010101AA1,Alfa,01/01/2026,,Rescisión\n,Beta,,2026-05-01,Rescisión\n"
        "GAM030303CC3,Gama,2026-05-01,2026-04-01,Rescisión\nABC,Delta,,,Rescisión\n",
    )
    assert resumen(leida) == [
        ("ALF010101AA1", "ALFA", "en_lista", date(2026, 1, 1), None),
        ("", "BETA", "en_lista", None, date(2026, 5, 1)),
    ]
    assert [(r.renglon, r.campo, r.motivo) for r in leida.rechazos] == [
        (4, "hasta", "Termina antes de empezar."),
        (5, "rfc", "No es un RFC."),
    ]


def test_articulo_69_padron_y_paises() -> None:
    fiscal = (
        "RFC,RAZÓN SOCIAL,TIPO PERSONA,SUPUESTO,FECHAS DE PRIMERA PUBLICACION\nALF010101AA1,Alfa,M,FIRMES,01/01/2014"
    )
    assert resumen(leer("sat_69", fiscal)) == [("ALF010101AA1", "ALFA", "en_lista", date(2014, 1, 1), None)]
    assert resumen(leer("padron", "RFC,Nombre\nALF010101AA1,Alfa")) == [
        ("ALF010101AA1", "ALFA", "en_lista", None, None)
    ]
    paises = leer("paises", "codigo,nombre,indice\nVG,Islas Vírgenes Británicas,71\nPAN,Panamá,72\n")
    assert [(f.rfc, f.datos["indice"]) for f in paises.filas] == [("VG", "71")]
    assert [(r.campo, r.valor) for r in paises.rechazos] == [("codigo", "PAN")]


@pytest.mark.parametrize(
    ("formato", "contenido", "dice"),
    [
        ("sat_69b", b"RFC,Nombre\nALF010101AA1,Alfa\n", "debe traer las columnas rfc, nombre, situacion del contrib"),
        ("sat_69b", b"", "vacío"),
        ("sat_69b", b"PK\x03\x04roto", "dañado"),
        ("sat_69b", b"RFC\0", "no es un CSV"),
        ("s2", b"{", "no es JSON completo"),
        ("s2", b"[" * 5000, "no es JSON completo"),
        ("s2", b'[{"nombres": "a\\u0000b"}]', "no es JSON completo"),
        ("s2", b'[{"otra": 1}]', "ninguno de sus registros trae «nombres»"),
        ("s3_particulares", b"7", "ninguno de sus registros trae «particularSancionado»"),
    ],
)
def test_un_archivo_que_no_es_de_la_lista_se_rechaza_con_su_nombre(formato: str, contenido: bytes, dice: str) -> None:
    with pytest.raises(ListaInvalida, match=dice) as error:
        leer(formato, contenido, "de-otra-cosa.csv")
    assert "de-otra-cosa.csv" in str(error.value)


@pytest.mark.datos_reales
def test_el_69b_de_2021_se_lee_entero(compartido: Path) -> None:
    ruta = compartido / "data" / "listas" / "sat-69b-2021-05-empresas.csv"
    leida = leer("sat_69b", ruta.read_bytes())
    assert (len(leida.filas), leida.rechazos, leida.fecha) == (9838, [], date(2021, 5, 18))
    situaciones = [str(fila.situacion) for fila in leida.filas]
    assert [situaciones.count(s) for s in ("definitivo", "presunto", "desvirtuado", "sentencia_favorable")] == [
        *(8138, 604, 274, 822)
    ]
    assert sum(fila.desde is None for fila in leida.filas) == 119


@pytest.mark.datos_reales
def test_el_directorio_de_2017_se_lee_salvo_sus_renglones_corridos(compartido: Path) -> None:
    ruta = compartido / "data" / "listas" / "sancionados-2017-empresas.csv"
    leida = leer("directorio_sancionados", ruta.read_bytes())
    assert len(leida.filas) + len(leida.rechazos) == 1240
    assert [(r.campo, r.valor) for r in leida.rechazos] == [
        ("Sentido de Resolución", "ABSOLUTORIA"),
        ("Fecha de Notificación", "ADMINISTRACIÓN EN GRAL. DE PERSONAS PERSONAS."),
        ("Fecha de Notificación", "SANCIONATORIA CON MULTA E INHABILITACIÓN"),
    ]
