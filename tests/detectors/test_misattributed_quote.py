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
