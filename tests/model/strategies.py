"""Hypothesis strategies for the records of the model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from provenance.model.evidence import Evidence, Kind, Utterance
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason, Skipped
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
solid = texts.filter(lambda text: text.strip() != "")
maybe = st.none() | solid
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1001, 1, 2), datetime(2099, 12, 30)).flatmap(
    lambda moment: zones.map(lambda zone: moment.replace(tzinfo=zone))
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start = draw(moments)
    match draw(st.sampled_from(["year", "month", "day", "minute", "second", "point", "odd"])):
        case "year":
            start = datetime(start.year, 1, 1, tzinfo=UTC)
            return Interval(start, start.replace(year=start.year + 1))
        case "month":
            return Interval.parse(f"{start.year:04d}-{start.month:02d}")
        case "day":
            return Interval.parse(f"{start.year:04d}-{start.month:02d}-{start.day:02d}")
        case "minute":
            start = start.replace(second=0, microsecond=0)
            return Interval(start, start + timedelta(minutes=1))
        case "second":
            start = start.replace(microsecond=0)
            return Interval(start, start + timedelta(seconds=1))
        case "point":
            return Interval.at(start)
    return Interval(start, start + timedelta(seconds=draw(st.integers(2, 10**6))))


shares = st.floats(0, 1, allow_nan=False)


@st.composite
def spans(draw: st.DrawFn) -> TextSpan | TimeSpan | BoxSpan:
    match draw(st.sampled_from(["char", "s", "box"])):
        case "char":
            a, b = sorted(draw(st.tuples(st.integers(0, 999), st.integers(0, 999))))
            return TextSpan(a, b)
        case "s":
            x, y = sorted(draw(st.tuples(st.floats(0, 9999), st.floats(0, 9999))))
            return TimeSpan(x, y, draw(solid))
    (x0, x1), (y0, y1) = (sorted(draw(st.tuples(shares, shares))) for _ in range(2))
    return BoxSpan(x0, y0, x1, y1, draw(solid))


def extras(taken: object) -> st.SearchStrategy[dict[str, object]]:
    fields = set(taken.__dataclass_fields__)  # type: ignore[attr-defined]
    keys = solid.filter(lambda key: key not in fields)
    return st.dictionaries(keys, texts | st.integers() | st.booleans(), max_size=2)


posts = st.builds(
    Post, id=solid, text=solid, posted_at=st.none() | intervals(), author=maybe, platform=maybe, place=maybe,
    url=maybe, lang=maybe, media=st.lists(solid, max_size=2).map(tuple), extra=extras(Post),
)  # fmt: skip
seconds = st.tuples(st.floats(0, 999), st.floats(0, 999)).map(sorted)
utterances = st.builds(lambda t, text, who: Utterance(t[0], t[1], text, who), seconds, solid, maybe)
dates = st.none() | intervals()
evidence = st.builds(
    Evidence, id=solid, kind=st.sampled_from(Kind), text=solid, title=maybe, claim=maybe, rating=maybe,
    publisher=maybe, author=maybe, url=maybe, lang=maybe, published_at=dates, event_start=dates, event_end=dates,
    places=st.lists(solid, max_size=2).map(tuple), media=st.lists(solid, max_size=2).map(tuple),
    transcript=st.lists(utterances, max_size=2).map(tuple), expires_at=dates,
    supersedes=st.lists(solid, max_size=2).map(tuple), extra=extras(Evidence),
)  # fmt: skip

bits = st.floats(-50, 50).map(lambda value: round(value, 3))
reasons = st.builds(Reason, code=solid, text=solid, weight_bits=bits)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    ids = draw(st.lists(solid, min_size=1, max_size=3, unique=True))
    similarity = shares.map(lambda value: round(value, 4))
    matches = st.builds(
        Match, evidence_id=st.sampled_from(ids), post_span=spans(), evidence_span=st.none() | spans(),
        measure=solid, similarity=similarity,
    )  # fmt: skip
    return Finding(
        post_id=draw(solid),
        pattern=draw(st.sampled_from(Pattern)),
        reasons=tuple(draw(st.lists(reasons, min_size=1, max_size=4))),
        matches=tuple(draw(st.lists(matches, min_size=1, max_size=3))),
        citations=tuple(Citation(key, draw(maybe), draw(maybe)) for key in ids),
        index_version=draw(solid),
        confidence=draw(st.none() | shares),
        details=draw(st.dictionaries(solid, texts, max_size=2)),
        media_review=draw(st.none() | st.sampled_from(MediaReview)),
    )


skipped = st.builds(
    Skipped, code=solid, message=solid, post_id=maybe, source=maybe, line=st.none() | st.integers(1, 9999), path=maybe
)
reports = st.builds(
    Report,
    header=st.builds(
        Header, checked=st.integers(0, 99), index_version=solid,
        model_revisions=st.dictionaries(solid, texts, max_size=2), settings=st.just({"min_confidence": 0.5}),
    ),
    findings=st.lists(findings(), max_size=3).map(tuple),
    skipped=st.lists(skipped, max_size=2).map(tuple),
)  # fmt: skip
