"""A sentence model from a local folder: texts to vectors, for measurement beside the engine.

The folder holds `model.onnx` and `tokenizer.json`, as sentence models are published; its address stands in
PORTAL_SENTENCE_MODEL. Nothing is ever downloaded. Needs the packages of requirements-semantic.txt.
"""

import hashlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

VARIABLE = "PORTAL_SENTENCE_MODEL"
FILES = ("model.onnx", "tokenizer.json")
PACKAGES = ("onnxruntime", "tokenizers")
MAX_TOKENS = 256
"""Tokens of a text that the model reads, as the common small models were trained for."""
INT8_UNIT = 127

Encode = Callable[[Sequence[str]], NDArray[np.int8]]
"""Texts -> (texts, dimensions) int8 vectors of length `INT8_UNIT`."""


def why_absent(folder: Path | None) -> str:
    """What is missing to use a model, or nothing."""
    if folder is None:
        return f"absent: {VARIABLE} names no folder"
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        return f"absent: {folder} has no {' and no '.join(missing)}"
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    return f"absent: {' and '.join(lacking)} not installed" if lacking else ""


def digest(folder: Path) -> str:
    """Name of a model, 16 hexadecimal digits of its files."""
    state = hashlib.sha256()
    for name in FILES:
        state.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return state.hexdigest()[:16]


def load_model(folder: Path) -> Encode:
    """The model's encoder; every text is encoded once, by itself, on one thread: equal on every run.

    Raises
    ------
    ValueError
        for a model that asks for anything but tokens and their mask.
    """
    # The packages are an option: whoever measures without a model needs neither.
    import onnxruntime
    from tokenizers import Tokenizer

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "model.onnx", settings, ["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    asked = {given.name for given in session.get_inputs()}
    strange = asked - {"input_ids", "attention_mask", "token_type_ids"}
    if strange:
        raise ValueError(f"the model asks for {', '.join(sorted(strange))}, which is not known here")
    known: dict[str, NDArray[np.int8]] = {}

    def encoded(text: str) -> NDArray[np.int8]:
        tokens = tokenizer.encode(text)
        given = {
            "input_ids": tokens.ids,
            "attention_mask": tokens.attention_mask,
            "token_type_ids": tokens.type_ids,
        }
        feed = {name: np.array([given[name]], dtype=np.int64) for name in asked}
        states = session.run(None, feed)[0][0]
        # One vector per token is averaged; some models give the one vector themselves.
        return quantised(states.mean(axis=0) if states.ndim == 2 else states)

    def encode(texts: Sequence[str]) -> NDArray[np.int8]:
        for text in texts:
            if text not in known:
                known[text] = encoded(text)
        return np.stack([known[text] for text in texts])

    return encode


def quantised(vector: NDArray[np.floating]) -> NDArray[np.int8]:
    """A vector in steps of 1/127 of its length.

    >>> quantised(np.array([3.0, -4.0, 0.0])).tolist()
    [76, -102, 0]
    """
    length = float(np.linalg.norm(vector)) or 1.0
    return np.rint(vector / length * INT8_UNIT).astype(np.int8)


def cosines(works: NDArray[np.int8], needs: NDArray[np.int8]) -> NDArray[np.float64]:
    """(works, needs): how far each pair is on the way from a common text to the same text, 0 to 1.

    A need is measured against the background here as well: against its mean cosine with all works.

    >>> own = np.array([[127, 0], [0, 127]], np.int8)
    >>> cosines(own, own).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    plain = works.astype(np.int64) @ needs.astype(np.int64).T / INT8_UNIT**2
    common = plain.mean(axis=0)
    return np.clip((plain - common) / (1 - common), 0.0, 1.0)
