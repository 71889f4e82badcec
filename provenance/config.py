"""Every number that decides something for a whole check, with its unit, origin and date; and its file form.

The numbers of one detector stand in that detector's table; here is what a user may set.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from provenance.errors import UsageError, told_by

#: The folder that is searched when none is named.
DEFAULT_INDEX = "indexes"
#: Tables of a file of settings, each read by the part that it is of.
SECTIONS = frozenset({"credentials", "flooding", "index", "vectors"})

Table = TypeVar("Table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a check."""

    #: Findings whose calibrated confidence is lower are not reported (0..1).
    min_confidence: float = 0.5
    #: Records that each index contributes for a post; recall is flat above this on the public sets (2026-11).
    candidates: int = 100
    #: Hits per kind that detectors see.
    hits: int = 40
    #: A dated record older than this many days is old news (DESIGN section 1; 2026-11).
    reheated_after_days: float = 60.0
    #: Posts that are read, encoded and searched together; bounds memory.
    batch_size: int = 256
    #: Whether text in pictures is read (extra `ocr`; about 0.3 s of CPU a picture, 1 s where there is text; 2026-11).
    read_pictures: bool = True
    #: Section → name → value, for the parts that take settings of their own.
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not 0 <= self.min_confidence <= 1:
            raise UsageError(f"min_confidence must lie in 0..1, got {self.min_confidence}")
        for name in ("candidates", "hits", "batch_size"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.reheated_after_days < 0:
            raise UsageError(f"reheated_after_days must not be negative, got {self.reheated_after_days}")

    def signers(self) -> str | None:
        """Certificates (PEM) of trusted signers of Content Credentials: the file `trusted` of `[credentials]`.

        Raises:
            UsageError: the file cannot be read.
        """
        named = self.sections.get("credentials", {}).get("trusted")
        if named is None:
            return None
        try:
            return Path(str(named)).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read the trusted signers from {named}: {told_by(error)}") from None

    def to_dict(self) -> dict[str, Any]:
        """As the report header carries them."""
        plain = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "sections"}
        return {**plain, **{name: dict(values) for name, values in self.sections.items()}}


def read_table(kind: type[Table], values: Mapping[str, Any], name: str = "") -> Table:
    """A table of a configuration file as the dataclass of its settings.

    Args:
        kind: a dataclass of numbers, texts and switches.
        values: of the table.
        name: of the table, for messages; empty for what stands at the top.

    Raises:
        UsageError: a name is unknown, a value is of another kind, or the dataclass refuses it.
    """
    hints = {key: hint for key, hint in get_type_hints(kind).items() if key != "sections"}
    prefix = f"{name}." if name else ""
    if unknown := sorted(set(values) - set(hints)):
        raise UsageError(f"unknown setting {prefix}{unknown[0]}; known are {', '.join(sorted(hints))}")
    for key, value in values.items():
        if not any(_is(value, wanted) for wanted in get_args(hints[key]) or (hints[key],)):
            raise UsageError(f"{prefix}{key} must be {_CALLED[hints[key]]}, got {value!r}")
    return kind(**values)


#: What a value may be → how a message calls it.
_CALLED: Mapping[Any, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "a text",
    str | None: "a text",
}


def _is(value: Any, wanted: Any) -> bool:
    if isinstance(value, bool) or wanted is bool:
        return isinstance(value, bool) and wanted is bool
    return isinstance(value, int | float if wanted is float else wanted)


def load_settings(path: Path) -> Settings:
    """Read settings from a TOML file: plain names at the top, a table for each part.

    Raises:
        UsageError: the file is missing or no TOML, a name is unknown, or a value of the wrong kind.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"cannot read settings from {path}: {told_by(error)}") from None
    sections = {name: value for name, value in data.items() if isinstance(value, dict)}
    if unknown := sorted(set(sections) - SECTIONS):
        raise UsageError(f"{path}: unknown table [{unknown[0]}]; known are {', '.join(sorted(SECTIONS))}")
    try:
        plain = read_table(Settings, {name: value for name, value in data.items() if name not in sections})
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    return replace(plain, sections=sections)
