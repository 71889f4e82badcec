"""Stories of posts and fact-checks. Hits are written by hand: the detector sees no index."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.debunked import DebunkedDetector
from provenance.detectors.rumours import days_after
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.scoring.calibration import sigmoid

CLAIM = "Nettle soup cures broken bones within a week"
POST = "My aunt swears by it: nettle soup cures broken bones within a week! Cook it slowly."


class AsRanked:
    """Takes the bits of the ranking at their word."""

    def totals(self, hits):
        return np.array([sum(reason.weight_bits for reason in self.reasons(hit)) for hit in hits])

    def reasons(self, hit):
        return tuple(Reason(code, code, bits) for code, bits in hit.contributions.items())

    def confidence(self, bits):
        return sigmoid(bits)


def fact_check(name="soup", claim=CLAIM, rating="False", text="", **more):
    dates = {key: Interval.parse(more.pop(key)) for key in ("published_at", "expires_at") if key in more}
    return Evidence(
        id=name, kind=Kind.FACT_CHECK, claim=claim, rating=rating, text=text or f"{claim}. We checked.", **dates, **more
    )


def hit(record, bits=6.0):
    rating = -8.0 if record.rating == "True" else 0.0
    return Hit(record, bits + rating, {}, {"prior": -10.0, "words": bits + 10.0, "rating": rating})


def findings(*hits, text=POST, posted_at="2024-05-01", events=()):
    context = Context(
        post=Post(id="p", text=text, posted_at=Interval.parse(posted_at) if posted_at else None),
        hits={Kind.FACT_CHECK: hits, Kind.ARCHIVE: events},
        index_version="v",
        settings=Settings(),
        now=datetime(2024, 5, 1, tzinfo=UTC),
    )
    return list(DebunkedDetector(AsRanked()).detect(context))


def test_a_rumour_that_returns_says_its_rating_and_how_many_days_later():
    (found,) = findings(hit(fact_check(rating="Four Pinocchios", published_at="2021-05-01")))
    assert found.details == {"days_after": 1096.0, "rating": "Four Pinocchios", "stance": "spread"}


def test_a_publisher_that_changed_its_rating_says_so_without_weighing_more():
    history = [{"rating": "Unproven", "until": "2023-02-01T02:30:00+00:00"}, {"rating": 7}, "noise"]
    changed = fact_check(rating="False", publisher="Desk", extra={"rating_history": history})
    (found,) = findings(hit(changed))
    assert found.details["rating_changes"] == [
        {"evidence_id": "soup", "rating": "Unproven", "until": "2023-02-01T02:30:00+00:00"}
    ]
    (reason,) = [reason for reason in found.reasons if reason.code == "rating-changed"]
    assert (reason.text, reason.weight_bits) == ("Desk rated it “Unproven” until 2023-02-01; “False” now", 0.0)
    assert "rating_changes" not in findings(hit(fact_check()))[0].details


def test_without_a_date_the_days_are_unknown():
    (found,) = findings(hit(fact_check(published_at="2021-05-01")), posted_at=None)
    assert found.details["days_after"] is None
    assert days_after(Interval.parse("2021"), None) is None


def test_reasons_add_up_to_the_weight_and_the_prior_is_one_of_them():
    (found,) = findings(hit(fact_check(), 5.25))
    assert found.weight_bits == pytest.approx(5.25)
    assert "prior" in {reason.code for reason in found.reasons}


def test_the_spans_show_the_claim_on_both_sides():
    record = fact_check(text="Readers sent us this. Nettle soup cures broken bones within a week. It does not.")
    (match,) = findings(hit(record))[0].matches
    assert match.post_span.of(POST) == "My aunt swears by it: nettle soup cures broken bones within a week!"
    assert match.evidence_span.of(record.text) == "Nettle soup cures broken bones within a week."


def test_several_publishers_of_one_rumour_are_one_finding_with_several_citations():
    other = fact_check("other", "No, nettle soup cures no broken bones within a week")
    (found,) = findings(hit(fact_check()), hit(other, 4.0))
    assert [citation.evidence_id for citation in found.citations] == ["soup", "other"]


def test_two_rumours_in_one_post_are_two_findings():
    second = fact_check("knife", "A copper knife keeps lightning away")
    text = f"{CLAIM}. And a copper knife keeps lightning away."
    assert len(findings(hit(fact_check()), hit(second, 4.0), text=text)) == 2


def test_a_weak_likeness_stays_silent():
    assert findings(hit(fact_check(), 0.9)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Fact check: it is false that nettle soup cures broken bones within a week.",
        "Is it true that nettle soup cures broken bones within a week?",
    ],
)
def test_a_post_that_refutes_or_asks_is_not_reported(text):
    assert findings(hit(fact_check()), text=text) == []


def test_a_claim_that_its_publisher_confirmed_is_no_rumour():
    assert findings(hit(fact_check(rating="True"))) == []


def test_a_confirmed_report_that_fits_better_explains_the_post():
    confirmed = hit(fact_check("yes", "Nettle soup is served to patients with broken bones", rating="True"), 9.0)
    assert findings(hit(fact_check()), confirmed) == []
    assert len(findings(hit(fact_check(), 9.5), confirmed)) == 1


def test_an_expired_record_supports_nothing():
    assert findings(hit(fact_check(expires_at="2023-01-01"))) == []
    assert len(findings(hit(fact_check(expires_at="2025-01-01")))) == 1


def test_a_superseded_record_is_not_cited():
    newer = fact_check("new", rating="Misleading", supersedes=("soup",))
    (found,) = findings(hit(fact_check(), 7.0), hit(newer))
    assert [citation.evidence_id for citation in found.citations] == ["new"]


def test_the_same_story_about_another_place_is_another_story():
    record = fact_check(claim="A crocodile was seen in the metro of Paris")
    assert len(findings(hit(record), text="A crocodile was seen in the metro of Paris!")) == 1
    assert findings(hit(record), text="A crocodile was seen in the metro of Tokyo!") == []


def test_another_number_speaks_against_a_match():
    record = fact_check(claim="The city pays 5000 yuan to every student")
    same, other = (
        findings(hit(record), text=f"The city pays {sum_} yuan to every student")[0] for sum_ in ("5,000", "5600")
    )
    assert other.weight_bits < same.weight_bits


@given(st.permutations([3.0, 6.0, 4.5, -2.0]))
def test_the_order_of_hits_changes_nothing(order):
    hits = [hit(fact_check(f"r{bits}", f"{CLAIM} say {bits:.0f} cooks"), bits) for bits in order]
    best_first = sorted(hits, key=lambda each: -each.weight_bits)
    assert [each.to_dict() for each in findings(*hits)] == [each.to_dict() for each in findings(*best_first)]


@given(st.lists(st.floats(-20, 0.9), max_size=5))
def test_irrelevant_evidence_never_adds_a_finding(weights):
    noise = [hit(fact_check(f"n{place}", "Bees dislike marmalade"), bits) for place, bits in enumerate(weights)]
    assert findings(*noise) == []
    assert len(findings(hit(fact_check()), *noise)) == 1


@pytest.mark.parametrize(
    "text",
    ["Nettle soup does not cure broken bones within a week.", "Does nettle soup cure broken bones within a week?"],
)
def test_a_post_that_denies_the_claim_or_asks_stays_silent_without_any_word_of_rumours(text):
    assert findings(hit(fact_check()), text=text) == []


CUPS = "一次性纸杯内壁有荧光剂，倒热水喝会得癌症"


@pytest.mark.parametrize(
    "text", ["纸杯倒热水方便，垫个杯套就不烫手了", "办公室的一次性纸杯内壁印了小花，倒热水的时候才看得见，好看"]
)
def test_who_only_uses_the_thing_that_a_rumour_calls_harmful_spreads_nothing(text):
    assert findings(hit(fact_check(claim=CUPS, rating="流言")), text=text) == []
    warned = "纸杯内壁有荧光剂，千万别倒热水"
    assert len(findings(hit(fact_check(claim=CUPS, rating="流言")), text=warned)) == 1


RING = "Wearing a copper ring overnight draws out toxins and cures arthritis"


def test_who_only_has_the_thing_that_a_rumour_calls_a_cure_spreads_nothing():
    cure = hit(fact_check(claim=RING))
    assert findings(cure, text="Wearing grandma's copper ring overnight, arthritis or not, it matches my coat") == []
    assert len(findings(cure, text="I have been wearing a copper ring overnight and my arthritis is gone")) == 1


BRIDGE = "A video shows a missile hitting the old bridge of Northport before it collapsed in 2020"
REPORT = Evidence(
    id="bridge", kind=Kind.ARCHIVE, title="Collapse in Northport", text="The old bridge of Northport collapsed in 2020."
)


def test_a_post_that_remembers_the_event_does_not_spread_the_rumour_about_it():
    rumour, event = hit(fact_check(claim=BRIDGE)), hit(REPORT, 5.0)
    remembers = "On this day in 2020 the old bridge of Northport collapsed. We remember the victims."
    assert findings(rumour, text=remembers, events=(event,)) == []
    assert len(findings(rumour, text=remembers)) == 1
    spreads = "It was a missile that brought down the old bridge of Northport in 2020!"
    assert len(findings(rumour, text=spreads, events=(event,))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Small fire in a kitchen near the old lighthouse this afternoon, put out in ten minutes",
        "The old lighthouse was on fire for a moment, the firefighters extinguished it at once",
        "Fire drill at the old lighthouse: an emergency exercise with smoke and flames today",
    ],
)
def test_an_event_that_ends_well_is_none_of_a_rumour_of_disaster(text):
    record = fact_check(claim="The old lighthouse is on fire", text="The old lighthouse burned down in no video.")
    assert findings(hit(record), text=text) == []
    (found,) = findings(hit(record), text="The old lighthouse is on fire, flames everywhere!")
    assert found.citations[0].evidence_id == "soup"
