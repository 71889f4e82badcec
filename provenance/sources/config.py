"""`sources.toml`: what the nightly job reads, under which names, within which limits."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from provenance.errors import UsageError, told_by
from provenance.model.evidence import Kind
from provenance.sources.columns import EVIDENCE_KEYS

#: Raise it when a reader gives other records for the same bytes: every source is then read again.
READERS_VERSION = 1

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}$")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})$")
_PLACES = ("file", "folder", "glob", "url", "sitemap")


#: What a value in the file must be, by the annotation of its field.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "tuple[str, ...]": (tuple,),
    "Mapping[str, Any]": (Mapping,),
    "Mapping[str, str]": (Mapping,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One named source. Exactly one of `file`, `folder`, `glob`, `url` and `sitemap` says where it lies.

    The numbers of the network settings were chosen 2026-11-22: generous for a feed, too little for a runaway.
    """

    name: str
    file: str | None = None
    folder: str | None = None
    glob: str | None = None
    url: str | None = None
    #: Address of a sitemap whose pages are the records.
    sitemap: str | None = None
    #: Regular expression: which addresses of a sitemap are pages to read.
    include: str = ""
    #: Pages fetched of a sitemap in one run; the rest follows in the next ones.
    max_pages: int = 500
    #: Name of a reader, where suffix and contents do not tell.
    format: str | None = None
    kind: str | None = None
    #: Values of keys that rows leave out.
    defaults: Mapping[str, Any] = field(default_factory=dict, hash=False)
    #: Key of a record → column of the source.
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Zone of dates that state none: `Asia/Shanghai` or `+08:00`.
    zone: str = "UTC"
    #: Where the source is at home; goes into `places` of records that name none.
    place: str | None = None
    #: Under which terms the records may be kept and shown; for people.
    licence: str | None = None
    #: When it changes; for people and for their timers.
    schedule: str | None = None
    #: Whether a failure of this source stops the job. If not, its last known records stay.
    required: bool = True
    #: `full`: what the source no longer has is removed. `append`: it only shows its newest, older records stay.
    mode: str = "full"
    #: The job refuses to remove more than this share of the records of a source (0 to 1).
    max_shrink: float = 0.5
    #: Seconds for a connection and between two packets.
    timeout_s: float = 30.0
    #: Bytes of an answer, after decompression.
    max_bytes: int = 200_000_000
    #: Hosts that may be contacted besides the one of the address itself, for redirections.
    hosts: tuple[str, ...] = ()
    #: Hosts inside the own network that may be contacted although their addresses are private.
    private_hosts: tuple[str, ...] = ()
    #: Name of the environment variable that holds the value of the `Authorization` header.
    authorization_env: str | None = None

    def __post_init__(self) -> None:
        self._check_types()
        if not _NAME.match(self.name):
            raise self._bad("name", "use lower-case letters, digits, dots, dashes")
        if sum(getattr(self, place) is not None for place in _PLACES) != 1:
            raise self._bad("place", f"state exactly one of {', '.join(_PLACES)}")
        if self.kind is not None and self.kind not in frozenset(Kind):
            raise self._bad("kind", f"use one of {', '.join(Kind)}")
        if self.mode not in ("full", "append"):
            raise self._bad("mode", "use full or append")
        if not 0 <= self.max_shrink <= 1:
            raise self._bad("max_shrink", "use a share between 0 and 1")
        if self.timeout_s <= 0 or self.max_bytes <= 0 or self.max_pages <= 0:
            raise self._bad("timeout_s, max_bytes, max_pages", "use positive numbers")
        if unknown := sorted((set(self.defaults) | set(self.columns)) - EVIDENCE_KEYS):
            raise self._bad(unknown[0], f"no record has this key; known are {', '.join(sorted(EVIDENCE_KEYS))}")
        for address in (self.url, self.sitemap):
            if address is not None and (urlsplit(address).scheme not in ("http", "https") or "@" in address):
                raise self._bad("url", "use http or https, and no password in the address (see authorization_env)")
        self.tzinfo()
        try:
            re.compile(self.include)
        except re.error as error:
            raise self._bad("include", f"no regular expression: {error}") from None

    def _check_types(self) -> None:
        for item in fields(self):
            if not isinstance(getattr(self, item.name), _TYPES[str(item.type)]):
                raise self._bad(item.name, f"expected {item.type}, got {getattr(self, item.name)!r}")

    def _bad(self, key: str, advice: str) -> UsageError:
        return UsageError(f"source {self.name!r}, {key}: {advice}")

    @property
    def address(self) -> str | None:
        """Where it is fetched; None for local sources."""
        return self.url or self.sitemap

    def all_defaults(self) -> dict[str, Any]:
        """What rows leave out: the stated defaults, the kind, and the place."""
        out = dict(self.defaults)
        if self.kind is not None:
            out.setdefault("kind", self.kind)
        if self.place is not None:
            out.setdefault("places", [self.place])
        return out

    def tzinfo(self) -> tzinfo:
        """The zone.

        Raises:
            UsageError: it is none.
        """
        if self.zone == "UTC":
            return UTC
        if found := _OFFSET.match(self.zone):
            offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
            return timezone(-offset if found[1] == "-" else offset)
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise self._bad("zone", "use a name such as Asia/Shanghai or an offset such as +08:00") from None

    def digest(self) -> str:
        """Of everything that decides what its rows mean; a new one means to read all of them again."""
        parts = [self.format, self.all_defaults(), dict(self.columns), self.zone, READERS_VERSION]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SourcesConfig:
    """The file as a whole.

    Attributes:
        sources: in the order of the file; of several sources with the same id the first counts.
        job: the table `job`, for the job's own settings.
        folder: paths of sources count from here.
    """

    sources: tuple[Source, ...]
    job: Mapping[str, Any]
    folder: Path


def load_sources(path: Path) -> SourcesConfig:
    """Read `sources.toml`.

    Raises:
        UsageError: it is missing, no TOML, or a table or value is unknown; the message names it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {told_by(error)}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is no TOML: {error}") from None
    if unknown := sorted(set(data) - {"sources", "job"}):
        raise UsageError(f"{path}: unknown table {unknown[0]!r}; known are sources, job")
    tables = data.get("sources")
    if not isinstance(tables, dict) or not tables:
        raise UsageError(f"{path} names no source; add a table such as [sources.factchecks]")
    sources = tuple(_source(path, name, table) for name, table in tables.items())
    return SourcesConfig(sources, data.get("job", {}), path.parent)


def _source(path: Path, name: str, table: Any) -> Source:
    known = {item.name for item in fields(Source)} - {"name"}
    if not isinstance(table, dict):
        raise UsageError(f"{path}: sources.{name} must be a table")
    if unknown := sorted(set(table) - known):
        raise UsageError(f"{path}: sources.{name}.{unknown[0]} is unknown; known are {', '.join(sorted(known))}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    try:
        return Source(name=name, **values)
    except (TypeError, AttributeError) as error:
        raise UsageError(f"{path}: sources.{name}: {error}") from None
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
