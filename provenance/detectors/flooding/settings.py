"""The numbers of `flooding`, with unit and origin."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.config import Settings, read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodSettings:
    """Overridden by the section `[flooding]` of a configuration file."""

    #: Accounts (and posts) from which copies are a flood. A household and its friends are fewer. 2026-11.
    min_accounts: int = 5
    #: A short time, in hours: that many accounts must lie inside one such window. 2026-11.
    window_hours: float = 24.0
    #: Reworded copies are looked for so many hours before and after a flood's own posts. 2026-11.
    margin_hours: float = 2.0
    #: How long posts are kept between batches, in hours before the newest one. 2026-11.
    keep_hours: float = 72.0
    #: A cluster is left alone when this share of it is attributed, a greeting or a refutation. 2026-11.
    silent_share: float = 0.5
    #: A copy of a release or archive item holds this share of its shingles … 2026-11.
    official_containment: float = 0.8
    #: … and is fresh, hence no sign of a campaign, up to so many days after its publication. 2026-11.
    official_days: float = 7.0
    #: A fact-check is named as what the flood repeats from this weight of the hit, in bits. 2026-11.
    repeats_from_bits: float = 3.0


def settings_of(settings: Settings) -> FloodSettings:
    """The settings of this detector as a check states them.

    Raises:
        UsageError: a name is unknown, or a value is no number.
    """
    return read_table(FloodSettings, settings.sections.get("flooding", {}), "flooding")
