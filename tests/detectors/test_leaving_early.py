"""A post is left early only where reading every record in full finds nothing either."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.alignment.event import Background, compare_events, event_view
from provenance.alignment.event.outline import TermNumbers, outline_of, share
from provenance.config import Settings
from provenance.detectors import reheated, stitched
from provenance.detectors.base import Context
from provenance.detectors.outlines import Outlines
from provenance.detectors.recorded import record_view
from provenance.detectors.retelling import Headroom, retellings, weights_for
from provenance.detectors.stitch.screen import joining, moving
from provenance.detectors.stitch.segments import segments_of
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post

CLAUSES = [
    "湖北省宜昌市一蔬菜批发市场6月3日凌晨发生火灾",
    "造成4人死亡、19人受伤",
    "消防部门出动31辆消防车",
    "山东省淄博市一化工厂发生爆炸",
    "附近1600名居民连夜转移",
    "过火面积约2700平方米",
    "A warehouse fire in Houston killed 7 people on Tuesday",
    "more than 1,600 residents of Tulsa were moved overnight",
    "云南昆明新建的三所中学投入使用，共提供5400个学位",
    "今天天气不错，大家周末愉快",
    "Officials said 52 people were hurt near Baton Rouge",
    "去年夏天的洪水淹没了郑州地铁5号线",
]
texts = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map("。".join)
dates = st.sampled_from(["2022-08-14", "2024-06-03", "2024-06-04", "2019-01-01"])
POSTED = Interval.parse("2024-06-04T08:00:00+08:00")


@st.composite
def archives(draw):
    rows = draw(st.lists(st.tuples(texts, dates), min_size=1, max_size=6))
    return [
        Evidence.from_dict({"id": f"r{n}", "kind": "archive", "title": text[:12], "text": text, "published_at": at})
        for n, (text, at) in enumerate(rows)
    ]


def context(text, records):
    features = {"meaning_head_z": 6.0, "meaning_body_gap": 0.0, "words_explained_all": 0.3}
    return Context(
        post=Post(id="p", text=text, posted_at=POSTED),
        hits={Kind.ARCHIVE: tuple(Hit(record, 1.0, features) for record in records)},
        index_version="v",
        settings=Settings(),
        now=datetime(2024, 6, 4, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("module", "name"), [(stitched, "_worth_reading"), (reheated.ReheatedDetector, "_may_be_told")]
)
@given(text=texts, records=archives())
@settings(max_examples=60, deadline=None)
def test_what_is_left_early_would_have_no_finding(module, name, text, records):
    detector = stitched.StitchedDetector() if module is stitched else reheated.ReheatedDetector()
    with pytest.MonkeyPatch.context() as patch:
        early = list(detector.detect(context(text, records)))
        patch.setattr(module, name, lambda *_: True)
        assert early == list(detector.detect(context(text, records)))


@given(text=texts, records=archives())
@settings(deadline=None)
def test_terms_in_common_weigh_as_in_the_full_comparison(text, records):
    post, numbers = event_view(text, POSTED), TermNumbers()
    views = [record_view(record) for record in records]
    shared = share(post, [outline_of(view, numbers) for view in views], numbers)
    neighbours = Background.of(view.terms for view in views)
    for row, view in enumerate(views):
        full = compare_events(post, view, neighbours, neighbours=neighbours).features
        assert math.log1p(shared.matrix[row].sum()) == pytest.approx(full["shared_bits"])
        told = dict(zip(shared.terms, shared.matrix[row], strict=True))
        assert {term for term, bits in told.items() if bits} == post.terms & view.terms


@given(text=texts, records=archives())
@settings(deadline=None)
def test_no_record_tells_more_than_its_bound(text, records):
    post = event_view(text, POSTED)
    hits = context(text, records).hits[Kind.ARCHIVE]
    bounds = Headroom(post).above_least(hits, Outlines().units(hits))
    for told, bound in zip(retellings(post, hits), bounds, strict=True):
        assert told.weight_bits - weights_for(told.values).least_bits <= bound


def test_every_weight_of_the_shipped_tables_has_a_bound():
    """A feature without a range lets every post through: slow, and the reason why this test is here."""
    numbers = TermNumbers()
    post, other = (
        event_view("今天天气不错，大家周末愉快，早点休息", POSTED),
        event_view("消防部门出动31辆消防车", POSTED),
    )
    records = [outline_of(view, numbers) for view in (other, event_view("附近居民连夜转移", POSTED))]
    shared = share(post, records, numbers)
    hits = [Hit(Evidence.from_dict({"id": "h", "kind": "archive", "text": "附近居民连夜转移"}), 0.0)]
    assert moving(post, hits, [{}]) == []
    assert list(joining(segments_of(post), records, shared)) == []
    record = Evidence.from_dict(
        {"id": "r", "kind": "archive", "text": "消防部门出动31辆消防车", "published_at": "2019-01-01"}
    )
    assert Headroom(post).above_least([Hit(record, 0.0)], [{}])[0] < 0
