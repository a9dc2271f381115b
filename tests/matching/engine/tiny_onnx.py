"""The smallest sentence model: a table of one vector per token, written as ONNX without its library."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

_FLOAT, _INT64 = 1, 7


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _field(number: int, value: int | bytes | str) -> bytes:
    """One protocol buffer field: a number, or something with a length."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    raw = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(raw)) + raw


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    dims = b"".join(_field(1, size) for size in values.shape)
    return dims + _field(2, _FLOAT) + _field(8, name) + _field(9, values.astype("<f4").tobytes())


def _declared(name: str, kind: int, *sizes: str) -> bytes:
    shape = b"".join(_field(1, _field(2, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def write_model(folder: Path, words: dict[str, list[float]], asks: str = "input_ids") -> Path:
    """A model folder in which a text's vector is the mean of its words' vectors; unknown words have none."""
    vectors = np.array([[0.0] * len(next(iter(words.values()))), *words.values()], dtype=np.float32)
    gather = b"".join(_field(1, name) for name in ("table", asks)) + _field(2, "states") + _field(4, "Gather")
    graph = (
        _field(1, gather)
        + _field(2, "tiny")
        + _field(5, _tensor("table", vectors))
        + _field(11, _declared(asks, _INT64, "texts", "tokens"))
        + _field(12, _declared("states", _FLOAT, "texts", "tokens", "dimensions"))
    )
    folder.mkdir(exist_ok=True)
    (folder / "model.onnx").write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 13)))
    vocabulary = {"[UNK]": 0} | {word: at for at, word in enumerate(words, 1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
