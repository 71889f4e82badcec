"""Edited quotations of official sessions are shown with both sides; honest ones pass in silence."""

from __future__ import annotations

import pytest

from provenance.detectors.edited_official import EditedOfficialDetector
from provenance.model.finding import Finding
from tests.detectors.quotation_cases import EVIDENCE, context, reported

TEXTS = {record.id: record.text for record in EVIDENCE}


@pytest.mark.parametrize(
    ("text", "op", "record"),
    [
        ("林岚说“我们支持任何单边限制渡轮的做法”，渔民怎么办", "negation_dropped", "spring"),
        ("“码头的修复工作正在进行，预计需要52天。”等吧", "number_altered", "spring"),
        ("林岚昨天：“这有利于两岸渔民的生计。我们注意到有关报道”", "negation_dropped", "spring"),
        ("记者会上说“学校会停课，所有考试照常举行”", "negation_dropped", "autumn"),
        ("学生注意！“学校不会停课，但是体育课全部取消。所有考试照常举行。”", "inserted", "autumn"),
        ('Mayor Quill: "I have plans to visit the northern islands before the harvest."', "negation_dropped", "press"),
        ('Quill: "All the mills have had the fuel. No mill has closed as a result."', "reordered", "press"),
        ("「我們目前有可以發佈的消息，歡迎大家繼續關注」林嵐", "negation_dropped", "spring"),
    ],
)
def test_an_edited_quotation_is_reported_with_its_record(text: str, op: str, record: str) -> None:
    findings = reported(EditedOfficialDetector(), text)
    assert [match.evidence_id for match in findings[0].matches] == [record]
    assert op in {edit["op"] for edit in findings[0].details["edits"]}


@pytest.mark.parametrize(
    "text",
    [
        "林岚说“我们不支持任何单边限制渡轮的做法”",
        "林嵐：「我們不支持任何單邊限制渡輪的做法,這不利於兩岸漁民的生計.」",
        "“码头的修复工作正在进行……我们不支持任何单边限制渡轮的做法”",
        "手打可能有错：“码头的休复工作正在进形，预计需要25天”",
        "林岚的意思是，码头还得修上三四个星期，别急",
        "周航：“学校不会停课”",
        "我们“支持”一下渡轮，“做法”可以商量",
        'Quill: "I have no plans to visit the northern islands before the harvest."',
        'mayor quill, from memory: "no mill has closed as a result all the mills have had the fuel thats required"',
        'On the islands, Quill answered "not for the moment, thank you all for coming"',
        "“双方互利合作基础扎实、前景广阔”，第一次是3月说码头“预计需要25天”",
        "今天天气不错，大家“不要停课”哈哈",
    ],
)
def test_an_honest_or_unrelated_quotation_passes_in_silence(text: str) -> None:
    assert reported(EditedOfficialDetector(), text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("林岚说：“据报道，青山县计划在明年建造一座新的水电站”", "晚报记者"),
        ("“据报道，青山县计划在明年建造一座新的水电站”——林岚", "晚报记者"),
        ('Martha Quill said: "Mr. Mayor, will you visit the northern islands before the harvest?"', None),
    ],
)
def test_a_question_given_as_the_answer_of_the_person_asked_is_reported(text: str, speaker: str | None) -> None:
    (finding,) = reported(EditedOfficialDetector(), text)
    (edit,) = finding.details["edits"]
    assert (edit["code"], edit["op"], edit["speaker"]) == ("speaker-changed", "spliced", speaker)


@pytest.mark.parametrize(
    "text",
    [
        "晚报记者：“据报道，青山县计划在明年建造一座新的水电站”",
        "林岚被记者问到：“据报道，青山县计划在明年建造一座新的水电站”",
        "林岚回应“据报道，青山县计划在明年建造一座新的水电站”",
        "林岚说：“我不了解有关情况，建议向主管部门询问”",
        "镇长说：“据报道，青山县计划在明年建造一座新的水电站”",
        '"Mr. Mayor, will you visit the northern islands before the harvest?" a reporter asked Martha Quill',
        'Martha Quill said: "I have no plans to visit the northern islands before the harvest."',
    ],
)
def test_words_under_the_right_name_or_told_as_a_question_pass_in_silence(text: str) -> None:
    assert reported(EditedOfficialDetector(), text) == []


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("林岚表示，我们支持任何单边限制渡轮的做法，这有利于两岸渔民的生计。", "spring"),
        ("周航说学校会停课，所有考试照常举行", "autumn"),
        ("Mayor Quill said she has plans to visit the northern islands before the harvest.", "press"),
    ],
)
def test_a_statement_turned_round_in_reported_speech_without_marks_is_reported(text: str, record: str) -> None:
    (finding,) = reported(EditedOfficialDetector(), text)
    assert finding.matches[0].evidence_id == record
    assert finding.details["edits"][0]["op"] == "negation_dropped"


