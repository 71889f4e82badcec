"""Texts to unit vectors: one file a model family, opened by name through `open_encoder`; importing this stays light."""

from provenance.encoders.base import Encoder, TokenEncoder, TokenVectors, Vectors
from provenance.encoders.registry import DEFAULT, NAMES, open_encoder
from provenance.encoders.vector_cache import CachedEncoder, VectorCache
from provenance.encoders.wrapped import token_encoder

__all__ = [
    "DEFAULT",
    "NAMES",
    "CachedEncoder",
    "Encoder",
    "TokenEncoder",
    "TokenVectors",
    "VectorCache",
    "Vectors",
    "open_encoder",
    "token_encoder",
]
