#!/usr/bin/env python3
"""Comprueba la bitácora de un portal Claraboya: python3 claraboya_verificar.py https://contrataciones.ejemplo.gob.mx

Needs Python 3.9 and nothing else, and trusts nothing of the portal. It walks the chain of every publisher, downloads
the bytes of each release, recomputes every SHA-256 and every link, checks that what was withdrawn has its tombstone and
that the signed checkpoints (Ed25519) hold, and compares all with what it remembers of the last time it ran.
Exit status: 0 all holds; 1 something does not, and is named; 2 it could not be checked.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

GENESIS = "0" * 64
CABECERAS = {"User-Agent": "claraboya-verificar", "Cache-Control": "no-cache"}
# Links asked for at once, and what an interrupted run would at most walk again.
POR_PAGINA = 500
REHECHA = "La cadena no es la que se vio la última vez: se rehízo la historia."


class NoSePudo(Exception):
    """The portal does not answer, or answers something that is not a ledger."""


def decir(texto: str, *, aparte: bool = False) -> None:
    """Write a line; `aparte`, what is no result, goes to the error stream."""
    salida = sys.stderr if aparte else sys.stdout
    salida.write(texto + "\n")
    salida.flush()


# --- Ed25519 (RFC 8032, section 5.1), verification only ---------------------------------------------------------------

P = 2**255 - 19
ORDEN = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
RAIZ_DE_MENOS_UNO = pow(2, (P - 1) // 4, P)
Punto = tuple[int, int, int, int]


def punto(texto: bytes) -> Punto | None:
    """Decode a point (section 5.1.3) as extended coordinates (X, Y, Z, T); None when those bytes name none."""
    y = int.from_bytes(texto, "little") & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == P - u % P:
        x = x * RAIZ_DE_MENOS_UNO % P
    if v * x * x % P != u % P:
        return None
    signo = texto[31] >> 7
    if x == 0 and signo:
        return None
    x = P - x if x % 2 != signo else x
    return (x, y, 1, x * y % P)


def sumar(p: Punto, q: Punto) -> Punto:
    """Add two points (section 5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def veces(n: int, p: Punto) -> Punto:
    """Multiply a point by a number, doubling and adding: nothing here is secret."""
    suma: Punto = (0, 1, 1, 0)
    while n:
        if n & 1:
            suma = sumar(suma, p)
        p, n = sumar(p, p), n >> 1
    return suma


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = punto(BASE_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def firma_valida(publica: bytes, firma: bytes, mensaje: bytes) -> bool:
    """Tell whether `firma` is the Ed25519 signature of `mensaje` by the key `publica` (section 5.1.7)."""
    if len(publica) != 32 or len(firma) != 64:
        return False
    a, r, s = punto(publica), punto(firma[:32]), int.from_bytes(firma[32:], "little")
    if a is None or r is None or s >= ORDEN:
        return False
    k = int.from_bytes(hashlib.sha512(firma[:32] + publica + mensaje).digest(), "little") % ORDEN
    uno, otro = veces(s, BASE), sumar(r, veces(k, a))
    return (uno[0] * otro[2] - otro[0] * uno[2]) % P == (uno[1] * otro[2] - otro[1] * uno[2]) % P == 0


# --- The portal -------------------------------------------------------------------------------------------------------


class Portal:
    """One connection, one request at a time, that waits when asked to and never leaves the address it was given."""

    def __init__(self, url: str, espera: float, pausa: float, intentos: int) -> None:
        partes = urlsplit(url if "://" in url else "https://" + url)
        if partes.scheme not in ("http", "https") or not partes.netloc:
            raise NoSePudo(f"«{url}» no es la dirección de un portal.")
        tipo = http.client.HTTPSConnection if partes.scheme == "https" else http.client.HTTPConnection
        self.conexion = tipo(partes.netloc, timeout=espera)
        self.direccion = f"{partes.scheme}://{partes.netloc}"
        raiz = partes.path.rstrip("/")
        self.raiz = (raiz if raiz.endswith("/api/ocds") else raiz + "/api/ocds") + "/bitacora"
        self.pausa, self.intentos = pausa, intentos

    def pedir(self, ruta: str) -> tuple[int, bytes]:
        """GET a path and return status and body, trying again what may pass. Raises NoSePudo."""
        for intento in range(1, self.intentos + 1):
            time.sleep(self.pausa)
            try:
                self.conexion.request("GET", ruta, headers=CABECERAS)
                respuesta = self.conexion.getresponse()
                estado, cuerpo, aguarde = respuesta.status, respuesta.read(), respuesta.getheader("Retry-After") or ""
                motivo = f"respondió {estado}"
            except (OSError, http.client.HTTPException) as error:
                self.conexion.close()
                # A server that closed an idle connection is asked again at once.
                estado, cuerpo, aguarde = 503, b"", "0" if intento == 1 else ""
                motivo = str(error) or type(error).__name__
            if estado != 429 and estado < 500:
                return estado, cuerpo
            if intento < self.intentos:
                time.sleep(int(aguarde) if aguarde.isdigit() else min(2**intento, 60))
        raise NoSePudo(f"{self.direccion}{ruta}: {motivo}.")

    def leer(self, ruta: str) -> dict[str, Any]:
        """GET a JSON object. Raises NoSePudo."""
        estado, cuerpo = self.pedir(ruta)
        try:
            datos = json.loads(cuerpo) if estado == 200 else None
        except ValueError:
            datos = None
        if not isinstance(datos, dict):
            remedio = "Escriba la dirección del portal como la muestra su navegador."
            raise NoSePudo(f"{self.direccion}{ruta}: respondió {estado}, y no la bitácora de un portal. {remedio}")
        return datos

    def paginas(self, ruta: str, lista: str, despues: int = 0) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of a list, after number `despues`."""
        siguiente = f"{ruta}?after={despues}&limit={POR_PAGINA}"
        while siguiente:
            pagina = self.leer(siguiente)
            yield pagina[lista]
            # Only the path: whatever the portal says, the conversation stays with it.
            partes = urlsplit(pagina.get("next", ""))
            siguiente = f"{partes.path}?{partes.query}" if partes.path else ""


# --- What is checked --------------------------------------------------------------------------------------------------


def sha256(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()


class Verificacion:
    """One run: `fallas` is what does not hold; `memoria`, what was true the last time that all did."""

    def __init__(
        self, portal: Portal, memoria: dict[str, Any], guardar: Callable[[], None], opciones: argparse.Namespace
    ) -> None:
        self.portal, self.memoria, self.guardar, self.opciones = portal, memoria, guardar, opciones
        self.fallas: list[str] = []
        self.llaves: dict[str, dict[str, Any]] = {}
        self.vistos = 0
        self.dicho = time.monotonic()

    def fallar(self, donde: str, que: str) -> None:
        self.fallas.append(donde)
        decir(f"✗ {donde}: {que}")

    def todo(self) -> None:
        portada = self.portal.leer(self.portal.raiz)
        publicadores = {p["publisher"]: p for p in portada["publishers"]}
        self.revisar_llaves(portada["keys"])
        for clave in self.memoria["publicadores"].keys() - publicadores.keys():
            self.fallar(clave, "Este publicador tenía una cadena y ya no aparece.")
        if sum(p["sequence"] for p in publicadores.values()) != portada["position"]:
            self.fallar("toda la bitácora", "Las posiciones no son tantas como los eslabones: falta o sobra alguno.")
        for clave, publicador in publicadores.items():
            if self.opciones.publicador in (None, clave):
                Cadena(self, publicador).recorrer()

    def revisar_llaves(self, llaves: list[dict[str, Any]]) -> None:
        """A new key is believed when one already known signed the handover, or when the person says so."""
        conocidas = self.memoria["llaves"]
        for clave in conocidas.keys() - {llave["keyId"] for llave in llaves}:
            self.fallar(f"llave {clave}", "El portal ya no publica esta llave, que antes publicaba.")
        for llave in llaves:
            clave, publica = llave["keyId"], llave["publicKey"]
            previa = llave.get("previous", "")
            acta = {"keyId": clave, "previous": previa, "publicKey": publica, "since": llave["since"]}
            anterior = self.llaves.get(previa)
            relevada = anterior and comprobar(anterior["publicKey"], llave.get("signature", ""), canonico(acta))
            if sha256(bytes.fromhex(publica))[:16] != clave or conocidas.get(clave, publica) != publica:
                self.fallar(f"llave {clave}", "No es la llave que se publicó con ese identificador.")
            elif conocidas and not (clave in conocidas or relevada or clave in self.opciones.aceptar_llave):
                remedio = f"Confírmela con la institución por otra vía y repita con --aceptar-llave {clave}."
                self.fallar(f"llave {clave}", f"Es nueva y ninguna llave conocida firmó el relevo. {remedio}")
            elif not conocidas:
                decir(f"  llave {clave}: {publica} (primera vez: compárela con la que la institución dé por otra vía)")
            self.llaves[clave] = llave

    def avanzar(self) -> None:
        self.vistos += 1
        if time.monotonic() - self.dicho >= 2:
            self.dicho = time.monotonic()
            decir(f"  {self.vistos} eslabones…", aparte=True)


class Cadena:
    """The chain of one publisher: how far it was followed, and which tombstones are still to come."""

    def __init__(self, todo: Verificacion, publicador: dict[str, Any]) -> None:
        self.todo, self.publicador, self.clave = todo, publicador, publicador["publisher"]
        self.ruta = f"{todo.portal.raiz}/{self.clave}"
        self.ancla = todo.memoria["publicadores"].get(self.clave, {"sequence": 0, "chain": GENESIS})
        inicio = todo.memoria["a_medias"].get(self.clave) or (self.ancla if todo.opciones.solo_nuevo else {})
        self.numero, self.cadena = inicio.get("sequence", 0), inicio.get("chain", GENESIS)
        self.posicion, self.pendientes = inicio.get("position", 0), dict(inicio.get("pending", {}))
        self.sellos: dict[int, dict[str, Any]] = {}
        self.ultimo_sello = (0, GENESIS)

    def recorrer(self) -> None:
        fallas = len(self.todo.fallas)
        if self.numero:
            self.retomar()
        self.leer_sellos()
        self.seguir(fallas)
        if self.pendientes:
            # What was withdrawn after the last page was read has its tombstone after it.
            self.seguir(fallas)
        self.cerrar()
        self.todo.memoria["a_medias"].pop(self.clave, None)
        if len(self.todo.fallas) == fallas:
            self.anotar("publicadores")
            decir(f"✓ {self.clave}: {self.numero} eslabones, {self.ultimo_sello[0]} sellos.")

    def retomar(self) -> None:
        decir(f"  {self.clave}: sigue después del número {self.numero}, ya comprobado.")
        if self.releer(self.numero).get("chain") != self.cadena:
            self.fallar(f"número {self.numero} de la cadena", REHECHA)

    def seguir(self, fallas: int) -> None:
        for pagina in self.todo.portal.paginas(self.ruta, "entries", self.numero):
            cuerpos = self.cuerpos(pagina)
            for i, eslabon in enumerate(pagina):
                self.comprobar_eslabon(eslabon, cuerpos[i])
                self.todo.avanzar()
            if len(self.todo.fallas) == fallas:
                self.anotar("a_medias")

    def cuerpos(self, pagina: list[dict[str, Any]]) -> list[bytes]:
        """The bytes of a page of links in one request: a line each, empty when there are none or they are in doubt."""
        if not pagina:
            return []
        estado, texto = self.todo.portal.pedir(f"{self.ruta}/contenidos?after={self.numero}&limit={len(pagina)}")
        lineas = texto.split(b"\n")[:-1] if estado == 200 else []
        return lineas if len(lineas) == len(pagina) else [b""] * len(pagina)

    def anotar(self, donde: str) -> None:
        estado = {"sequence": self.numero, "chain": self.cadena, "position": self.posicion, "pending": self.pendientes}
        if donde == "publicadores":
            estado["checkpoint"] = self.ultimo_sello
        self.todo.memoria[donde][self.clave] = estado
        self.todo.guardar()

    def fallar(self, donde: str, que: str) -> None:
        self.todo.fallar(f"{self.clave}: {donde}", que)

    def leer_sellos(self) -> None:
        visto, huella = self.ancla.get("checkpoint", (0, GENESIS))
        paginas = self.todo.portal.paginas(self.ruta + "/sellos", "checkpoints")
        for sello in (sello for pagina in paginas for sello in pagina):
            texto = sello["checkpoint"].encode()
            if motivo := self.motivo_del_sello(texto, sello["signature"]):
                self.fallar(f"sello {self.ultimo_sello[0] + 1}", motivo)
                return
            dicho = json.loads(texto)
            self.sellos[dicho["sequence"]] = dicho
            self.ultimo_sello = (dicho["number"], sha256(texto))
            if dicho["number"] == visto and sha256(texto) != huella:
                self.fallar(f"sello {visto}", "No es el sello que se vio la última vez: se rehízo la historia.")
        if self.ultimo_sello[0] < visto:
            self.fallar(f"sello {visto}", "Se vio la última vez y ya no está.")

    def motivo_del_sello(self, texto: bytes, firma: str) -> str:
        """What is wrong with the checkpoint that follows the last one read; "" when all holds."""
        try:
            dicho = json.loads(texto)
            llave, numero, previo = self.todo.llaves.get(dicho["keyId"]), dicho["number"], dicho["previous"]
            de_quien, fecha = dicho["publisher"], dicho["date"]
        except (KeyError, TypeError, ValueError):
            return "No se puede leer."
        if llave is None or not comprobar(llave["publicKey"], firma, texto):
            return "Su firma no es válida."
        if not llave["since"] <= fecha <= llave.get("until", "9999"):
            return "Se firmó con una llave que no estaba en vigor."
        if (de_quien, numero, previo) != (self.clave, self.ultimo_sello[0] + 1, self.ultimo_sello[1]):
            return "No continúa el sello anterior: falta o sobra alguno."
        return ""

    def comprobar_eslabon(self, e: dict[str, Any], cuerpo: bytes) -> None:
        donde = f"número {e['sequence']} de la cadena, {e['class']} {e['releaseId']} del proceso {e['ocid']}"
        if e["sequence"] != self.numero + 1 or e["position"] <= self.posicion:
            self.fallar(donde, f"Después del número {self.numero} no sigue este: falta, sobra o cambió de lugar.")
        elif e["previous"] != self.cadena:
            self.fallar(donde, "No continúa la cadena del eslabón anterior.")
        elif e["chain"] != sha256((e["previous"] + e["sha256"]).encode()):
            self.fallar(donde, "Su cadena no corresponde a su huella.")
        if motivo := self.motivo_del_contenido(e, cuerpo):
            self.fallar(donde, motivo)
        self.numero, self.cadena, self.posicion = e["sequence"], e["chain"], e["position"]
        self.comparar(donde)

    def comparar(self, donde: str) -> None:
        """Hold the chain, at this number, against the checkpoint that signed it and what was seen before."""
        sello = self.sellos.pop(self.numero, None)
        if sello and (sello["chain"], sello["position"]) != (self.cadena, self.posicion):
            self.fallar(donde, f"La cadena no es la que firmó el sello {sello['number']}: se rehízo la historia.")
        if self.numero == self.ancla["sequence"] and self.cadena != self.ancla["chain"]:
            self.fallar(donde, REHECHA)
        if self.numero == self.publicador["sequence"] and self.cadena != self.publicador["chain"]:
            self.fallar(donde, "La cadena no es la que el portal dice en su portada.")

    def motivo_del_contenido(self, e: dict[str, Any], cuerpo: bytes) -> str:
        estado = 200
        if sha256(cuerpo) != e["sha256"]:
            # Whatever is not plainly right is asked for by itself, before anything is said of it.
            estado, cuerpo = self.todo.portal.pedir(f"{self.ruta}/{e['sequence']}")
        if e["class"] == "entrega" and estado == 410:
            e = e if "withdrawnBy" in e else self.releer(e["sequence"])
            if "withdrawnBy" not in e:
                return "No tiene contenido, y ningún retiro lo explica."
            self.pendientes[str(e["withdrawnBy"])] = [e["ocid"], e["releaseId"], e["sha256"]]
            return ""
        if estado != 200:
            return f"Sus bytes no se pueden descargar: el portal respondió {estado}."
        if sha256(cuerpo) != e["sha256"]:
            return "El contenido no es el que se publicó: su SHA-256 no coincide."
        if "withdrawnBy" in e:
            return "Se dice retirada, y su contenido sigue publicado."
        try:
            return self.motivo_de_lo_dicho(e, json.loads(cuerpo))
        except (ValueError, AttributeError):
            return "Su contenido no es el de una entrega ni el de un acta."

    def motivo_de_lo_dicho(self, e: dict[str, Any], dicho: Any) -> str:
        if e["class"] == "entrega":
            fiel = (dicho.get("ocid"), dicho.get("id")) == (e["ocid"], e["releaseId"])
            return "" if fiel else "La lista no dice lo mismo que su contenido."
        retirada = self.pendientes.pop(str(e["sequence"]), None) or self.retirada_despues(e)
        igual = [dicho.get("ocid"), dicho.get("releaseId"), dicho.get("sha256")] == retirada
        return "" if igual else "Esta acta de retiro no corresponde a la entrega que dice haber retirado."

    def retirada_despues(self, acta: dict[str, Any]) -> list[str] | None:
        """What a tombstone withdrew, when it went away after this run, or an earlier one, passed by it."""
        e = self.releer(acta.get("withdraws", 0)) if acta.get("withdraws") else {}
        return [e["ocid"], e["releaseId"], e["sha256"]] if e.get("withdrawnBy") == acta["sequence"] else None

    def releer(self, numero: int) -> dict[str, Any]:
        hallados: list[dict[str, Any]] = self.todo.portal.leer(f"{self.ruta}?after={numero - 1}&limit=1")["entries"]
        return hallados[0] if hallados else {}

    def cerrar(self) -> None:
        if self.numero < max(self.ancla["sequence"], self.publicador["sequence"]):
            self.fallar("final de la cadena", f"Termina en el número {self.numero}: se quitaron eslabones.")
        for numero in sorted(n for n in self.sellos if n > self.numero):
            self.fallar(f"sello {self.sellos[numero]['number']}", "La cadena no llega al eslabón que este sello firmó.")
        for numero, (ocid, entrega, _huella) in self.pendientes.items():
            self.fallar(f"entrega {entrega} del proceso {ocid}", f"Se retiró y no está su acta, el número {numero}.")


def canonico(datos: dict[str, str]) -> bytes:
    """Canonical JSON (RFC 8785) of an object of plain text: the same bytes that the portal signed."""
    return json.dumps(datos, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def comprobar(publica: str, firma: str, mensaje: bytes) -> bool:
    try:
        return firma_valida(bytes.fromhex(publica), bytes.fromhex(firma), mensaje)
    except ValueError:
        return False


# --- The command ------------------------------------------------------------------------------------------------------


def abrir_memoria(lugar: str, portal: Portal) -> dict[str, Any]:
    vacia = {"portal": portal.direccion + portal.raiz, "llaves": {}, "publicadores": {}, "a_medias": {}, "revisada": ""}
    if not os.path.exists(lugar):
        return vacia
    with open(lugar, encoding="utf-8") as archivo:
        memoria = {**vacia, **json.load(archivo)}
    if memoria["portal"] != vacia["portal"]:
        raise NoSePudo(f"{lugar} es la memoria de otro portal, {memoria['portal']}. Diga otra con --memoria.")
    return memoria


def escribir_memoria(lugar: str, memoria: dict[str, Any]) -> None:
    with open(lugar + ".nueva", "w", encoding="utf-8") as archivo:
        json.dump(memoria, archivo, ensure_ascii=False, indent=1)
    os.replace(lugar + ".nueva", lugar)


def leer_opciones(argumentos: list[str] | None) -> argparse.Namespace:
    analizador = argparse.ArgumentParser(
        description="Comprueba desde fuera, sin confiar en el portal, que nada de lo publicado se cambió ni se quitó.",
        epilog="Termina con 0 si todo coincide, con 1 si algo no coincide y con 2 si no se pudo comprobar.",
    )
    analizador.add_argument("url", help="la dirección del portal, por ejemplo https://contrataciones.ejemplo.gob.mx")
    analizador.add_argument("--memoria", metavar="ARCHIVO", help="lo visto la última vez; si no se dice, aquí mismo")
    analizador.add_argument("--publicador", metavar="CLAVE", help="solo la cadena de este publicador")
    analizador.add_argument("--solo-nuevo", action="store_true", help="no volver a bajar lo ya comprobado otra vez")
    analizador.add_argument("--aceptar-llave", metavar="ID", action="append", default=[], help="ya confirmada")
    analizador.add_argument("--pausa", type=float, default=0, metavar="SEGUNDOS", help="entre una petición y otra")
    analizador.add_argument("--espera", type=float, default=30, metavar="SEGUNDOS", help="por cada respuesta")
    analizador.add_argument("--intentos", type=int, default=5, metavar="N", help="por cada petición")
    return analizador.parse_args(argumentos)


def main(argumentos: list[str] | None = None) -> int:
    opciones = leer_opciones(argumentos)
    try:
        portal = Portal(opciones.url, opciones.espera, opciones.pausa, max(1, opciones.intentos))
        lugar = opciones.memoria or f"claraboya-{urlsplit(portal.direccion).netloc.replace(':', '-')}.json"
        memoria = abrir_memoria(lugar, portal)
        if memoria["revisada"]:
            decir(f"  Última revisión: {memoria['revisada']} ({lugar}).")
        verificacion = Verificacion(portal, memoria, lambda: escribir_memoria(lugar, memoria), opciones)
        verificacion.todo()
        if not verificacion.fallas:
            memoria["llaves"] = {clave: llave["publicKey"] for clave, llave in verificacion.llaves.items()}
            memoria["revisada"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        escribir_memoria(lugar, memoria)
    except (NoSePudo, OSError) as error:
        decir(f"No se pudo comprobar: {error}", aparte=True)
        return 2
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        decir(f"No se pudo comprobar: el portal respondió algo que no se entiende ({error!r}).", aparte=True)
        return 2
    except KeyboardInterrupt:
        decir("Interrumpida: al repetir la orden sigue donde iba.", aparte=True)
        return 2
    if verificacion.fallas:
        decir(f"La bitácora NO está íntegra. Fallas: {len(verificacion.fallas)}.")
        return 1
    decir(f"La bitácora está íntegra. Eslabones: {verificacion.vistos}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
