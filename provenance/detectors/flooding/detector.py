"""Finds floods in a batch, and across batches.

Who posted first is a fact and is said; nothing is said about who anybody is. Silent on newsroom reposts that name their
source, fresh official copy, greetings and prize draws, copied refutations, and one account that repeats itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from provenance.alignment.near_copies import CopyIndex
from provenance.detectors.base import Context, Reported, whatever
from provenance.detectors.flooding.bursts import Burst, bursts, posted, usable, with_rewordings
from provenance.detectors.flooding.findings import Flood
from provenance.detectors.flooding.settings import FloodSettings, settings_of
from provenance.detectors.flooding.silence import is_silent, stays_silent
from provenance.model.evidence import Kind
from provenance.model.finding import Finding, Pattern


@dataclass(slots=True)
class FloodingDetector:
    """Keep one detector for a stream and hand it batch after batch: posts of the last days are kept between calls.

    Posts without a date or an account cannot show a short time or many accounts, and are left out.
    """

    pattern: Pattern = Pattern.FLOODING
    looks_at: ClassVar[tuple[Kind, ...]] = (Kind.FACT_CHECK, Kind.RELEASE, Kind.ARCHIVE)
    #: None: as the settings of the check state them.
    settings: FloodSettings | None = None
    _kept: dict[str, Context] = field(default_factory=dict)
    _index: CopyIndex = field(default_factory=CopyIndex)

    def detect_batch(self, contexts: Iterable[Context], reported: Reported = whatever) -> Iterator[Finding]:
        """Findings for the posts of this batch; earlier posts that are still kept count as copies of them."""
        new = {each.post.id: each for each in contexts if usable(each)}
        if not new:
            return
        settings = self.settings or settings_of(next(iter(new.values())).settings)
        self._index.add((name, context.post.text) for name, context in new.items())
        self._kept.update(new)
        for burst in self._floods(settings):
            flood = Flood(burst, settings)
            if not flood.may_be_reported(reported):
                continue
            for member in burst.members:
                finding = flood.finding_of(member, reported) if member.post.id in new else None
                if finding and not is_silent(member, settings):
                    yield finding
        self._forget(settings)

    def remember(self, contexts: Iterable[Context]) -> None:
        """Posts of earlier batches, of which nothing is reported: those that another process kept."""
        earlier = {each.post.id: each for each in contexts if usable(each)}
        self._index.add((name, context.post.text) for name, context in earlier.items())
        self._kept.update(earlier)

    @property
    def remembered(self) -> tuple[Context, ...]:
        """The posts that are kept for the next batch."""
        return tuple(self._kept.values())

    def _floods(self, settings: FloodSettings) -> Iterator[Burst]:
        clusters = [[self._kept[name] for name in ids] for ids in self._index.clusters()]
        found = [each for members in clusters for each in bursts(members, settings) if not stays_silent(each, settings)]
        yield from with_rewordings(found, clusters, list(self._kept.values()), settings)

    def _forget(self, settings: FloodSettings) -> None:
        """Drop posts that are older than the window before the newest one."""
        oldest = max(map(posted, self._kept.values())) - timedelta(hours=settings.keep_hours)
        kept = {name: context for name, context in self._kept.items() if posted(context) >= oldest}
        if len(kept) < len(self._kept):
            self._kept = kept
            self._index.keep(set(kept))
