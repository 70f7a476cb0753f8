"""GDAL and GEOS for GeoDjango, from the wheels that the project installs anyway.

pyogrio and shapely bring their own copies. GeoDjango is pointed at the same files, so that no
system GDAL is needed and a process never holds two copies of one library.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
from pathlib import Path


class LibraryMissing(RuntimeError):
    """A wheel does not hold the library that it should."""


def gdal() -> str:
    return os.environ.get("GDAL_LIBRARY_PATH") or _inside("pyogrio", "gdal")


def geos() -> str:
    return os.environ.get("GEOS_LIBRARY_PATH") or _inside("shapely", "geos_c")


def prepare() -> None:
    """Tells the GDAL of the wheel where the wheel keeps its data.

    pyogrio does so when it is imported, which takes a quarter of a second that most commands have
    no use for. The setting is made inside the library and not in the environment, because pyproj
    has a PROJ and data of its own in the same process.
    """
    if os.environ.get("GDAL_LIBRARY_PATH"):
        return
    package = _package("pyogrio")
    library = ctypes.CDLL(gdal())
    library.CPLSetConfigOption.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
    library.CPLSetConfigOption(b"GDAL_DATA", os.fsencode(package / "gdal_data"))
    paths = (ctypes.c_char_p * 2)(os.fsencode(package / "proj_data"), None)
    library.OSRSetPROJSearchPaths.argtypes = [ctypes.POINTER(ctypes.c_char_p)]
    library.OSRSetPROJSearchPaths(paths)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise LibraryMissing(f"{name} is not installed: run `make setup`")
    return Path(spec.origin).parent


def _inside(package: str, library: str) -> str:
    home = _package(package)
    # auditwheel puts libraries beside the package on Linux, delocate inside it on macOS.
    places = [(home.parent / f"{package}.libs", f"lib{library}-*.so*")]
    places.append((home / ".dylibs", f"lib{library}.*dylib"))
    for folder, pattern in places:
        found = sorted(folder.glob(pattern))
        if found:
            return str(found[0])
    raise LibraryMissing(f"the {package} wheel holds no lib{library}: set its path by hand")
