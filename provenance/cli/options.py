"""Options that several commands share, and what is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import datetime

    from provenance.config import Settings
    from provenance.indexing.base import Filter
    from provenance.model.finding import Skipped
    from provenance.model.post import Post

IndexOption = Annotated[Path, typer.Option("--index", help="Folder of the index.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Write here instead of to stdout.")]
MapOption = Annotated[
    list[str] | None, typer.Option("--map", help="Name of a column: field=column, for example text=content.")
]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Settings as TOML.")]
KindOption = Annotated[list[str] | None, typer.Option("--kind", help="Only records of this kind; may be repeated.")]
FromOption = Annotated[str | None, typer.Option("--from", help="Only records published then or later (ISO 8601).")]
BeforeOption = Annotated[str | None, typer.Option("--before", help="Only records published before (ISO 8601).")]
PlaceOption = Annotated[str | None, typer.Option("--place", help="Only records of this place, or of one inside it.")]


class Language(StrEnum):
    """What the text or the page is written in."""

    EN = "en"
    ZH = "zh"


LangOption = Annotated[Language, typer.Option("--lang", help="Language of the text or page.")]


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    RAY = "ray"


EngineOption = Annotated[
    Engine,
    typer.Option("--engine", help="ray: on the cluster that RAY_ADDRESS names; without one, on this machine's cores."),
]


def settings_of(config: Path | None, min_confidence: float | None) -> Settings:
    """The settings of a file, or the shipped ones; the least confidence may be set apart."""
    from dataclasses import replace

    from provenance.config import Settings, load_settings

    settings = load_settings(config) if config else Settings()
    return settings if min_confidence is None else replace(settings, min_confidence=min_confidence)


def posts_of(sources: list[str], column: list[str] | None) -> Iterator[Post | Skipped]:
    """The posts of these files."""
    from provenance.sources import read_posts

    return read_posts(sources, columns=columns_of(column))


def columns_of(pairs: list[str] | None) -> dict[str, str] | None:
    """Field → column of the user's table, from `field=column` pairs.

    Raises:
        UsageError: a pair has no `=`.
    """
    from provenance.errors import UsageError

    for pair in pairs or ():
        if "=" not in pair:
            raise UsageError(f"--map takes field=column, got {pair!r}")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


def filter_of(
    kinds: list[str] | None, since: str | None, before: str | None, place: str | None = None
) -> Filter | None:
    """Which records may be cited; None for all.

    Raises:
        UsageError: a kind or place is unknown, or a date is none.
    """
    if not (kinds or since or before or place):
        return None
    from provenance.errors import UsageError
    from provenance.indexing.base import Filter
    from provenance.model.evidence import Kind

    if unknown := set(kinds or ()) - set(Kind):
        raise UsageError(f"unknown kind {', '.join(map(repr, sorted(unknown)))}; known are {', '.join(Kind)}")
    return Filter(
        kinds=frozenset(kinds) if kinds else None,
        published_from=_moment("--from", since) if since else None,
        published_before=_moment("--before", before) if before else None,
        place=_path_of(place) if place else None,
    )


def _moment(option: str, text: str) -> datetime:
    from provenance.errors import RecordError, UsageError
    from provenance.model.interval import Interval

    try:
        return Interval.parse(text).start
    except RecordError as error:
        raise UsageError(f"{option}: {error}") from None


def _path_of(place: str) -> str:
    """The path of a place that somebody typed: 武汉 → 中国/湖北省/武汉市."""
    from provenance.errors import UsageError
    from provenance.text.places import find_places

    found = find_places(place)
    if len(found) == 1 and not found[0].ambiguous:
        return "/".join(found[0].path)
    known = " or ".join("/".join(each) for mention in found for each in mention.candidates)
    what = f"may mean {known}; name what holds it, too" if known else "is no place that is known"
    raise UsageError(f"--place takes one place; {place!r} {what}")
