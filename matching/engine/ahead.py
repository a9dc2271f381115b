"""Memory asked for ahead of its use: what makes reading at random places bearable.

A processor waits some hundred nanoseconds for a place of memory that it has not seen, but it can wait for
several at once, when it is told of them early enough.
"""

import hashlib
from pathlib import Path
from typing import Any

from llvmlite import ir
from numba import config, njit
from numba.core import cgutils, types
from numba.extending import intrinsic


def _definition() -> str:
    """Digest of the engine's sources: a compiled function holds the constants of all of them."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]


# numba compiles anew when the file of a function changes, not when that of a constant in it does.
config.CACHE_DIR = str(Path(config.CACHE_DIR or Path.home() / ".cache" / "numba") / _definition())

compiled = njit(cache=True, nogil=True, error_model="numpy")
"""How all kernels are compiled: kept on disk, other threads running meanwhile, division as NumPy's."""
inlined = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
"""The same for what runs once for each expert: a call would hand over every table anew."""
DISTANCE = 8
"""How many items ahead are asked for: enough to cover one wait, few enough to stay in the nearest cache."""
_READ, _KEEP, _DATA = 0, 3, 1


@intrinsic
def fetch(typing_context: Any, array: Any, at: Any) -> Any:
    """Ask for the memory of `array[at]`; changes nothing. `at` must lie within the array."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        whole = context.make_array(kind)(context, builder, arguments[0])
        pointer = cgutils.get_item_pointer(context, builder, kind, whole, [arguments[1]])
        address, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [address, number, number, number])
        prefetch = cgutils.get_or_insert_function(builder.module, shape, "llvm.prefetch.p0")
        how = (number(value) for value in (_READ, _KEEP, _DATA))
        builder.call(prefetch, [builder.bitcast(pointer, address), *how])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
