"""Arrays and manifests on disk: written aside, synced, renamed; read back only when whole."""

import hashlib
import io
import json
import os
import shutil
import uuid
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.engine import ENGINE_VERSION
from matching.engine.epoch import TERM_BITS
from matching.engine.segment import CARD
from matching.engine.spans import PIECE
from matching.engine.spec import spec_hash
from matching.engine.text import WEIGHT_BITS

FORMAT = [4, str(CARD.descr), str(PIECE.descr), TERM_BITS, WEIGHT_BITS]
"""How arrays are laid out: a folder of another layout is made anew, whatever its definition says."""
MANIFEST = "manifest.json"


class BrokenFiles(Exception):
    """A folder of columns that is cut short, altered, of another definition, or gone."""


def flatten(prefix: str, part: Any) -> dict[str, NDArray]:
    """Arrays of a dataclass of arrays, nested ones under dotted names."""
    found: dict[str, NDArray] = {}
    for field in fields(part):
        value, name = getattr(part, field.name), f"{prefix}{field.name}"
        found |= flatten(f"{name}.", value) if is_dataclass(value) else {name: value}
    return found


def unflatten(kind: type, arrays: dict[str, NDArray], prefix: str = "") -> Any:
    """The inverse of `flatten` for a dataclass type whose nested fields are dataclass types."""
    parts = {}
    for field in fields(kind):
        name = f"{prefix}{field.name}"
        nested = is_dataclass(field.type)
        parts[field.name] = unflatten(field.type, arrays, f"{name}.") if nested else arrays[name]
    return kind(**parts)


def digest_of(arrays: dict[str, NDArray], manifest: dict[str, Any]) -> str:
    """SHA-256 over the values and what describes them: equal content has equal names everywhere."""
    state = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode())
    for name in sorted(arrays):
        state.update(f"{name} {arrays[name].dtype.str} {arrays[name].shape}".encode())
        state.update(np.ascontiguousarray(arrays[name]).tobytes())
    return state.hexdigest()


def seals_of(arrays: dict[str, NDArray]) -> dict[str, str]:
    """SHA-256 of the file that each array will be."""
    return {name: _seal(array) for name, array in arrays.items()}


def _seal(array: NDArray) -> str:
    state = hashlib.sha256(_head_of(array))
    state.update(_bytes_of(array))
    return state.hexdigest()


def _head_of(array: NDArray) -> bytes:
    """What stands before the values in a `.npy` file."""
    head = io.BytesIO()
    described = {"descr": np.lib.format.dtype_to_descr(array.dtype), "fortran_order": False}
    np.lib.format.write_array_header_1_0(head, described | {"shape": array.shape})
    return head.getvalue()


def _bytes_of(array: NDArray) -> memoryview:
    return memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8))


def write_folder(
    target: Path, arrays: dict[str, NDArray], manifest: dict[str, Any], seals: dict[str, str] | None = None
) -> None:
    """Write arrays and manifest as one folder that appears whole or not at all; `seals` where known."""
    seals = seals or seals_of(arrays)
    aside = target.parent / f".{target.name}.{uuid.uuid4().hex}"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside.mkdir(mode=0o700)
    columns = {}
    for name, array in arrays.items():
        with (aside / f"{name}.npy").open("wb") as file:
            file.write(_head_of(array))
            file.write(_bytes_of(array))
            _sync(file.fileno(), file)
        columns[name] = {"sha256": seals[name], "dtype": array.dtype.str, "shape": array.shape}
    head = {"format": FORMAT, "spec": spec_hash(), "engine": ENGINE_VERSION, "columns": columns}
    with (aside / MANIFEST).open("w") as file:
        json.dump(head | manifest, file, indent=1, ensure_ascii=False)
        _sync(file.fileno(), file)
    try:
        aside.rename(target)
    except OSError:
        if not target.is_dir():
            shutil.rmtree(aside)
            raise
        _settle(aside, target)
    _sync_folder(target.parent)


def _settle(aside: Path, target: Path) -> None:
    """Somebody wrote the same content first: their folder stands and ours goes, unless theirs is broken."""
    try:
        read_folder(target)
    except BrokenFiles:
        broken = aside.with_name(f"{aside.name}.broken")
        target.rename(broken)
        aside.rename(target)
        shutil.rmtree(broken)
    else:
        shutil.rmtree(aside)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of this definition; raises BrokenFiles with the reason otherwise."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BrokenFiles(f"{folder.name} has no readable manifest") from error
    if (manifest.get("format"), manifest.get("spec")) != (FORMAT, spec_hash()):
        raise BrokenFiles(f"{folder.name} was made by another version of the engine")
    return manifest


def read_folder(folder: Path) -> tuple[dict[str, NDArray], dict[str, Any]]:
    """Memory-mapped arrays and the manifest of a folder that is whole.

    Raises BrokenFiles with the reason otherwise.
    """
    manifest = read_manifest(folder)
    arrays = {}
    for name, column in manifest["columns"].items():
        file = folder / f"{name}.npy"
        if not file.exists() or _sha256(file) != column["sha256"]:
            raise BrokenFiles(f"{folder.name} is incomplete: {name}")
        # A plain view of the mapped file: `memmap` itself makes every slice a hundred times dearer.
        arrays[name] = np.asarray(np.load(file, mmap_mode="r"))
    return arrays, manifest


def point_to(folder: Path) -> None:
    """Make a folder the current one of its parent, in one step."""
    aside = folder.parent / f".current.{uuid.uuid4().hex}"
    aside.write_text(folder.name)
    aside.replace(folder.parent / "current")


def current_of(parent: Path) -> Path | None:
    """The folder that `point_to` named last."""
    try:
        return parent / (parent / "current").read_text()
    except OSError:
        return None


def generations(parent: Path) -> dict[str, dict[str, Any]]:
    """Whole folders of a parent, newest first, with their manifests as far as these can be read."""
    folders = (folder for folder in parent.glob("[!.]*") if folder.is_dir())
    newest_first = sorted(folders, key=lambda folder: folder.stat().st_mtime_ns, reverse=True)
    return {folder.name: _manifest_or_nothing(folder) for folder in newest_first}


def _manifest_or_nothing(folder: Path) -> dict[str, Any]:
    try:
        return json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        return {}


def keep_only(parent: Path, names: set[str]) -> None:
    """Remove every other folder, but for the current one."""
    current = current_of(parent)
    for name in generations(parent):
        if name not in names and parent / name != current:
            shutil.rmtree(parent / name, ignore_errors=True)


def trace(folder: Path) -> str:
    """Sizes and times of a folder's files: another trace means that somebody has touched them.

    Raises BrokenFiles when the folder is gone.
    """
    try:
        entries = sorted((entry.name, entry.stat()) for entry in os.scandir(folder))
    except OSError as error:
        raise BrokenFiles(f"{folder.name} is gone") from error
    return " ".join(f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in entries)


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _sync(descriptor: int, file: Any) -> None:
    file.flush()
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
