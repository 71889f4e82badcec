"""Whether a post that fits an old record tells another event: a like one, one elsewhere, or a kind of event."""

from __future__ import annotations

import math
from collections.abc import Sequence

from provenance.alignment.event import EventView
from provenance.alignment.event.another import Apart, same_storm, told_apart
from provenance.alignment.event.slots import compare_names, compare_numbers, compare_places
from provenance.detectors.abroad_bounds import kinds_of
from provenance.detectors.recorded import view_of
from provenance.detectors.retelling import Retelling, event_interval
from provenance.detectors.told_abroad import values_abroad, with_decimal_points
from provenance.model.finding import Reason
from provenance.scoring.retelling_bits import abroad_weights
from provenance.text.happenings import events_of, happenings
from provenance.text.harm import harm_to_people, tells_harm
from provenance.text.places import Path, Relation, relation

#: A record this near to the posting (days, before or after) makes a like event current. 2026-11.
RECENT_DAYS = 60.0
#: An event that so many further ones, elsewhere and at other times, fit about as well is a kind of event. By principle.
SEVERAL = 2
#: Without a number or a day in common, a post has so many words of the record beside places, and this share of its own.
#: By principle, seen to keep every such post of the public half. 2026-11.
LEAST_SHARED, LEAST_SHARE = 4, 0.35
#: Of a long post, in which people talk of themselves as well, so many words make up for a lower share. 2026-11.
MANY_SHARED, SHARE_OF_LONG = 8, 0.27
#: At another place a single small number in common (eight hurt) tells no event. By principle, 2026-11.
TELLING_NUMBERS = 2.0
#: Places that agree down to here, below the country, are near one another; levels of their paths.
PROVINCE = 1
#: Names of a side that are shown.
_SHOWN = 3


def tells_another(view: EventView, best: Retelling) -> Reason | None:
    """What shows that the post tells another event than the record that it fits best; None where nothing does.

    Args:
        view: of the post.
        best: the post beside that record.
    """
    told, values = view_of(best.hit), best.values
    if nothing := _nothing_happened(view, told):
        return nothing
    of_places = view.place_terms
    named = {name for name, _ in compare_names(view, told).agree} - of_places
    definite = values["numbers_agree"] > 0 or values["days_agree"] > 0 or same_storm(view.text, told.text)
    if not definite and view.script != told.script and (kind := _of_another_kind(view, told)):
        return kind
    if not named and (otherwise := _named_otherwise(view, told, of_places)):
        return otherwise
    if not definite and (thin := _thinly_told(view, told)):
        return thin
    if values["place_conflict"] and compare_numbers(view, told).degree < TELLING_NUMBERS:
        return _at_another_place(view, told)
    apart = told_apart(view.text, told.text, specific=bool(named) or definite)
    return _set_apart(view.text, apart) if apart else None


def surely_another(view: EventView, told: EventView, numbers: float) -> bool:
    """Whether the post tells too little of a record, so that `tells_another` were it the best one.

    Args:
        view: of the post.
        told: the record.
        numbers: how far their numbers agree, at most.
    """
    if numbers > 0 or not _thinly_told(view, told):
        return False
    days = told.calendar_days and view.calendar_days & told.calendar_days
    return not days and not same_storm(view.text, told.text)


def tells_another_abroad(view: EventView, best: Retelling) -> Reason | None:
    """The same of a record in another language, whose words and names prove nothing by being others."""
    told, values = view_of(best.hit), best.values
    if values["place_conflict"] and values["numbers_agree"] < math.log2(1 + TELLING_NUMBERS):
        return _at_another_place(view, told)
    definite = values["numbers_agree"] > 0 or values["names"] > 0
    apart = told_apart(view.text, told.text, specific=definite)
    return _set_apart(view.text, apart) if apart else None


def _of_another_kind(view: EventView, told: EventView) -> Reason | None:
    """Whether both tell of events that there are words for, and of none of one kind."""
    ours, theirs = (events_of(happenings(each.text)) for each in (view, told))
    if not ours or not theirs or kinds_of(ours) & kinds_of(theirs):
        return None
    here, there = next(iter(ours.values())).of(view.text), next(iter(theirs.values())).of(told.text)
    return Reason("other-kind", f"the post tells of “{here}”, the record of “{there}”", 0.0)


def _nothing_happened(view: EventView, told: EventView) -> Reason | None:
    """Whether the record tells of an event or of harm, and the post of nothing that happened at all."""
    there = next(iter(events_of(happenings(told.text.partition("\n")[0])).values()), None) or harm_to_people(told.text)
    if there is None or tells_harm(view.text):
        return None
    said = f"the record tells of “{there.of(told.text)}”, the post of nothing that happened to anybody"
    return Reason("nothing-happened", said, 0.0)


