"""Where the bulk files are: the storage called `masivos`, in a folder or in any other that Django knows."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, InvalidStorageError, Storage, storages


class AlmacenEnCarpeta(FileSystemStorage):
    """A folder where a file is replaced whole or not at all, whoever reads it and whatever kills the writer.

    Stores of objects (S3 and the like) already do so; Django's own folder storage writes over in place.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        destino = Path(self.path(name))
        destino.parent.mkdir(parents=True, exist_ok=True)
        descriptor, provisional = tempfile.mkstemp(dir=destino.parent, prefix=".", suffix=".parcial")
        try:
            with os.fdopen(descriptor, "wb") as salida:
                for trozo in content.chunks():
                    salida.write(trozo)
                salida.flush()
                os.fsync(salida.fileno())
            Path(provisional).chmod(0o644)
            Path(provisional).replace(destino)
        except BaseException:
            Path(provisional).unlink(missing_ok=True)
            raise
        return name


def almacen() -> Storage:
    """Return the storage `masivos`; a site that has not set one keeps them with its media, which are public too."""
    try:
        return storages["masivos"]
    except InvalidStorageError:
        return AlmacenEnCarpeta(location=Path(settings.MEDIA_ROOT) / "masivos")
