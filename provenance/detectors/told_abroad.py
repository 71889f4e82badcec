"""How far a post tells the event of a record in another language, with which it can share no word.

What both tell to have happened, and to what, is compared idea by idea (`text.happenings`), beside places, numbers and
names, which are spelt alike or known in both languages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from provenance.alignment.event import EventView
from provenance.alignment.event.slots import compare_names
from provenance.detectors.abroad_bounds import (
    MOST_NAMES,
    MOST_NUMBERS,
    UNIT_BITS,
    headline_kinds,
    is_foreign,
    kinds_of,
    rising,
)
from provenance.detectors.judging import NEARLY_BITS
from provenance.detectors.recorded import stated_places, view_of
from provenance.detectors.retelling import DEEPEST, Retelling
from provenance.model.hit import Hit
from provenance.model.span import TextSpan
from provenance.scoring.bounds import SLACK
from provenance.scoring.retelling_bits import abroad_weights
from provenance.text.happenings import Happening, Sort, happenings
from provenance.text.places import find_places, meet
from provenance.text.quantities import agrees

_ONE = "1"
#: Digits of a number from which on it may be round.
_LEAST_ROUND = 2
#: 7,8 where Chinese and English write 7.8.
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?!\d|,\d)")

_Ideas = Mapping[Happening, TextSpan]


def told_abroad(view: EventView, hits: Sequence[Hit]) -> list[Retelling]:
    """The post beside the records of other languages that tell of an event of its kind, the best first.

    Args:
        view: of the post.
        hits: of any language.
    """
    spelt, weights, found = with_decimal_points(view), abroad_weights(), []
    for hit in rising(spelt, hits, NEARLY_BITS):
        values = values_abroad(spelt, view_of(hit), stated_places(hit)) if is_foreign(view, hit) else {}
        found += [Retelling(hit, values, weights.contributions(values))] if values else []
    return sorted(found, key=lambda told: -told.weight_bits)


def may_be_told_abroad(view: EventView, hits: Sequence[Hit], room: float) -> bool:
    """Whether the post tells some record of another language, but for `room` bits; arguments as for `told_abroad`.

    Of a post that may be in the record's language only a model tells whether it is: it is asked last.
    """
    spelt, weights = with_decimal_points(view), abroad_weights()
    compared = ((hit, values_abroad(spelt, view_of(hit), stated_places(hit))) for hit in rising(spelt, hits, room))
    return any(
        weights.total(values) >= weights.least_bits - room - SLACK and is_foreign(view, hit)
        for hit, values in compared
        if values
    )


def values_abroad(post: EventView, record: EventView, stated: Sequence[str] = ()) -> dict[str, float]:
    """Feature name → value; nothing where the two have no kind of event in common, or no place, number or name.

    Args:
        post: with decimal points.
        record: of another language.
        stated: where the record says that its event was, beside its text.
    """
    ours = ideas_of(post)
    if not kinds_of(ours) & headline_kinds(record.text):
        return {}
    theirs = happenings(record.text)
    depth, elsewhere = _same_place(post, record, stated)
    agree = _telling(post, record)
    names = _names(post, record)
    if not (depth or agree or names):
        return {}
    return {
        "ideas": sum(idea.rarity for idea in ours if idea in theirs) / UNIT_BITS,
        "ideas_missing": sum(_against(idea) for idea in ours if idea not in theirs) / UNIT_BITS,
        "place_depth": min(DEEPEST, depth),
        "place_conflict": float(elsewhere),
        "numbers_agree": math.log2(1 + min(MOST_NUMBERS, agree)),
        "numbers_conflict": float(not agree and _contradicts(post, record)),
        "names": min(MOST_NAMES, names),
    }


def ideas_of(post: EventView) -> _Ideas:
    """What a post tells beside the names of its places: Notre-Dame is a church in any post about it."""
    named = [place.span for place in post.places]
    found = happenings(post.text)
    return {
        idea: span
        for idea, span in found.items()
        if not any(name.start <= span.start and span.end <= name.end for name in named)
    }


def shared_words(post: EventView, record: EventView) -> list[tuple[str, str]]:
    """The words of post and record for each idea that both have, the rarest first."""
    ours, theirs = ideas_of(post), happenings(record.text)
    both = sorted((idea for idea in ours if idea in theirs), key=lambda idea: -idea.rarity)
    return [(ours[idea].of(post.text), theirs[idea].of(record.text)) for idea in both]


def idea_span(text: str, other: str) -> tuple[TextSpan, float]:
    """From the first to the last word of a text for an idea that another one has, and the share of its ideas that has.

    All of the text where none has.
    """
    ours, theirs = happenings(text), happenings(other)
    spans = [span for idea, span in ours.items() if idea in theirs]
    if not spans:
        return TextSpan(0, len(text)), 0.0
    return TextSpan(min(span.start for span in spans), max(span.end for span in spans)), len(spans) / len(ours)


def _same_place(post: EventView, record: EventView, stated: Sequence[str]) -> tuple[int, bool]:
    """Levels of the deepest place that both name, and whether they name places that lie apart only."""
    ours = post.specific
    theirs = {*record.specific, *(each.path for each in find_places(", ".join(stated)) if each.path)} if ours else ()
    depth = max((min(len(one), len(two)) for one in ours for two in theirs if meet(one, two)), default=0)
    return depth, bool(ours and theirs and not depth)


def _against(idea: Happening) -> float:
    """What it counts that only the post tells of an idea; reports of one event differ most in its outcome."""
    return 0.0 if idea.sort is Sort.OUTCOME else idea.rarity


def _telling(post: EventView, record: EventView) -> int:
    """Different numbers in common, beyond single digits, of which any text has some."""
    told = {number.value for number in post.quantities if len(number.value) > 1 or "." in number.span.of(post.text)}
    return sum(
        any(other.value and agrees(number, other) for other in record.quantities)
        for number in {each.value: each for each in post.quantities if each.value in told}.values()
    )


def _contradicts(post: EventView, record: EventView) -> bool:
    """Whether the post counts something otherwise than the record; "a ship" counts nothing, 两千多 fits 2,750."""
    for number in post.quantities:
        others = [other for other in record.quantities if other.unit == number.unit]
        if number.unit is None or number.value == _ONE or not others:
            continue
        if not any(number.fits(other) or _rounds(number.value, other.value) for other in others):
            return True
    return False


def _rounds(said: str, counted: str) -> bool:
    """Whether a round number may stand for another one, that it is less than twice as large."""
    if not (said.isdigit() and counted.isdigit()) or len(said.rstrip("0")) > 1 or len(said) < _LEAST_ROUND:
        return False
    return int(said) <= int(counted) < 2 * int(said)


def _names(post: EventView, record: EventView) -> int:
    """Names in common beside those of places, where both are written in the same letters."""
    if post.script != record.script:
        return 0
    places = [place.span.of(post.text).casefold() for place in post.places]
    return sum(not any(name in place for place in places) for name, _ in compare_names(post, record).agree)


def with_decimal_points(view: EventView) -> EventView:
    """A view whose numbers are read as those of Chinese and English texts are."""
    if "," not in view.text or view.script == "han":
        return view
    text = _DECIMAL_COMMA.sub(r"\1.\2", view.text)
    return view if text == view.text else EventView(text, view.base)
