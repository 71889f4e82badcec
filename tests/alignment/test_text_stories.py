"""What an editor did to a statement, told in examples of our own."""

from __future__ import annotations

import pytest

from provenance.alignment.text import Alignment, align_text, severe_edits
from provenance.alignment.text.weights import SEVERE_BITS

STATEMENT = (
    "中方注意到有关报道。我们不支持任何单边制裁，共有25人在石桥镇的山洪中获救，其中3人伤势较重。"
    "如果水位继续上涨，我们将关闭北岸码头。市政府可能在下周恢复渡轮班次。我们将继续同各方保持沟通。"
)
SESSION = (
    "问：晨报记者：港口何时重新开放？\n答：林岚：港口的修复工作正在进行，我们会及时发布消息。\n\n"
    "问：晚报记者：学校会停课吗？\n答：林岚：学校不会停课，所有考试照常举行。"
)
ADDRESS = (
    "I have no plans to visit the northern provinces before the harvest. We have reached an agreement with Iran on "
    "twelve points, and the committee will report in March. All the mills have had the fuel that is required to keep "
    "them going. I don't think the tax should be raised, but we may review it in June."
)


def ops(alignment: Alignment) -> list[str]:
    return [edit.op.value for edit in alignment.edits]


def severe(alignment: Alignment) -> list[str]:
    return [edit.code for edit in alignment.edits if edit.severity_bits >= SEVERE_BITS]


@pytest.mark.parametrize(
    ("clip", "op", "before", "after"),
    [
        ("我们支持任何单边制裁，共有25人在石桥镇的山洪中获救", "negation_dropped", "不", ""),
        ("其中3人伤势不较重", "negation_added", "", "不"),
        ("共有52人在石桥镇的山洪中获救，其中3人伤势较重。", "number_altered", "25", "52"),
        ("我们也支持任何单边制裁，共有25人在石桥镇的山洪中获救", "negation_dropped", "不", "也"),
        ("我们将开放北岸码头。市政府可能在下周恢复渡轮班次。", "negation_dropped", "关闭", "开放"),
        ("市政府可能在下周停止渡轮班次。我们将继续同各方保持沟通。", "negation_added", "恢复", "停止"),
        ("市政府将在下周恢复渡轮班次。我们将继续同各方保持沟通。", "omitted", "可能", "将"),
        ("I have plans to visit the northern provinces before the harvest.", "negation_dropped", "no", ""),
        ("I think the tax should be raised, but we may review it in June.", "negation_dropped", "don't", ""),
        ("We have reached an agreement with Iran on twenty points", "number_altered", "twelve", "twenty"),
        ("We have reached an agreement with Iraq on twelve points", "entity_altered", "Iran", "Iraq"),
        ("We have not reached an agreement with Iran on twelve points", "negation_added", "", "not"),
    ],
)
def test_the_edit_is_named_and_shown_on_both_sides(clip: str, op: str, before: str, after: str) -> None:
    alignment = align_text(clip, STATEMENT if clip[0] > "z" else ADDRESS)
    edits = [edit for edit in alignment.edits if edit.severity_bits >= SEVERE_BITS]
    assert [(edit.op.value, edit.before, edit.after) for edit in edits] == [(op, before, after)]
    assert edits[0].clip.of(clip) == after
    assert edits[0].official is not None
    assert edits[0].official.of(alignment.official) == before


@pytest.mark.parametrize(
    "clip",
    [
        "我们不支持任何单边制裁，共有25人在石桥镇的山洪中获救，其中3人伤势较重。",
        "我們不支持任何單邊制裁,共有２５人在石橋鎮的山洪中獲救,其中三人傷勢較重.",
        "我们不支持任何单边制裁 共有二十五人在石桥镇的山洪中获救",
        "我们不支持任何单边制才，共有25人再石桥镇的山洪中获救",
        "我们不支持任何单边制裁……其中3人伤势较重",
        "中方注意到有关报道。……我们将继续同各方保持沟通。",
        "ALL THE MILLS HAVE HAD THE FUEL THAT IS REQUIRED TO KEEP THEM GOING",
        "i dont think the tax should be raised but we may review it in june",
        "We've reached an agreement with Iran on 12 points ... the committee will report in March.",
        "I do not think the tax should be raised",
    ],
)
def test_exact_marked_or_merely_noisy_quotations_have_no_edits(clip: str) -> None:
    assert align_text(clip, STATEMENT if not clip.isascii() else ADDRESS).edits == ()


