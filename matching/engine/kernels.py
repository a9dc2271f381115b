"""Which form of the inner work runs: numba's where it is installed, NumPy's where it is not.

Both give the same integers. `PORTAL_KERNELS=numpy` keeps numba out of the process, with the memory and the
second that importing it takes; `PORTAL_KERNELS=numba` refuses to start without it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from . import plain

SETTING = "PORTAL_KERNELS"
_MODULES = {"numpy": "plain", "numba": "compiled"}


def _named(name: str) -> ModuleType:
    if name not in _MODULES:
        raise ValueError(f"{SETTING} must be one of auto, {', '.join(_MODULES)}, got {name!r}")
    return import_module(f".{_MODULES[name]}", __package__)


def _chosen() -> ModuleType:
    wanted = os.environ.get(SETTING, "auto")
    if wanted == "auto":
        wanted = "numba" if find_spec("numba") else plain.NAME
    return _named(wanted)


active = _chosen()


@contextmanager
def using(name: str) -> Iterator[None]:
    """For comparisons: everything in this process by `numpy` or by `numba`."""
    global active
    before, active = active, _named(name)
    try:
        yield
    finally:
        active = before
