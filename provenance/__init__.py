"""Where has this been before? Public names only; importing this stays light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.checker import Checker
    from provenance.sources import read_posts

__all__ = ["Checker", "read_posts"]
__version__ = "0.1.0"

_HOME = {"Checker": "provenance.checker", "read_posts": "provenance.sources"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'provenance' has no attribute {name!r}")
