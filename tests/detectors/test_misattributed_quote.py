"""Lines under a wrong name, title or wording are reported; right ones and accepted readings are not."""

from __future__ import annotations

import pytest

from provenance.detectors.misattributed_quote import MisattributedQuoteDetector
from tests.detectors.quotation_cases import reported


@pytest.mark.parametrize(
    ("text", "reason", "record"),
    [
        ("陆听松说过“一叶轻舟下石桥，两岸青山雪未消”，真美", "other-author", "snow"),
        ("晚安 “渔翁醉卧不知晚，梦里犹闻打桨潮” ——陆听松", "other-author", "snow"),
        ("雪夜读沈砚秋《灯下》：“一叶轻舟下石桥，两岸青山雪未消”", "other-title", "snow"),
        ("沈砚秋写的“渔翁醉卧不知晚，梦里犹闻打鼓声”", "line-altered", "snow"),
        ("陆听松：所有的等待都是为了更好的相遇，所有的离开都是为了更好的归来", "known-false", "myth"),
        ("沈砚秋有首诗，百尺危楼云外立，一行归雁日边来", "other-author", "hill"),
        ("陆听松说：人这一辈子总要有几个夜晚是为了看星星而不睡的", "known-false", "warned"),
    ],
)
def test_a_misattributed_line_is_reported_with_the_record(text: str, reason: str, record: str) -> None:
    findings = reported(MisattributedQuoteDetector(), text)
    assert [(f.details["reason"], f.matches[0].evidence_id) for f in findings] == [(reason, record)]


@pytest.mark.parametrize(
    "text",
    [
        "沈砚秋说过“一叶轻舟下石桥，两岸青山雪未消”",
        "沈硯秋：漁翁醉臥不知晚，夢裏猶聞打槳潮",
        "沈砚秋《渡口夜雪》“一叶轻舟下石桥”，冷",
        "何小满《等风来》里那句“所有的等待都是为了更好的相遇”",
        "“人这一辈子总要有几个夜晚是为了看星星而不睡的”是何小满写的，写的就是陆听松",
        "“所有的等待都是为了更好的相遇，所有的离开都是为了更好的归来”",
        "是沈砚秋不是陆听松哈：一叶轻舟下石桥，两岸青山雪未消",
        "陆听松今天请客，“轻舟”很好喝",
        "“一叶轻舟下石桥，两岸青山雪未消”，谁写的来着",
        "有的版本作“渔翁醉卧不知晓”，沈砚秋的集子里不是",
    ],
)
def test_a_right_or_unattributed_line_passes_in_silence(text: str) -> None:
    assert reported(MisattributedQuoteDetector(), text) == []


def test_the_finding_names_both_authors() -> None:
    details = reported(MisattributedQuoteDetector(), "陆听松说过“一叶轻舟下石桥，两岸青山雪未消”")[0].details
    assert (details["attributed_to"], details["found_author"], details["found_title"]) == (
        "陆听松",
        "沈砚秋",
        "渡口夜雪",
    )
    assert details["altered"] is False


INVENTED = "人生就像一场没有剧本的旅行，走着走着就都懂了"


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (f"“{INVENTED}”——顾晚汀", "reed-all"),
        (f"顾晚汀说过：“{INVENTED}”，深以为然", "reed-all"),
        ('"Every closed door is a lesson that forgot to knock twice" — Alma Fenwick', "mill-all"),
        ("裴望川《夜泊》：“孤灯不照还乡路，万里云山一夜秋”", "old-all"),
    ],
)
def test_a_line_in_none_of_the_complete_works_is_reported_with_the_record_that_calls_them_complete(text, statement):
    (finding,) = reported(MisattributedQuoteDetector(), text)
    assert finding.details["reason"] == "not-in-works"
    assert [citation.evidence_id for citation in finding.citations] == [statement]
    assert finding.matches[0].evidence_span is None
    assert finding.details["found_author"] is None
    assert "holds completely" in next(reason.text for reason in finding.reasons if reason.code == "not-in-works")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“我把灯点到天明，等一封写不完的信”——顾晚汀", id="other wording that the record gives"),
        pytest.param("“芦花渡口晚来风”——顾晚汀", id="part of a line"),
        pytest.param("顾晚汀写过“忽有微凉上小楼，这就是我的秋天啊朋友们”", id="part of a line, and more"),
        pytest.param("“一切都会好的”——顾晚汀", id="common phrase"),
        pytest.param('"Every lamp is a letter nobody has finished writing yet" — 顾晚汀', id="translation"),
        pytest.param("“每一条河都忘了自己从哪里来，磨坊也一样”——Alma Fenwick", id="translation from English"),
        pytest.param(
            "裴望川说：“冬天的早晨没有人起床，月亮照着空船”", id="classical line told in the language of today"
        ),
        pytest.param(f"“{INVENTED}”——苏照晚", id="only the poems are complete"),
        pytest.param(f"“{INVENTED}”——程一苇", id="the index holds fewer works than the statement says"),
        pytest.param(f"“{INVENTED}”——沈砚秋", id="nobody says that the works are complete"),
        pytest.param(f"电影《顾晚汀》里有句台词：“{INVENTED}”", id="film about the author"),
        pytest.param(f"何小满写顾晚汀：“{INVENTED}”", id="another person about the author"),
        pytest.param(f"假如顾晚汀发微博：“{INVENTED}”", id="supposition"),
        pytest.param(f"顾晚汀从没说过“{INVENTED}”，别再误传", id="correction"),
        pytest.param(f"“{INVENTED}”，今天在顾晚汀故居看到的留言", id="named, not beside the line"),
    ],
)
def test_nothing_is_said_where_absence_shows_nothing(text: str) -> None:
    assert reported(MisattributedQuoteDetector(), text) == []


def test_a_line_that_went_round_in_another_wording_is_still_known_by_its_author() -> None:
    (finding,) = reported(MisattributedQuoteDetector(), "“我把灯点到天明，等一封写不完的信”——陆听松")
    assert (finding.details["reason"], finding.details["altered"]) == ("other-author", False)
    assert finding.matches[0].evidence_span is None
    assert finding.citations[0].quote == "我把灯点到天明，等一封写不完的信。"


def test_a_person_of_the_play_may_say_the_line() -> None:
    line = '"The tide keeps every promise that we break," said'
    assert reported(MisattributedQuoteDetector(), f"{line} Nora Blythe") == []
    assert [f.details["reason"] for f in reported(MisattributedQuoteDetector(), f"{line} Ruth Calder")] == [
        "other-author"
    ]


def test_a_line_not_far_from_the_work_is_altered_and_not_absent() -> None:
    (finding,) = reported(MisattributedQuoteDetector(), "“我把灯留到天黑，等一封没有写好的信”——顾晚汀")
    assert finding.details["reason"] == "line-altered"
