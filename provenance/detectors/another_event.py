"""Whether a post that fits an old record tells another event: a like one, one elsewhere, or a kind of event."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.alignment.event import EventView
from provenance.alignment.event.another import same_storm, told_apart
from provenance.alignment.event.slots import compare_names, compare_numbers
from provenance.detectors.recorded import record_view, view_of
from provenance.detectors.retelling import Retelling, event_interval, place_words, words_beside_places
from provenance.model.evidence import Evidence
from provenance.text.places import Relation, relation

#: A record this near to the posting (days, before or after) makes a like event current. 2026-11.
RECENT_DAYS = 60.0
#: An event that so many further ones, elsewhere and at other times, fit about as well is a kind of event. By principle.
SEVERAL = 2
#: Without a number or a day in common, a post has so many words of the record beside places, and this share of its own.
#: By principle, seen to keep every such post of the public half. 2026-11.
LEAST_SHARED, LEAST_SHARE = 4, 0.35


def tells_another(view: EventView, best: Retelling) -> bool:
    """Whether the post tells another event than the record that it fits best.

    Args:
        view: of the post.
        best: the post beside that record.
    """
    told, values = view_of(best.hit), best.values
    of_places = place_words(view)
    named = {name for name, _ in compare_names(view, told).agree} - of_places
    definite = values["numbers_agree"] > 0 or values["days_agree"] > 0 or same_storm(view.text, told.text)
    return (
        (not named and _named_otherwise(view, told, of_places))
        or (not definite and _thinly_told(view, told))
        or (bool(values["place_conflict"]) and not values["numbers_agree"])
        or told_apart(view.text, told.text, specific=bool(named) or definite) is not None
    )


def is_kind_of_event(same: Sequence[Retelling]) -> bool:
    """Whether records that a post fits about as well are of so many events, elsewhere and at other times.

    Args:
        same: the best one first.
    """
    kept = [same[0]]
    for each in same[1:]:
        if all(_other_event(each.record, other.record) for other in kept):
            kept.append(each)
    return len(kept) > SEVERAL


def _named_otherwise(view: EventView, told: EventView, of_places: frozenset[str]) -> bool:
    """Whether both use names beside places, of one script, and share no number either: another storm."""
    if not view.names - of_places or not told.names or view.script != told.script:
        return False
    return not compare_numbers(view, told).agree


def _thinly_told(view: EventView, told: EventView) -> bool:
    """Whether, beside places, few of the post's words are the record's.

    A place brings a good deal of its own words into any post about it.
    """
    if view.script != told.script:
        return False
    words = words_beside_places(view)
    shared = len(words & told.terms)
    return shared < LEAST_SHARED or shared < LEAST_SHARE * len(words)


def _other_event(one: Evidence, two: Evidence) -> bool:
    first, second = event_interval(one), event_interval(two)
    far = first is not None and second is not None and abs(first.gap_days(second)) > RECENT_DAYS
    return far and elsewhere(one, two)


def elsewhere(one: Evidence, two: Evidence) -> bool:
    """Whether both name places, and no place of the one is, holds or lies in a place of the other."""
    places = record_view(one).specific, record_view(two).specific
    return all(places) and all(relation(here, there) is Relation.DIFFERENT for here in places[0] for there in places[1])