def _at_another_place(view: EventView, told: EventView) -> Reason:
    here, there = next(iter(compare_places(view, told).conflict), ("?", "?"))
    if compare_numbers(view, told).agree:
        said = f"the post says {here}, the record {there}, and a small number is all that they share"
        return Reason("other-place", said, 0.0)
    return Reason("other-place", f"the post says {here}, the record {there}, and they share no number", 0.0)


def _set_apart(text: str, apart: Apart) -> Reason:
    ours, theirs = apart.span.of(text), apart.theirs
    match apart.code:
        case "size":
            return Reason("other-size", f"the post says “{ours}”, the record “{theirs}”: another size", 0.0)
        case "line":
            return Reason("other-line", f"the post tells of “{ours}”, the record of “{theirs}”", 0.0)
        case "name":
            return Reason("other-name", f"the post names “{ours}”, the record “{theirs}”", 0.0)
        case "unhurt":
            return Reason("unhurt", f"the post says “{ours}”, the record tells of harm: “{theirs}”", 0.0)
        case "drill":
            return Reason("drill", f"the post tells of a drill, the record does not: “{ours}”", 0.0)
        case "ahead":
            return Reason("ahead", f"the post tells what may still come, the record does not: “{ours}”", 0.0)
    return Reason("mild", f"the post tells of an end without harm, the record does not: “{ours}”", 0.0)


def at_the_same_place(view: EventView, told: Retelling, least: float) -> Reason | None:
    """Says so where post and record name places of one province, and too little beside it is the same.

    Args:
        view: of the post.
        told: the post beside the record.
        least: bits from which on the post tells the record's event.
    """
    event = event_interval(told.record)
    shared = ["/".join(_common(one, two)) for one in view.specific for two in view_of(told.hit).specific]
    place = max(shared, key=lambda path: path.count("/"), default="")
    if event is None or place.count("/") < PROVINCE or told.weight_bits >= least:
        return None
    day, bits = f"{event.start:%Y-%m-%d}", f"{told.weight_bits:+.1f}"
    said = f"both are in {place}, but all in all {bits} bits speak for the event of {day}; {least:+.1f} are needed"
    return Reason("same-place", said, 0.0)


def _common(one: Path, two: Path) -> Path:
    """What holds both places."""
    return next(one[:levels] for levels in range(min(len(one), len(two)), -1, -1) if one[:levels] == two[:levels])


def is_kind_of_event(same: Sequence[Retelling]) -> Reason | None:
    """Says so where records that a post fits about as well are of too many events, elsewhere and at other times.

    Args:
        same: the best one first.
    """
    kept = [same[0]]
    for each in same[1:]:
        if all(_other_event(each, other) for other in kept):
            kept.append(each)
    if len(kept) <= SEVERAL:
        return None
    return Reason("kind-of-event", f"{len(kept)} old events, elsewhere and at other times, fit about as well", 0.0)


def _named_otherwise(view: EventView, told: EventView, of_places: frozenset[str]) -> Reason | None:
    """Whether both use names beside places, of one script, and share no number either: another storm."""
    ours = view.names - of_places
    if not ours or not told.names or view.script != told.script or compare_numbers(view, told).agree:
        return None
    here, there = _some(ours), _some(told.names)
    return Reason("other-names", f"the post names {here}, the record {there}, and they share no number", 0.0)


def _some(names: frozenset[str]) -> str:
    """The longest of some names, which tell most."""
    return ", ".join(sorted(names, key=lambda name: (-len(name), name))[:_SHOWN])


def _thinly_told(view: EventView, told: EventView) -> Reason | None:
    """Whether, beside places, few of the post's words are the record's, and few of the things that it tells either.

    A place brings a good deal of its own words into any post about it. What happened there, and to what, may be told in
    other words: then it is weighed as between two languages.
    """
    if view.script != told.script:
        return None
    words = view.terms_beside_places
    shared = len(words & told.terms)
    least = SHARE_OF_LONG if shared >= MANY_SHARED else LEAST_SHARE
    if shared >= LEAST_SHARED and shared >= least * len(words):
        return None
    ideas, weights = values_abroad(with_decimal_points(view), told), abroad_weights()
    if ideas and sum(weights.contributions(ideas).values()) >= weights.least_bits:
        return None
    said = f"beside places the record has {shared} of {len(words)} words of the post, and no number or day of it"
    return Reason("thinly-told", said, 0.0)


def _other_event(one: Retelling, two: Retelling) -> bool:
    first, second = event_interval(one.record), event_interval(two.record)
    far = first is not None and second is not None and abs(first.gap_days(second)) > RECENT_DAYS
    return far and elsewhere(one, two)


def elsewhere(one: Retelling, two: Retelling) -> bool:
    """Whether both records name places, and no place of the one is, holds or lies in a place of the other."""
    places = view_of(one.hit).specific, view_of(two.hit).specific
    return all(places) and all(relation(here, there) is Relation.DIFFERENT for here in places[0] for there in places[1])
