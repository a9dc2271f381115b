"""Which form of the inner work of a search runs: numba's where it is installed, NumPy's where it is not.

Both give the same integers. `PORTAL_KERNELS=numpy` keeps numba out of the process, with the memory and the
second that importing it takes; `PORTAL_KERNELS=numba` refuses to start without it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

SETTING = "PORTAL_KERNELS"
NUMPY, NUMBA = "numpy", "numba"
_MODULES = {NUMPY: ".plain", NUMBA: ".compiled"}


def installed() -> tuple[str, ...]:
    """Names of the kernels that can run here, the fastest last."""
    return (NUMPY, NUMBA) if find_spec(NUMBA) else (NUMPY,)


def named(name: str) -> ModuleType:
    """The kernels of this name, or the fastest installed for `auto`; raises ValueError for another name."""
    if name == "auto":
        name = installed()[-1]
    if name not in _MODULES:
        raise ValueError(f"{SETTING} must be auto, {NUMPY} or {NUMBA}, got {name!r}")
    return import_module(_MODULES[name], __package__)


_chosen: ModuleType | None = None


def in_use() -> ModuleType:
    """The kernels in use, chosen at the first search: who never searches never loads a compiler."""
    global _chosen
    if _chosen is None:
        _chosen = named(os.environ.get(SETTING, "auto"))
    return _chosen


@contextmanager
def using(name: str) -> Iterator[None]:
    """For comparisons in one process: everything within by the kernels of this name."""
    global _chosen
    before, _chosen = _chosen, named(name)
    try:
        yield
    finally:
        _chosen = before
