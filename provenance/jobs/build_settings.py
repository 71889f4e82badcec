"""Numbers of the build, each with its unit and origin."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self

from provenance.config import Settings, read_table
from provenance.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSettings:
    """The table `index` of a configuration file."""

    #: Texts that are encoded together; sorted by length inside, so more waste less.
    batch_size: int = 512
    #: Characters of a passage of a body: about 100 tokens, what e5 was trained on.
    passage_length: int = 300
    #: Passages encoded of a release, an archive item or a quoted work; what comes later is found by its words.
    passages: int = 4
    #: Passages encoded of a fact-check that has a claim or a title: its body says the same at length (2026-11).
    fact_check_passages: int = 0
    #: Characters of the lead that are encoded with the title of a fact-check without a claim: the title alone seldom
    #: says what a post does. Of training tweets .61 have their fact-check among the nearest 20 of 6,135 by the title,
    #: .72 with 120 characters and .78 with 280, which take twice and four times as long to encode (2026-11).
    fact_check_lead: int = 280

    def __post_init__(self) -> None:
        for name, least in (
            ("batch_size", 1),
            ("passage_length", 20),
            ("passages", 0),
            ("fact_check_passages", 0),
            ("fact_check_lead", 0),
        ):
            if getattr(self, name) < least:
                raise UsageError(f"index.{name} must be at least {least}, got {getattr(self, name)}")

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read the table.

        Raises:
            UsageError: a name is unknown, or a value of the wrong kind or out of range.
        """
        return read_table(cls, settings.sections.get("index", {}), "index")

    def to_dict(self) -> dict[str, Any]:
        """As the manifest carries them."""
        return asdict(self)
