"""One pattern a file; pure. The registry below is the only place that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from provenance.errors import UsageError
from provenance.model.finding import Pattern

if TYPE_CHECKING:
    from provenance.detectors.base import BatchDetector, Detector

#: Pattern → module and class; a new detector is a file and a line here.
REGISTRY: dict[Pattern, tuple[str, str]] = {
    Pattern.DEBUNKED: ("debunked", "DebunkedDetector"),
    Pattern.REHEATED: ("reheated", "ReheatedDetector"),
    Pattern.STITCHED: ("stitched", "StitchedDetector"),
    Pattern.EDITED_OFFICIAL: ("edited_official", "EditedOfficialDetector"),
    Pattern.OUT_OF_CONTEXT_MEDIA: ("out_of_context_media", "OutOfContextMediaDetector"),
    Pattern.MISATTRIBUTED_QUOTE: ("misattributed_quote", "MisattributedQuoteDetector"),
    Pattern.FLOODING: ("flooding", "FloodingDetector"),
}


def open_detectors(patterns: Iterable[str] | None = None) -> list[Detector | BatchDetector]:
    """The detectors of these patterns, in registry order; all of them where none is named.

    Raises:
        UsageError: a pattern is unknown.
    """
    wanted = set(REGISTRY) if patterns is None else {_pattern(name) for name in patterns}
    return [_load(pattern) for pattern in REGISTRY if pattern in wanted]


def _pattern(name: str) -> Pattern:
    if name not in frozenset(Pattern) or Pattern(name) not in REGISTRY:
        raise UsageError(f"unknown pattern {name!r}; known are {', '.join(REGISTRY)}")
    return Pattern(name)


def _load(pattern: Pattern) -> Detector | BatchDetector:
    module, name = REGISTRY[pattern]
    return getattr(import_module(f"provenance.detectors.{module}"), name)()  # type: ignore[no-any-return]