@pytest.mark.parametrize(
    "text",
    [
        "林岚表示，他们不支持任何单边限制渡轮的做法，因为这不利于两岸渔民的生计。",
        "周航说学校不会停课，所有考试照常举行，大家放心",
        "Mayor Quill said she has no plans to visit the northern islands before the harvest.",
        "Quill said it was a lovely festival and thanked the ferry company for twelve good years",
    ],
)
def test_a_fair_report_without_marks_passes_in_silence(text: str) -> None:
    assert reported(EditedOfficialDetector(), text) == []


def test_a_post_that_exposes_the_edit_passes_in_silence() -> None:
    assert (
        reported(EditedOfficialDetector(), "假的！有人把话改成“我们支持任何单边限制渡轮的做法”，原话是不支持，请勿转发")
        == []
    )


def test_a_post_older_than_the_record_cannot_quote_it() -> None:
    text = "林岚说“我们支持任何单边限制渡轮的做法”"
    assert reported(EditedOfficialDetector(), text, "2024-01-01T00:00:00Z") == []


def test_answers_of_two_sessions_in_one_quotation_are_a_splice() -> None:
    text = "最强硬：“码头的修复工作正在进行，镇政府将采取一切必要措施，坚决维护学生和家长的合法权益。”"
    finding = reported(EditedOfficialDetector(), text)[0]
    assert [edit["op"] for edit in finding.details["edits"]] == ["spliced"]
    assert {match.evidence_id for match in finding.matches} == {"spring", "autumn"}


def test_a_question_with_the_answer_to_another_is_a_splice() -> None:
    text = "记者问“青山县计划在明年建造一座新的水电站”，发言人答：“双方互利合作基础扎实、前景广阔”"
    finding = reported(EditedOfficialDetector(), text)[0]
    assert finding.details["edits"][0]["code"] == "question-joined"


def test_a_question_with_its_own_answer_is_none() -> None:
    text = "记者问“青山县计划在明年建造一座新的水电站”，发言人答：“我不了解有关情况，建议向主管部门询问”"
    assert reported(EditedOfficialDetector(), text) == []


def test_an_invented_statement_is_missing_from_the_full_record_of_that_day() -> None:
    text = "林岚今天说：“凡是质疑渡轮票价的人一律不得乘船，没有商量余地”"
    finding = reported(EditedOfficialDetector(), text, "2025-03-10T20:00:00+08:00")[0]
    assert finding.details["edits"][0]["code"] == "not-in-record"
    assert finding.citations[0].evidence_id == "spring"


def test_without_the_record_of_that_day_absence_says_nothing() -> None:
    text = "林岚今天说：“凡是质疑渡轮票价的人一律不得乘船，没有商量余地”"
    assert reported(EditedOfficialDetector(), text, "2025-06-01T20:00:00+08:00") == []


def test_spans_point_into_post_and_record() -> None:
    text = "转发：林岚说“我们支持任何单边限制渡轮的做法”"
    finding = reported(EditedOfficialDetector(), text)[0]
    edit = finding.details["edits"][0]
    official = TEXTS["spring"][edit["official_span"]["start"] : edit["official_span"]["end"]]
    assert (official, edit["before"], edit["after"]) == ("不", "不", "")
    match = finding.matches[0].to_dict()
    assert text[match["post_span"]["start"] : match["post_span"]["end"]] == "我们支持任何单边限制渡轮的做法"
    assert finding.citations[0].quote is not None
    assert "我们不支持任何单边限制渡轮的做法" in finding.citations[0].quote


def test_reasons_add_up_and_survive_json() -> None:
    finding = reported(EditedOfficialDetector(), "林岚说“我们支持任何单边限制渡轮的做法”")[0]
    assert finding.weight_bits == pytest.approx(sum(reason.weight_bits for reason in finding.reasons), abs=0.01)
    assert Finding.from_dict(finding.to_dict()).to_dict() == finding.to_dict()


def test_a_post_without_quotations_has_no_context() -> None:
    assert context("今天渡口人很多").quotations == ()
