import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.text.dates import TimeKind, find_times
from provenance.text.dates.en import gate as en_gate
from provenance.text.dates.en import reader as en_reader
from provenance.text.dates.fold import fold
from provenance.text.dates.gate import Gate, beginnings
from provenance.text.dates.mask import mask
from provenance.text.dates.period import Ref
from provenance.text.dates.zh import gate as zh_gate
from provenance.text.dates.zh import reader as zh_reader
from tests.text.dates_cases import POSTED

CHINESE_PARTS = [
    "2021年",
    "7月",
    "20日",
    "上周三",
    "昨天",
    "下午",
    "3点",
    "半",
    "到",
    "至今",
    "近日",
    "，",
    "春节",
    "三天前",
    "去年",
    "第二季度",
    "正月初五",
    "大桥垮塌",
]
ENGLISH_PARTS = [
    "July 20",
    ", 2021",
    " last",
    " week",
    " of",
    " the",
    " to ",
    "from ",
    " May",
    " 3pm",
    " Monday",
    " two",
    " days ago",
    " Q1 2019",
    "the bridge fell",
    " next",
    " noon",
    "-",
]
anything = st.text(max_size=60) | st.text(alphabet="0123456789年月日号点时上下周一二三十至今前后半初 :-/.", max_size=25)
written = (
    anything
    | st.lists(st.sampled_from(CHINESE_PARTS), max_size=8).map("".join)
    | st.lists(st.sampled_from(ENGLISH_PARTS), max_size=8).map("".join)
)
bases = st.datetimes().filter(lambda d: 1500 < d.year < 2300).map(lambda d: d.replace(tzinfo=POSTED.tzinfo))


@given(written, bases)
def test_mentions_are_ordered_disjoint_and_inside_the_text(text, base):
    end = 0
    for mention in find_times(text, base):
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        if mention.start is not None:
            assert mention.start < mention.end
            assert mention.start.tzinfo is base.tzinfo


RELATIVE = [
    "昨天",
    "前天下午",
    "三天前",
    "昨晚8点",
    "大后天",
    "近7天",
    "2小时前",
    "yesterday",
    "3 days ago",
    "tomorrow at 9am",
    "the last 5 days",
]


@given(st.sampled_from(RELATIVE), st.integers(-4000, 4000))
def test_moving_the_base_moves_relative_days_equally(text, days):
    (first,) = find_times(text, POSTED)
    (second,) = find_times(text, POSTED + timedelta(days=days))
    assert first.kind is TimeKind.RELATIVE
    assert (second.start - first.start, second.end - first.end) == (timedelta(days=days),) * 2


ABSOLUTE = ["2021年7月20日", "2019-04-12", "民国三十年五月", "July 20, 2021", "Q3 2019", "2020年春节"]


@given(st.sampled_from(ABSOLUTE), bases)
def test_a_full_date_does_not_depend_on_the_base(text, base):
    (here,) = find_times(text, POSTED)
    (there,) = find_times(text, base)
    assert (here.start, here.end) == (there.start, there.end)


@given(st.sampled_from([*ABSOLUTE, *RELATIVE]), st.sampled_from(["大桥垮塌，", "！！", "🌉🌉 ", "据说：", "(…) "]))
def test_text_put_before_moves_only_the_span(text, before):
    (alone,) = find_times(text, POSTED)
    (moved,) = find_times(before + text, POSTED)
    assert (moved.start, moved.end, moved.kind) == (alone.start, alone.end, alone.kind)
    assert (moved.span.start, moved.span.end) == (alone.span.start + len(before), alone.span.end + len(before))


@given(st.sampled_from([*ABSOLUTE, *RELATIVE]), st.sampled_from(["，大桥垮塌。", "！", " 🌉", "。"]))
def test_text_put_after_moves_nothing(text, after):
    assert find_times(text + after, POSTED) == find_times(text, POSTED)


@given(written, bases)
def test_every_place_where_a_chinese_rule_reads_is_let_through(text, base):
    folded = mask(fold(text))
    ref = Ref(now=base.replace(tzinfo=None))
    begins = re.compile(zh_gate.FIRST)
    for match in begins.finditer(folded):
        if zh_reader.read_at(folded, match.start(), ref):
            assert zh_gate.GATE.lets_through(folded, match.start()), folded[match.start() :]


@given(written, bases)
def test_every_place_where_an_english_rule_reads_is_let_through(text, base):
    folded = mask(fold(text)).lower()
    ref = Ref(now=base.replace(tzinfo=None))
    begins = re.compile(en_gate.FIRST)
    for match in begins.finditer(folded):
        if en_reader.read_at(folded, match.start(), ref):
            assert en_gate.GATE.lets_through(folded, match.start()), folded[match.start() :]


@pytest.fixture(params=[zh_gate, en_gate], ids=["zh", "en"])
def patterns(request):
    return request.param.FIRST, request.param.GATE.patterns


@pytest.fixture(params=[0, 1_000_000], ids=["made one", "one after the other"])
def gate(request, patterns, monkeypatch):
    """Patterns that begin with one character are made one where they are asked for often."""
    monkeypatch.setattr("provenance.text.dates.gate._PLACES", request.param)
    return Gate(*patterns)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=written)
def test_no_pattern_that_matches_is_left_out_for_its_first_character(gate, patterns, text):
    first, each = patterns
    folded = mask(fold(text)).lower()
    for match in re.finditer(f"(?={first})", folded):
        at = match.start()
        assert gate.lets_through(folded, at) == any(pattern.match(folded, at) for pattern in each)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?:上|下)周", "上下"),
        (r"(?<!\d)[1-3]?\d月", "0"),
        (r"(?:约|\s)?[一-丁](?=号)", "约一丁"),
        (r"(?P<a>今)?(?P<b>明|后)天", "今明后"),
    ],
)
def test_a_pattern_begins_with_what_may_stand_first(pattern, expected):
    assert beginnings(re.compile(pattern)) == frozenset(expected)


@pytest.mark.parametrize("pattern", [r"[^年]月", r".月", r"\w月", r"(?:年)?", r"(?i:a)|b?"])
def test_a_pattern_that_may_begin_with_anything_is_always_tried(pattern):
    assert beginnings(re.compile(pattern)) is None
