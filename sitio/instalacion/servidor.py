"""Web, worker and bot under one roof: started together, stopped together."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

GRACIA = 10.0


class Servidor:
    """Runs each process in its own session, so that one Ctrl-C stops all of them in order and none is left behind.

    django-q2 hangs when a whole process group gets SIGTERM at once (its sentinel dies holding the stop event):
    only the main process of each child is told.
    """

    def __init__(self, ordenes: dict[str, list[str]]) -> None:
        self.ordenes = ordenes
        self.hijos: dict[str, subprocess.Popen[bytes]] = {}
        self.parar = False

    def correr(self) -> int:
        """Start everything and wait; returns 0 on a requested stop, 1 if a process ended by itself."""
        for senal in (signal.SIGINT, signal.SIGTERM):
            signal.signal(senal, self._pedir_paro)
        try:
            for nombre, orden in self.ordenes.items():
                self.hijos[nombre] = subprocess.Popen(orden, start_new_session=True)  # noqa: S603 - our own commands
            while not self.parar:
                if caidos := [nombre for nombre, hijo in self.hijos.items() if hijo.poll() is not None]:
                    sys.stderr.write(f"Terminó por sí solo: {', '.join(caidos)}. Se detiene todo.\n")
                    return 1
                time.sleep(0.2)
            return 0
        finally:
            self._detener()

    def _pedir_paro(self, _numero: int, _marco: FrameType | None) -> None:
        self.parar = True

    def _detener(self) -> None:
        for hijo in self.hijos.values():
            if hijo.poll() is None:
                hijo.terminate()
        limite = time.monotonic() + GRACIA
        for hijo in self.hijos.values():
            with suppress(subprocess.TimeoutExpired):
                hijo.wait(timeout=max(0.1, limite - time.monotonic()))
            self._rematar(hijo)

    def _rematar(self, hijo: subprocess.Popen[bytes]) -> None:
        """Whatever is left of the child's own session dies now: workers outlive a killed cluster otherwise."""
        try:
            os.killpg(hijo.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        hijo.wait()
