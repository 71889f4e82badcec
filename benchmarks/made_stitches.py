"""Made-up posts over pairs of archive records: joined ones, and honest ones that look alike.

Real joined posts are few. These follow what joins them: clauses of two records of one kind but of different places, the
second without its place, told loosely. How loosely is taken from posts that retell one record: `LOOSENESS`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from provenance.alignment.event import EventView
from provenance.alignment.event.features import set_cosine
from provenance.detectors.recorded import record_view
from provenance.detectors.stitch.candidates import apart
from provenance.detectors.stitch.happened_at import Passages
from provenance.model.evidence import Evidence
from provenance.model.span import TextSpan
from provenance.text.clauses import clauses
from provenance.text.places import Path, find_places

#: Share of the words that a retelling changes: drawn anew for each post between these. Of the terms of the posts of
#: `recycled_scenarios` that retell one record a third is in it (quartiles .22 and .48), of their numbers a half.
LOOSENESS = (0.1, 0.6)
#: Share of the numbers that it leaves out or rounds.
NUMBERS_LOST = 0.35
#: Characters of a record from which clauses are taken, and clauses of a part.
LEAD, PART = 400, (1, 3)
#: Records among which the second one of a pair is drawn: the nearest in words that lie elsewhere.
NEAREST = 8
#: Records of one place and week that share so much wording tell one event (cosine of their terms).
ONE_EVENT = 0.2
_DATE = re.compile(r"据|报道|消息|记者|\d+[月日年时]|今天|当地时间|said|reported|according", re.IGNORECASE)
_WORD = re.compile(r"\d[\d,.]*[%万亿]?[\u3400-\u9fff]?|[A-Za-z][\w'-]*|[\u3400-\u9fff]{1,2}|\S")
_NUMBER = re.compile(r"\d")
_FATE = re.compile(r"(\d+)(?:人|名)?(死亡|遇难|受伤|失踪)")
_ENDINGS = {
    True: ("", "", "太惨了", "求扩散", "大家小心", "愿平安", "看哭了"),
    False: ("", "", "stay safe", "so sad", "wow"),
}
_LOOSE = {
    "死亡": "没了",
    "受伤": "挂彩",
    "地震": "强震",
    "发生": "出了",
    "火灾": "大火",
    "超过": "好几",
    "房屋": "房子",
    "造成": "已经",
}


@dataclass(frozen=True, slots=True)
class MadePost:
    """A made-up post.

    Attributes:
        kind: what it is made after.
        joins: ids of the two records that it joins; empty for honest ones.
        hidden: ids of records that the archive must not have, so that its event is new.
    """

    kind: str
    text: str
    posted: Evidence
    days: float
    joins: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


class Source:
    """A record that posts are made from."""

    def __init__(self, record: Evidence) -> None:
        self.record = record
        self.view: EventView = record_view(record)
        self.passages = Passages(self.view, record.title or "")
        self.places: tuple[Path, ...] = self.passages.told_with(self.view.terms, frozenset())
        self.clauses = [
            span for span in clauses(self.view.text[:LEAD]) if span.start >= len(record.title or "") or not record.text
        ]

    @property
    def usable(self) -> bool:
        return bool(self.places) and len(self.telling()) >= 2 and self.record.published_at is not None

    def telling(self) -> list[str]:
        """Its clauses without dates and sources, the places taken out."""
        return [text for text in map(self._without_places, self.clauses) if len(text) >= 5 and not _DATE.search(text)]

    def name(self) -> str | None:
        """How the record itself spells its place."""
        named = [place for place in self.view.places if place.path in self.places]
        return named[0].span.of(self.view.text) if named else None

    def _without_places(self, span: TextSpan) -> str:
        text = self.view.text
        cut = [place.span for place in self.view.places if place.span.overlaps(span)]
        return "".join(
            text[at] for at in range(span.start, span.end) if not any(one.start <= at < one.end for one in cut)
        ).strip()


def made_posts(
    records: Sequence[Evidence], near: Callable[[Evidence], Sequence[Evidence]], *, each: int, seed: int
) -> Iterator[MadePost]:
    """`each` posts of every kind.

    Args:
        records: the archive.
        near: a record → the records most like it.
        each: posts of a kind.
        seed: of the draw.
    """
    draw = random.Random(seed)
    kinds = {"joined": _joined, "alone": _alone, "round-up": _round_up, "witnesses": _witnesses, "new": _new}
    left = dict.fromkeys(kinds, each)
    order = list(records)
    while any(left.values()) and order:
        first = Source(order.pop(draw.randrange(len(order))))
        if not first.usable or first.name() is None:
            continue
        kind = draw.choice([kind for kind, count in left.items() if count])
        others = [Source(record) for record in near(first.record)[: 4 * NEAREST]]
        if (post := kinds[kind](draw, first, others)) is not None:
            left[kind] -= 1
            yield post


def _joined(draw: random.Random, one: Source, others: list[Source]) -> MadePost | None:
    elsewhere = [other for other in others if other.usable and apart(one.places, other.places)]
    if not elsewhere:
        return None
    two = draw.choice(elsewhere[:NEAREST])
    retell = Retelling(draw)
    parts = retell.part(one) + retell.part(two)
    return MadePost("joined", retell.post(one, parts), one.record, _days(draw), (one.record.id, two.record.id))


def _alone(draw: random.Random, one: Source, others: list[Source]) -> MadePost | None:
    retell = Retelling(draw)
    return MadePost("alone", retell.post(one, retell.part(one) + retell.part(one)), one.record, _days(draw))


def _new(draw: random.Random, one: Source, others: list[Source]) -> MadePost | None:
    retell = Retelling(draw)
    text = retell.post(one, retell.part(one) + retell.part(one))
    return MadePost("new", text, one.record, _days(draw), hidden=(one.record.id,))


def _round_up(draw: random.Random, one: Source, others: list[Source]) -> MadePost | None:
    elsewhere = [other for other in others if other.usable and other.name() and apart(one.places, other.places)]
    if not elsewhere:
        return None
    two = draw.choice(elsewhere[:NEAREST])
    if apart(two.places, [place.path for place in find_places(two.name() or "") if place.path]):
        return None
    retell = Retelling(draw)
    text = retell.post(one, retell.part(one)) + retell.stop + retell.post(two, retell.part(two))
    return MadePost("round-up", text, one.record, _days(draw))


def _witnesses(draw: random.Random, one: Source, others: list[Source]) -> MadePost | None:
    day, at = timedelta(days=4), one.record.published_at
    same = [
        other
        for other in others
        if other.usable
        and not apart(one.places, other.places)
        and other.record.published_at
        and at
        and abs(other.record.published_at.start - at.start) <= day
        and set_cosine(one.view.terms, other.view.terms) >= ONE_EVENT
    ]
    if not same:
        return None
    retell = Retelling(draw)
    text = retell.post(one, retell.part(one) + retell.part(draw.choice(same[:NEAREST])))
    return MadePost("witnesses", text, one.record, _days(draw))


def _days(draw: random.Random) -> float:
    """Half of the posts follow the news, half bring it up years later."""
    return draw.uniform(0.1, 2.0) if draw.random() < 0.5 else draw.uniform(200, 1200)


class Retelling:
    """Tells records loosely, with one looseness for a post."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._loose = draw.uniform(*LOOSENESS)
        self.stop = "，"

    def part(self, source: Source) -> list[str]:
        told = source.telling()
        count = min(len(told), self._draw.randint(*PART))
        first = self._draw.randrange(len(told) - count + 1)
        return [self._loosely(clause) for clause in told[first : first + count]]

    def post(self, at: Source, parts: list[str]) -> str:
        chinese = at.view.script == "Han" or bool(re.search(r"[\u3400-\u9fff]", at.view.text[:40]))
        self.stop = "，" if chinese else ", "
        place = at.name() or ""
        ending = self._draw.choice(_ENDINGS[chinese])
        told = [part for part in parts if part]
        return (place + ("" if chinese else ": ") + self.stop.join([*told, ending])).rstrip("，, ")

    def _loosely(self, clause: str) -> str:
        for strict, loose in _LOOSE.items():
            if self._draw.random() < self._loose:
                clause = clause.replace(strict, loose)
        if self._draw.random() < self._loose:
            clause = _FATE.sub(lambda found: f"{found[2][0]}{found[1]}人", clause)
        kept = []
        for word in _WORD.finditer(clause):
            lost = NUMBERS_LOST if _NUMBER.match(word.group()) else self._loose
            kept.append("" if self._draw.random() < lost else word.group())
        joint = " " if clause.isascii() else ""
        return joint.join(word for word in kept if word)
