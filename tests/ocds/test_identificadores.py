from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitio.ocds.identificadores import PATRON_OCID, formar_ocid, formato_fecha, id_parte, leer_fecha, validar_ocid


def test_un_ocid_se_forma_con_prefijo_e_identificador_local() -> None:
    assert formar_ocid("ocds-213czf", "LA-006_E1.2026") == "ocds-213czf-LA-006_E1.2026"
    assert PATRON_OCID.fullmatch("ocds-213czf-1")


@pytest.mark.parametrize("prefijo", ["OCDS-213CZF", "ocds-213CZF", "ocds-213cz", "213czf", "", "ocds-213czf-"])
def test_un_prefijo_fuera_de_forma_se_rechaza(prefijo: str) -> None:
    with pytest.raises(ValueError, match="prefijo OCID"):
        formar_ocid(prefijo, "1")


@pytest.mark.parametrize(
    "ocid",
    # The first three were seen in real data.
    ["OCDS-87SD3T-108", "PC-0018", "ocds-6550wx-OISOE B&S-1", "ocds-213czf-", "ocds-213czf-a/b", "ocds-213czf-ñ",
     "ocds-213czf-1\n", "ocds-213czf-a#b"],
)  # fmt: skip
def test_un_ocid_fuera_de_forma_se_rechaza_y_dice_como_es(ocid: str) -> None:
    with pytest.raises(ValueError, match="no es un ocid válido"):
        validar_ocid(ocid)


def test_el_id_de_una_parte_es_esquema_guion_identificador() -> None:
    assert id_parte("MX-RFC", " GFM010122DZ9 ") == "MX-RFC-GFM010122DZ9"
    with pytest.raises(ValueError, match="esquema"):
        id_parte("MX-RFC", " ")


def test_las_fechas_se_escriben_en_utc_con_un_solo_formato() -> None:
    centro = timezone(timedelta(hours=-6))
    assert formato_fecha(datetime(2026, 1, 1, 20, 30, 15, 999999, tzinfo=centro)) == "2026-01-02T02:30:15Z"
    assert formato_fecha(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00Z"


def test_una_fecha_sin_zona_no_se_publica() -> None:
    with pytest.raises(ValueError, match="zona horaria"):
        formato_fecha(datetime(2026, 1, 1))  # noqa: DTZ001 the naive date is what is refused


def test_ordenar_el_texto_de_nuestras_fechas_es_ordenar_el_tiempo() -> None:
    inicio = datetime(2019, 12, 31, 23, 59, 58, tzinfo=UTC)
    momentos = [inicio + timedelta(seconds=n * 7919) for n in range(500)]
    assert sorted(map(formato_fecha, reversed(momentos))) == [formato_fecha(momento) for momento in momentos]


@pytest.mark.parametrize(
    ("texto", "momento"),
    [
        ("2026-03-15T10:00:00-06:00", datetime(2026, 3, 15, 16, tzinfo=UTC)),
        ("2026-03-15T10:00:00Z", datetime(2026, 3, 15, 10, tzinfo=UTC)),
        ("2020-01-20T16:48:52.730Z", datetime(2020, 1, 20, 16, 48, 52, 730000, tzinfo=UTC)),
        ("2018-01-04T19:23:45.0858711+00:00", datetime(2018, 1, 4, 19, 23, 45, 85871, tzinfo=UTC)),
    ],
)
def test_una_fecha_rfc3339_se_lee_en_utc(texto: str, momento: datetime) -> None:
    leida = leer_fecha(texto)
    assert leida == momento
    assert leida.tzinfo is UTC


@pytest.mark.parametrize(
    "texto",
    ["", "2026-03-15", "2026-03-15T10:00:00", "15/03/2026", "2026-02-30T10:00:00Z", "2026-03-15T24:00:00Z",
     "2026-03-15T10:00Z", "2026-03-15 10:00:00Z", "٢٠٢٦-03-15T10:00:00Z", "0001-01-01T00:00:00+05:00",
     "2026-03-15T10:00:60Z"],
)  # fmt: skip
def test_lo_que_no_es_una_fecha_con_hora_y_zona_se_rechaza(texto: str) -> None:
    with pytest.raises(ValueError, match="no es una fecha válida"):
        leer_fecha(texto)