@pytest.mark.parametrize(
    ("clip", "official"),
    [
        ("补贴标准为每个家庭每月3600元", "补贴标准为每个家庭每年3600元，分两次发放。"),
        (
            "The grant is 900 dollars a month for every household",
            "The grant is 900 dollars a year for every household.",
        ),
        ("工期预计为6个月零20周", "工期预计为6个月零20天。"),
    ],
)
def test_so_much_a_month_is_not_so_much_a_year(clip: str, official: str) -> None:
    assert severe(align_text(clip, official)) == ["unit-altered"]


def test_people_may_be_counted_by_another_classifier() -> None:
    assert severe(align_text("共有25名在石桥镇的山洪中获救", STATEMENT)) == []


@pytest.mark.parametrize(
    ("clip", "official"),
    [
        ("Der Stadtrat hat die Brücke gesperrt", "Der Stadtrat hat die Brücke nicht gesperrt, sagte er."),
        ("Le pont est fermé aux camions", "Le pont est pas fermé aux camions."),
        ("A ponte está fechada ao trânsito", "A ponte não está fechada ao trânsito."),
        ("Мост закрыт для грузовиков", "Мост не закрыт для грузовиков."),
    ],
)
def test_a_not_of_another_language_that_was_dropped_is_a_dropped_negation(clip: str, official: str) -> None:
    assert severe(align_text(clip, official)) == ["negation-dropped"]


def test_a_negation_hidden_by_an_ellipsis_is_reported() -> None:
    official = "有关措施符合国际通行做法，确保合法用途，不针对任何特定国家。"
    assert severe(align_text("有关措施符合国际通行做法……针对任何特定国家。", official)) == ["negation-swallowed"]


def test_a_quotation_that_begins_just_after_the_not_is_reported() -> None:
    assert severe(align_text("支持任何单边制裁", STATEMENT)) == ["negation-outside"]


def test_a_condition_that_was_cut_is_reported() -> None:
    clip = "其中3人伤势较重。我们将关闭北岸码头。市政府可能在下周恢复渡轮班次。"
    assert severe(align_text(clip, STATEMENT)) == ["condition-dropped"]


FEES = "Adults pay 12 crowns at the mill, cash only. Children pay 5 crowns at the mill, cash only."
ROTA = "甲渡口每日开放6小时,周一停航。乙渡口每日开放9小时,周一停航。"


@pytest.mark.parametrize(
    ("clip", "official", "before", "after"),
    [
        ("Adults pay 5 crowns at the mill, cash only.", FEES, "12", "5"),
        ("甲渡口每日开放9小时,周一停航。", ROTA, "6", "9"),
    ],
)
def test_the_number_of_the_next_item_given_for_this_one_is_a_number_altered(clip, official, before, after) -> None:
    edits = align_text(clip, official).edits
    assert [(edit.code, edit.before, edit.after) for edit in edits] == [("number-altered", before, after)]


@pytest.mark.parametrize(
    ("clip", "official"),
    [
        ("Adults pay 12 crowns at the mill. Children pay 5 crowns at the mill.", FEES),
        ("甲渡口每日开放6小时。乙渡口每日开放9小时。", ROTA),
        ("2019年收了3船,2021年收了5船。", "2019年收了3船,比往年多。2020年收了2船。2021年收了5船。"),
    ],
)
def test_items_left_out_of_a_list_alter_no_number(clip, official) -> None:
    assert severe(align_text(clip, official)) == []


def test_a_sentence_closed_before_its_restriction_is_reported() -> None:
    clip = "All the mills have had the fuel. I don't think the tax should be raised"
    assert severe(align_text(clip, ADDRESS)) == ["sentence-ended-early"]


def test_an_adjunct_left_out_weighs_less_than_an_edit_that_turns_the_meaning() -> None:
    official = "昨天下午，主管部门依据港口管理规章，完成了三号码头的验收工作。"
    alignment = align_text("昨天下午，主管部门完成了三号码头的验收工作。", official)
    assert ops(alignment) == ["omitted"]
    assert severe(alignment) == []


