"""Rows pasted or uploaded: what arrives in the draft, what is refused and why, and who may."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from sitio.catalogos.models import ClaveCucop, Organizacion, Partida
from sitio.procesos import servicios
from sitio.procesos.archivos.campo import CampoDeArchivo
from sitio.procesos.cargas.columnas import columnas_de, listas_de, normal
from sitio.procesos.models import EtapaPage
from sitio.procesos.servicios import TIPOS_DE_ETAPA
from sitio.publicacion.models import Entrega
from tests import fabricas
from tests.procesos.test_admin import QUIENES, formulario

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARTICULOS = "Descripción\tCantidad\tUnidad de medida\tClave CUCoP+\tPrecio unitario con impuestos\n"
MESAS = f"{ARTICULOS}Mesa\t12\tpieza\t21101001\t$1,234.50\nSilla\t40\tpieza\t\t350\n"


@pytest.fixture
def casa() -> fabricas.Casa:
    return fabricas.casa()


@pytest.fixture
def licitacion(casa: fabricas.Casa) -> Any:
    """The draft of a tender whose planning is public."""
    proceso = fabricas.proceso(casa)
    fabricas.publicar(casa, fabricas.etapa_de(proceso, "planeacion"))
    ClaveCucop.objects.create(clave="21101001", descripcion="Mesas", partida="21101")
    Partida.objects.get_or_create(clave="21101", defaults={"descripcion": "Materiales"})
    return servicios.crear_etapa(proceso, "licitacion", casa.capturista)


def direccion(pagina: EtapaPage, lista: str = "articulos") -> str:
    return reverse("procesos:cargar", args=[pagina.pk, lista])


def subir(cliente: Client, pagina: EtapaPage, texto: Any, lista: str = "articulos", **datos: Any) -> Any:
    """Paste (or upload) and save, as the last button of the page does."""
    que = {"texto": texto} if isinstance(texto, str) else {"archivo": texto}
    return cliente.post(direccion(pagina, lista), {"modo": "agregar", "accion": "guardar", **que, **datos})


def borrador(pagina: EtapaPage) -> Any:
    return type(pagina).objects.get(pk=pagina.pk).get_latest_revision_as_object()


def fallas(respuesta: Any) -> list[tuple[int | None, str, str]]:
    assert respuesta.status_code == 422
    return [(f.renglon, f.columna, f.mensaje) for f in respuesta.context["fallas"]]


def lo_del_form(respuesta: Any) -> dict[str, Any]:
    """What a browser would send back: check boxes that nobody marked are not sent."""
    return {nombre: valor for nombre, valor in formulario(respuesta).items() if valor != "[]"}


def libro(*filas: list[Any]) -> bytes:
    hoja = Workbook()
    for fila in filas:
        hoja.active.append(fila)
    salida = io.BytesIO()
    hoja.save(salida)
    return salida.getvalue()


def test_a_paste_is_shown_before_it_is_saved_and_then_lands_in_the_draft_alone(como: Any, licitacion: Any) -> None:
    cliente, publicadas = como("capturista"), Entrega.objects.count()
    vista = cliente.post(direccion(licitacion), {"texto": MESAS, "modo": "agregar", "accion": "revisar"})
    assert vista.status_code == 200
    assert "2 renglones nuevos. La lista del borrador tiene 2." in vista.content.decode()
    assert borrador(licitacion).articulos.count() == 0

    respuesta = subir(cliente, licitacion, MESAS)
    assert respuesta.url == reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    mesa, silla = borrador(licitacion).articulos.all()
    assert (mesa.descripcion, mesa.cantidad, mesa.clave_cucop_id) == ("Mesa", Decimal(12), "21101001")
    assert (mesa.precio_unitario, silla.precio_unitario) == (Decimal("1234.50"), Decimal(350))
    assert silla.clave_cucop_id is None
    # Nothing crossed: neither the page's own table nor the ledger.
    assert type(licitacion).objects.get(pk=licitacion.pk).articulos.count() == 0
    assert Entrega.objects.count() == publicadas


@pytest.mark.parametrize("separador", [",", ";", "\t"])
@pytest.mark.parametrize("codificacion", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_however_a_spreadsheet_saved_it(
    como: Any, licitacion: Any, separador: str, codificacion: str
) -> None:
    salida = io.StringIO()
    csv.writer(salida, delimiter=separador).writerows(
        [["DESCRIPCION", "cantidad", "Unidad de medida"], ["Pizarrón «ñ», grande", "3", "pieza"]]
    )
    archivo = SimpleUploadedFile("articulos.csv", salida.getvalue().encode(codificacion))
    assert subir(como("capturista"), licitacion, archivo).status_code == 302
    assert borrador(licitacion).articulos.get().descripcion == "Pizarrón «ñ», grande"


def test_a_workbook_brings_numbers_and_dates_as_such(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    contenido = libro(
        ["Clave", "Título", "Monto estimado con impuestos", "Inicio previsto del contrato"],
        ["1", "Mobiliario", 1234.1, date(2026, 5, 4)],
        [2, "Cómputo", 99, "05/06/2026"],
    )
    archivo = SimpleUploadedFile("lotes.xlsx", contenido, XLSX)
    assert subir(como("capturista"), licitacion, archivo, "lotes").status_code == 302
    uno, dos = borrador(licitacion).lotes.all()
    assert (uno.clave, uno.valor, uno.inicio) == ("1", Decimal("1234.10"), date(2026, 5, 4))
    assert (dos.clave, dos.valor, dos.inicio) == ("2", Decimal(99), date(2026, 6, 5))


def test_every_error_is_told_at_once_and_the_paste_stays_in_its_box(como: Any, licitacion: Any) -> None:
    texto = (
        "Descripción\tCantidad\tUnidad de medida\tClave CUCoP+\tPrecio unitario con impuestos\tMoneda\n"
        "Mesa\t12\tpieza\t21101001\t1.234,50\tPeso mexicano (MXN)\n"
        "\n"
        "\tdoce\tpieza\t999\t10\tMXN\n"
        "Silla\t-1\tpieza\t\t10\tpesos\n"
    )
    respuesta = subir(como("capturista"), licitacion, texto)
    assert fallas(respuesta) == [
        (
            2,
            "Precio unitario con impuestos",
            "La coma separa millares; los decimales van con punto. Si son decimales, escriba 1234.50.",
        ),
        (4, "Cantidad", "No es un número. Escríbalo con punto decimal, por ejemplo 1,234.50."),
        (4, "Clave CUCoP+", "No está en el catálogo. Revise la clave o deje la celda vacía."),
        (
            5,
            "Moneda",
            "No es una de las opciones. Escriba una de estas: Peso mexicano (MXN), Dólar estadounidense (USD), "
            "Euro (EUR).",
        ),
    ]
    assert "doce\tpieza\t999" in respuesta.content.decode()
    assert borrador(licitacion).articulos.count() == 0


def test_what_the_form_would_refuse_is_refused_cell_by_cell(como: Any, licitacion: Any) -> None:
    texto = "Descripción\tCantidad\tUnidad de medida\n\t1\tpieza\nMesa\t-3\tpieza\nSilla\t1\t" + "x" * 81 + "\n"
    assert [(renglon, columna) for renglon, columna, _m in fallas(subir(como("capturista"), licitacion, texto))] == [
        (2, "Descripción"),
        (3, "Cantidad"),
        (4, "Unidad de medida"),
    ]


def test_a_file_with_errors_comes_back_as_text_to_be_mended(como: Any, licitacion: Any) -> None:
    contenido = libro(["Descripción", "Cantidad", "Unidad de medida"], [], ["Mesa", "muchas", "pieza"])
    respuesta = subir(como("capturista"), licitacion, SimpleUploadedFile("a.xlsx", contenido, XLSX))
    assert [f[:2] for f in fallas(respuesta)] == [(3, "Cantidad")]
    texto = respuesta.context["form"]["texto"].value()
    # The same numbers of rows as in the file.
    assert texto.splitlines() == ["Descripción\tCantidad\tUnidad de medida", "", "Mesa\tmuchas\tpieza"]
    assert subir(como("capturista"), licitacion, texto.replace("muchas", "5")).status_code == 302
    assert borrador(licitacion).articulos.get().cantidad == 5


@pytest.mark.parametrize(
    ("encabezado", "dice"),
    [
        ("Nombre\tCuántos", "El primer renglón debe traer los nombres de las columnas, como en la plantilla."),
        ("Descripción\tColor", "No hay una columna con ese nombre. Use las de la plantilla, o quítela."),
        ("Descripción\tdescripcion", "La columna está repetida. Deje una."),
        ("Descripción\t", "La columna 2 tiene datos y no tiene nombre. Póngaselo o bórrela."),
        (
            "Descripción",
            "Tiene más celdas que el encabezado. Si una lleva el separador adentro, póngala entre comillas.",
        ),
        (
            "Lugar de entrega\tCantidad",
            "Falta esta columna, que los renglones nuevos necesitan. Agréguela al encabezado.",
        ),
    ],
)
def test_a_header_that_is_not_understood_says_what_to_do(
    como: Any, licitacion: Any, encabezado: str, dice: str
) -> None:
    respuesta = subir(como("capturista"), licitacion, f"{encabezado}\nMesa\t1\n")
    assert dice in [mensaje for _renglon, _columna, mensaje in fallas(respuesta)]


def test_the_same_key_updates_its_row_and_what_did_not_come_stays(como: Any, licitacion: Any) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, "Clave\tTítulo\tDescripción\n1\tMesas\tDe madera\n2\tSillas\t\n", "lotes")
    subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas plegables\n3\tPizarrones\n", "lotes")
    assert [(lote.clave, lote.titulo, lote.descripcion) for lote in borrador(licitacion).lotes.all()] == [
        ("1", "Mesas", "De madera"),
        ("2", "Sillas plegables", ""),
        ("3", "Pizarrones", ""),
    ]
    respuesta = subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas\n9\tA\n9\tB\n", "lotes")
    assert fallas(respuesta) == [(4, "Clave", "Repite el renglón 3. Deje uno.")]
    subir(cliente, licitacion, "Clave\tTítulo\n3\tPizarrones\n2\tSillas\n", "lotes", modo="reemplazar")
    assert [lote.clave for lote in borrador(licitacion).lotes.all()] == ["3", "2"]


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_what_is_downloaded_is_changed_and_uploaded_as_the_same_rows(
    como: Any, casa: fabricas.Casa, licitacion: Any, formato: str
) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, f"{MESAS}=2+2\t1\tpieza\t\t\n")
    antes = [articulo.identificador for articulo in borrador(licitacion).articulos.all()]
    bajada = cliente.get(reverse("procesos:descargar_lista", args=[licitacion.pk, "articulos", "renglones", formato]))
    contenido = bajada.content
    if formato == "csv":
        # A spreadsheet must not take what somebody wrote for a formula.
        assert "'=2+2" in contenido.decode("utf-8-sig")
        contenido = contenido.replace(b"Silla", "Sillón".encode())
    else:
        hoja = load_workbook(io.BytesIO(contenido))
        assert [celda.data_type for celda in hoja.active["A"]] == ["s"] * 4
        hoja.active["A3"] = "Sillón"
        salida = io.BytesIO()
        hoja.save(salida)
        contenido = salida.getvalue()
    archivo = SimpleUploadedFile(f"renglones.{formato}", contenido)
    assert subir(cliente, licitacion, archivo).status_code == 302
    despues = borrador(licitacion).articulos.all()
    assert [articulo.identificador for articulo in despues] == antes
    assert [articulo.descripcion for articulo in despues] == ["Mesa", "Sillón", "=2+2"]


def test_a_row_that_is_no_longer_there_is_not_taken_for_a_new_one(como: Any, licitacion: Any) -> None:
    texto = "Descripción\tCantidad\tUnidad de medida\tIdentificador\nMesa\t1\tpieza\tabcdef123456\n"
    assert fallas(subir(como("capturista"), licitacion, texto)) == [
        (
            2,
            "Identificador",
            "No está en el borrador. Descargue otra vez los renglones, o deje esta celda vacía para agregarlo.",
        )
    ]


def test_organizations_are_found_by_rfc_and_registered_only_when_asked(
    como: Any, casa: fabricas.Casa, licitacion: Any
) -> None:
    conocida = fabricas.organizacion("SIL010101AAA", "Sillas del Centro", esquema="MX-RFC")
    texto = "Organización\tOrganización: nombre\nsil010101aaa\t\nNUE010101AA3\tCasa Nueva\n"
    cliente = como("capturista")
    [(renglon, columna, mensaje)] = fallas(subir(cliente, licitacion, texto, "licitantes"))
    assert (renglon, columna) == (3, "Organización")
    assert mensaje.startswith("No está en Organizaciones. Agréguela en Catálogos")
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()

    vista = cliente.post(
        direccion(licitacion, "licitantes"), {"texto": texto, "modo": "agregar", "crear": "on", "accion": "revisar"}
    )
    assert "Casa Nueva (NUE010101AA3)" in vista.content.decode()
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()
    assert subir(cliente, licitacion, texto, "licitantes", crear="on").status_code == 302
    nueva = Organizacion.objects.get(identificador="NUE010101AA3")
    assert [r.organizacion_id for r in borrador(licitacion).licitantes.all()] == [conocida.pk, nueva.pk]
    # The same list again adds nobody twice.
    subir(cliente, licitacion, texto, "licitantes")
    assert borrador(licitacion).licitantes.count() == 2


def test_an_identifier_that_two_organizations_share_asks_which(como: Any, licitacion: Any) -> None:
    for esquema in ("MX-RFC", "X-PADRON"):
        fabricas.organizacion("SIL010101AAA", f"Sillas {esquema}", esquema=esquema)
    cliente = como("capturista")
    [(_renglon, _columna, mensaje)] = fallas(subir(cliente, licitacion, "Organización\nSIL010101AAA\n", "licitantes"))
    assert mensaje.endswith("Escriba una de estas: MX-RFC-SIL010101AAA, X-PADRON-SIL010101AAA.")
    subir(cliente, licitacion, "Organización\nX-PADRON-SIL010101AAA\n", "licitantes")
    assert borrador(licitacion).licitantes.get().organizacion.esquema == "X-PADRON"


def test_who_may_not_register_organizations_registers_none(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    for grupo in casa.capturista.groups.all():
        grupo.permissions.remove(*grupo.permissions.filter(codename="add_organizacion"))
    texto = "Organización\tOrganización: nombre\nNUE010101AA3\tCasa Nueva\n"
    fallas(subir(como("capturista"), licitacion, texto, "licitantes", crear="on"))
    assert not Organizacion.objects.filter(identificador="NUE010101AA3").exists()


@pytest.mark.parametrize("quien", QUIENES)
def test_only_who_may_edit_the_stage_uploads_rows(como: Any, licitacion: Any, quien: str) -> None:
    cliente, revision = como(quien), licitacion.latest_revision_id
    codigo = subir(cliente, licitacion, MESAS).status_code
    assert borrador(licitacion).articulos.count() == (2 if quien == "capturista" else 0)
    assert (type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id == revision) == (quien != "capturista")
    if quien in ("de_otra_casa", "sin_papel"):
        assert codigo in (302, 404)
        for nombre, resto in [("renglones", ()), ("descargar_lista", ("renglones", "csv"))]:
            assert (
                cliente.get(reverse(f"procesos:{nombre}", args=[licitacion.pk, "articulos", *resto])).status_code != 200
            )


def test_nothing_is_written_while_the_stage_is_in_approval(como: Any, casa: fabricas.Casa, licitacion: Any) -> None:
    fabricas.llenar(licitacion, casa.capturista)
    fabricas.enviar(licitacion, casa.capturista)
    revision = type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id
    respuesta = subir(como("capturista"), licitacion, MESAS)
    assert respuesta.status_code == 422
    assert "Esta etapa está cerrada mientras se aprueba." in respuesta.content.decode()
    assert "Mesa\t12" in respuesta.content.decode()
    assert type(licitacion).objects.get(pk=licitacion.pk).latest_revision_id == revision


@pytest.mark.parametrize("lista", ["comments", "workflow_states", "nada"])
def test_only_lists_of_rows_are_lists(como: Any, licitacion: Any, lista: str) -> None:
    assert como("capturista").get(direccion(licitacion, lista)).status_code == 404


def con_formula() -> bytes:
    return libro(["Descripción", "Cantidad", "Unidad de medida"], ["Mesa", "=1+1", "pieza"])


def con_macros() -> bytes:
    salida = io.BytesIO(libro(["Descripción"]))
    with zipfile.ZipFile(salida, "a") as paquete:
        paquete.writestr("xl/vbaProject.bin", b"x")
    return salida.getvalue()


def bomba() -> bytes:
    salida = io.BytesIO(libro(["Descripción"]))
    with zipfile.ZipFile(salida, "a", zipfile.ZIP_DEFLATED) as paquete:
        paquete.writestr("xl/media/cero.bin", b"\0" * (61 * 1024 * 1024))
    return salida.getvalue()


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (con_formula, "La celda B2 es una fórmula."),
        (con_macros, "trae macros."),
        (bomba, "crece demasiado al abrirse."),
        (lambda: b"PK\x03\x04nada", "está dañado"),
        (lambda: b"\xd0\xcf\x11\xe0\0\0", "no es un libro .xlsx"),
        (lambda: libro(["Descripción"], *([["x"]] * 5001)), "Son más de 5,000 renglones."),
    ],
)
def test_a_workbook_that_is_not_plain_values_is_refused(como: Any, licitacion: Any, contenido: Any, dice: str) -> None:
    respuesta = subir(como("capturista"), licitacion, SimpleUploadedFile("a.xlsx", contenido(), XLSX))
    assert respuesta.status_code == 422
    assert dice in respuesta.content.decode()
    assert borrador(licitacion).articulos.count() == 0


def test_an_unclosed_quote_is_told_and_swallows_no_rows(como: Any, licitacion: Any) -> None:
    respuesta = subir(como("capturista"), licitacion, f'{ARTICULOS}"Mesa\t1\tpieza\t\t\nSilla\t1\tpieza\t\t\n')
    assert "El renglón 2 tiene una comilla sin pareja" in respuesta.content.decode()


@pytest.mark.parametrize("tipo", TIPOS_DE_ETAPA.values(), ids=TIPOS_DE_ETAPA)
def test_the_template_of_every_list_names_each_column_once(como: Any, tipo: Any) -> None:
    for lista, modelo in listas_de(tipo).items():
        nombres = [normal(columna.nombre) for columna in columnas_de(modelo)]
        assert nombres, lista
        assert all(nombres), lista
        assert len(nombres) == len(set(nombres)), lista


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_the_template_is_a_file_that_can_be_uploaded(como: Any, licitacion: Any, formato: str) -> None:
    cliente = como("capturista")
    bajada = cliente.get(reverse("procesos:descargar_lista", args=[licitacion.pk, "articulos", "plantilla", formato]))
    assert bajada["Content-Disposition"] == f'attachment; filename="plantilla-articulos-de-la-licitacion.{formato}"'
    archivo = SimpleUploadedFile(f"plantilla.{formato}", bajada.content)
    assert subir(cliente, licitacion, archivo).status_code == 302
    assert borrador(licitacion).articulos.get().precio_unitario == Decimal("1234.50")


def muchos(cuantos: int) -> str:
    return ARTICULOS + "".join(f"Artículo {n}\t{n}\tpieza\t\t{n}.50\n" for n in range(1, cuantos + 1))


def test_a_long_list_is_read_in_the_form_and_saving_it_loses_none(como: Any, licitacion: Any) -> None:
    cliente = como("capturista")
    subir(cliente, licitacion, muchos(130))
    url = reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    respuesta = cliente.get(url)
    html = respuesta.content.decode()
    assert "Esta lista tiene 130 renglones" in html
    assert "Página 1 de 6" in html
    assert "articulos-TOTAL_FORMS" not in html
    assert "lotes-TOTAL_FORMS" in html
    cliente.post(url, {**lo_del_form(respuesta), "descripcion": "Otra"})
    guardado = borrador(licitacion)
    assert guardado.descripcion == "Otra"
    assert [articulo.cantidad for articulo in guardado.articulos.all()] == list(range(1, 131))
    parte = cliente.get(reverse("procesos:renglones", args=[licitacion.pk, "articulos"]), {"p": 2, "parte": 1})
    assert "Artículo 26<" in parte.content.decode()
    assert "Artículo 25<" not in parte.content.decode()
    assert "<html" not in parte.content.decode()


def test_a_form_that_was_open_while_its_list_was_replaced_still_saves(como: Any, licitacion: Any) -> None:
    cliente, url = como("capturista"), reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    subir(cliente, licitacion, "Clave\tTítulo\n1\tMesas\n", "lotes")
    # Saving the form of a stage that was never published gives its rows a number.
    cliente.post(url, {**lo_del_form(abierto := cliente.get(url)), **renglones_de(abierto, "lotes")})
    abierto = cliente.get(url)
    campos = {**lo_del_form(abierto), **renglones_de(abierto, "lotes")}
    assert campos["lotes-0-id"]
    subir(cliente, licitacion, "Clave\tTítulo\n2\tSillas\n", "lotes", modo="reemplazar")
    assert cliente.post(url, campos).status_code == 302
    assert [lote.titulo for lote in borrador(licitacion).lotes.all()] == ["Mesas"]


def renglones_de(respuesta: Any, lista: str) -> dict[str, str]:
    """The fields of the rows of a list, as the browser would send them back."""
    formas = respuesta.context["form"].formsets[lista].forms
    campos = {campo.html_name: campo.value() for forma in formas for campo in forma if campo.name != "DELETE"}
    return {nombre: "" if valor is None else str(valor) for nombre, valor in campos.items()}


def test_four_hundred_rows_are_saved_through_the_form(como: Any, licitacion: Any) -> None:
    cliente, url = como("capturista"), reverse("wagtailadmin_pages:edit", args=[licitacion.pk])
    respuesta = cliente.get(url)
    campos = lo_del_form(respuesta)
    plano = {c.html_name.split("-")[-1]: c.value() for c in respuesta.context["form"].formsets["articulos"].empty_form}
    for n in range(400):
        lleno = {**plano, "descripcion": f"Artículo {n}", "cantidad": n, "unidad": "pieza", "ORDER": n + 1}
        campos |= {
            f"articulos-{n}-{nombre}": "" if v is None else str(v) for nombre, v in lleno.items() if nombre != "DELETE"
        }
    campos["articulos-TOTAL_FORMS"] = "400"
    assert cliente.post(url, campos).status_code == 302
    assert [int(a.cantidad) for a in borrador(licitacion).articulos.all()] == list(range(400))


def test_reading_a_long_draft_asks_the_database_as_little_as_a_short_one(como: Any, licitacion: Any) -> None:
    cliente, consultas = como("capturista"), []
    for cuantos in (2, 60):
        texto = ARTICULOS + "Mesa\t1\tpieza\t21101001\t1\n" * cuantos
        subir(cliente, licitacion, texto, modo="reemplazar")
        with CaptureQueriesContext(connection) as vistas:
            assert [a.clave_cucop.descripcion for a in borrador(licitacion).articulos.all()] == ["Mesas"] * cuantos
        consultas.append(len(vistas))
    assert consultas[0] == consultas[1]


@pytest.mark.parametrize("tipo", TIPOS_DE_ETAPA.values(), ids=TIPOS_DE_ETAPA)
def test_a_form_with_every_list_as_long_as_it_shows_fits_in_one_post(settings: Any, tipo: Any) -> None:
    form = tipo.get_edit_handler().get_form_class()
    campos = sum(
        len(conjunto().empty_form.fields) for nombre, conjunto in form.formsets.items() if nombre != "comments"
    )
    assert campos * 100 + len(form.base_fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    # A browser sends a part for each file input, also for those that nobody filled.
    archivos = sum(isinstance(c, CampoDeArchivo) for c in form.formsets["documentos"]().empty_form.fields.values())
    assert archivos * 100 < settings.DATA_UPLOAD_MAX_NUMBER_FILES
