"""Why a finding was made is told in the reader's language, and without what rounds to nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import provenance.detectors
from provenance.alignment.text.weights import SEVERITY
from provenance.detectors import assessment, edited_recording, misattributed_quote, old_news_finding, stitched
from provenance.model.finding import Reason
from provenance.report.reasons import reason_text, telling

DETECTORS = Path(provenance.detectors.__file__).parent
TABLES = [
    *assessment._SAID.values(),
    *old_news_finding._SAID.values(),
    *stitched._MOVED_TEXTS.values(),
    *stitched._JOINED_TEXTS.values(),
    *(text for _, text in misattributed_quote._SAID.values()),
    *edited_recording._TOLD.values(),
    *(kind.text for kind in SEVERITY.values()),
]


def in_chinese(text: str) -> str:
    return reason_text(Reason("code", text, 1.0), "zh")


def written_in_detectors() -> Iterator[str]:
    """The texts that stand in calls of Reason, or are put into them by a name of the same function."""
    for file in sorted(DETECTORS.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                yield from written_in(function)


def written_in(function: ast.FunctionDef) -> Iterator[str]:
    nodes = list(ast.walk(function))
    given = [each for each in nodes if isinstance(each, ast.Assign) and is_name(each.targets[0])]
    named = [(each.targets[0].id, each.value) for each in given]
    for call in nodes:
        if isinstance(call, ast.Call) and is_name(call.func) and call.func.id == "Reason":
            yield from texts_of(call.args[1], named)


def is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def texts_of(node: ast.expr, named: list[tuple[str, ast.expr]]) -> Iterator[str]:
    """A literal as it stands; what is filled in becomes a 7, or a phrase where a phrase is meant."""
    match node:
        case ast.JoinedStr():
            yield "".join(map(filled, node.values))
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from (*texts_of(node.body, named), *texts_of(node.orelse, named))
        case ast.Name():
            for name, value in named:
                if name == node.id:
                    yield from texts_of(value, named)


def filled(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(value=ast.Name(id="now")):
            return "no rating now"
        case ast.FormattedValue(value=ast.Attribute(attr="text")):
            return SEVERITY["speaker-changed"].text
    return "7"


WRITTEN = sorted({*TABLES, *written_in_detectors()})


@pytest.mark.parametrize("text", WRITTEN)
def test_every_reason_that_a_detector_gives_can_be_read_in_chinese(text):
    told = in_chinese(text)
    assert any("\u4e00" <= char <= "\u9fff" for char in told), told


def test_what_was_quoted_stays_as_it_was_written():
    assert in_chinese("a number was changed: 'the same place' became '15'") == "改动了数字：“the same place”变成“15”"
    assert in_chinese('a negation was taken out: "don\'t"') == "删去了否定词：“don't”"


def test_a_rating_that_changed_is_told_with_both_ratings():
    told = in_chinese("某核查平台 rated it 存疑 until 2020-03-01; “虚假” now")
    assert told == "某核查平台此前的评级：存疑 until 2020-03-01；现为“虚假”"


def test_what_nobody_translated_stays_english():
    assert in_chinese("something that no detector says") == "something that no detector says"


def test_english_readers_get_the_text_of_the_finding():
    assert reason_text(Reason("words", "words in common with the claim", 2.0)) == "words in common with the claim"


def test_reasons_that_round_to_nothing_are_left_out_but_remarks_stay():
    reasons = [Reason("prior", "p", -4.0), Reason("names", "n", 0.04), Reason("remark", "r", 0.0)]
    assert [reason.code for reason in telling(reasons)] == ["prior", "remark"]
