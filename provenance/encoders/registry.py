"""Encoders by name. A new family is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from provenance.encoders.base import Encoder
from provenance.encoders.model_cache import cache_folder
from provenance.encoders.vector_cache import CachedEncoder, VectorCache

#: Ranks best of what can be had offline, and runs on any machine (measured in benchmarks/figures/encoding.md).
DEFAULT = "multilingual-e5-small"


def _e5(threads: int) -> Encoder:
    from provenance.encoders.e5 import E5Encoder

    return E5Encoder(threads=threads)


def _e5_fp32(threads: int) -> Encoder:
    from provenance.encoders.e5 import model_folder
    from provenance.encoders.sentence import SentenceEncoder

    return SentenceEncoder(model_folder())


def _light(threads: int) -> Encoder:
    from provenance.encoders.light import LightEncoder

    return LightEncoder(threads=threads)


def _stub(threads: int) -> Encoder:
    from provenance.encoders.stub import StubEncoder

    return StubEncoder()


NAMES: Mapping[str, Callable[[int], Encoder]] = {
    DEFAULT: _e5,
    "multilingual-e5-small-fp32": _e5_fp32,
    "use-multilingual": _light,
    "stub": _stub,
}


def open_encoder(
    name: str | Path = DEFAULT, *, threads: int = 1, cache: VectorCache | bool = False, download: bool = False
) -> Encoder:
    """Open an encoder.

    Args:
        name: one of `NAMES`, a folder of a sentence-transformers model, or a hub id.
        threads: cores that encoding may keep busy.
        cache: where to keep vectors; True means the user's cache.
        download: whether a hub id may be fetched over the network.

    Raises:
        MissingExtra: the package that the encoder needs is not installed.
        InputError: there is no such model.
    """
    make = NAMES.get(str(name))
    if make is not None:
        encoder = make(threads)
    else:
        from provenance.encoders.sentence import SentenceEncoder

        encoder = SentenceEncoder(name, download=download)
    if cache is False:
        return encoder
    return CachedEncoder(encoder, VectorCache(cache_folder() / "vectors.sqlite") if cache is True else cache)