def test_an_invented_sentence_is_reported_as_inserted() -> None:
    clip = "中方注意到有关报道。有些人必须为此付出沉重代价。我们不支持任何单边制裁"
    alignment = align_text(clip, STATEMENT)
    assert ops(alignment) == ["inserted"]
    assert alignment.edits[0].after == "有些人必须为此付出沉重代价"


def test_two_names_that_changed_places_are_one_reordering() -> None:
    alignment = align_text("青山县已经连续7年成为石桥镇最大的买家", "石桥镇已经连续7年成为青山县最大的买家")
    assert [edit.code for edit in alignment.edits] == ["roles-exchanged"]


def test_neighbours_that_changed_places_weigh_little() -> None:
    alignment = align_text("这里的柿子物美价廉，很受欢迎", "这里的柿子价廉物美，很受欢迎")
    assert [edit.code for edit in alignment.edits] == ["order-harmless"]


def test_sentences_in_another_order_are_reported() -> None:
    clip = "市政府可能在下周恢复渡轮班次。中方注意到有关报道。我们不支持任何单边制裁"
    assert "reordered" in ops(align_text(clip, STATEMENT))


def test_answers_to_two_questions_joined_are_a_splice() -> None:
    alignment = align_text("港口的修复工作正在进行，所有考试照常举行。", SESSION)
    assert severe(alignment) == ["answers-joined"]
    assert "spliced" in {segment.op.value for segment in alignment.segments}


def test_words_of_the_questioner_given_as_the_answer_are_a_splice() -> None:
    assert "speaker-changed" in severe(align_text("港口重新开放？港口的修复工作正在进行", SESSION))


def test_a_long_transcript_quoted_turn_by_turn_is_no_splice() -> None:
    clip = SESSION.replace("我们会及时发布消息", "我们会发布消息")
    assert severe(align_text(clip, SESSION)) == []


def test_not_only_is_no_negation() -> None:
    official = "这不仅是市民的愿望，也是渔民的愿望，我们将不断努力。"
    assert "negation_dropped" not in ops(align_text("这是市民的愿望，也是渔民的愿望，我们将努力。", official))


def test_latin_words_end_where_chinese_begins() -> None:
    alignment = align_text("中方加入ABCD不有利于区域合作", "中方加入ABCD有利于区域合作")
    assert ops(alignment) == ["negation_added"]


def test_a_text_from_elsewhere_keeps_nothing() -> None:
    alignment = align_text("今晚的月亮又大又圆", ADDRESS)
    assert alignment.kept_ratio == 0
    assert not alignment.verbatim


def test_an_empty_clip_has_neither_segments_nor_edits() -> None:
    alignment = align_text("……", STATEMENT)
    assert alignment.segments == ()
    assert alignment.edits == ()


@pytest.mark.parametrize(
    ("clip", "official", "code"),
    [
        ("The council should close the ferry", "The council may close the ferry", "certainty-raised"),
        ("The council must close the ferry", "The council should close the ferry", "certainty-raised"),
        ("The council will close the ferry", "The council can close the ferry", "certainty-raised"),
        ("The council should close the ferry", "The council must close the ferry", "certainty-lowered"),
        ("镇政府必须关闭渡口", "镇政府应当关闭渡口", "certainty-raised"),
        ("渡船遭漂木撞击，正在检查", "渡船疑似遭漂木撞击，正在检查", "certainty-raised"),
        (
            "The ferry has hit a log, divers say",
            "The ferry is suspected to have hit a log, divers say",
            "certainty-raised",
        ),
        ("镇政府可以关闭渡口", "镇政府应当关闭渡口", "certainty-lowered"),
    ],
)
def test_a_word_of_another_degree_changes_how_binding_a_statement_is(clip, official, code):
    assert [edit.code for edit in severe_edits(align_text(clip, official))] == [code]


@pytest.mark.parametrize(
    ("clip", "official"),
    [
        ("The council might close the ferry", "The council may close the ferry"),
        ("The council shall close the ferry", "The council will close the ferry"),
        ("镇政府应该关闭渡口", "镇政府应当关闭渡口"),
    ],
)
def test_a_word_of_the_same_degree_does_not(clip, official):
    assert severe_edits(align_text(clip, official)) == ()
