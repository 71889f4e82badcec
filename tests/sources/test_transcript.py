from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.sources import read_evidence
from provenance.sources.transcript import Transcript, find_turns
from tests.sources.reader_contract import ReaderContract

SESSION = (
    "2020年9月2日某部发言人主持例行记者会\n\n应邀请，部长将出席会议。\n\n"
    "问：某台记者：请问发言人如何评论？\n答：李明：我们注意到有关报道。\n有关说法如下：不属实。\n\n"
    "问：外社记者：还有一问。\n答：李明：没有补充。\n"
)


def saved(folder, text: str | bytes, name: str = "session.txt"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestTranscript(ReaderContract):
    reader = Transcript()

    def write(self, folder, records):
        return saved(folder, records[0]["text"])

    def damaged(self, folder):
        return saved(folder, b"\xff\x00\xfa\xc3\x28", "broken.txt")

    def test_every_record_comes_back_in_order(self, tmp_path):
        for number in range(3):
            saved(tmp_path, f"{number}\n{SESSION}", f"{number}.txt")
        assert [record.text for record in read_evidence(tmp_path)] == [f"{number}\n{SESSION}" for number in range(3)]


def test_turns_know_speaker_role_and_place(tmp_path):
    (record,) = read_evidence(saved(tmp_path, SESSION))
    assert record.text == SESSION
    assert record.published_at.isoformat() == "2020-09-02"
    assert (record.author, record.kind) == ("李明", "release")
    said = [(turn["role"], turn["speaker"], SESSION[turn["start"] : turn["end"]]) for turn in record.extra["turns"]]
    assert said == [
        ("question", "某台记者", "请问发言人如何评论？"),
        ("answer", "李明", "我们注意到有关报道。\n有关说法如下：不属实。"),
        ("question", "外社记者", "还有一问。"),
        ("answer", "李明", "没有补充。"),
    ]


def test_an_english_briefing():
    text = (
        "MR. PRICE: Good afternoon.\nQUESTION: Any update?\nMR. PRICE: No.\nQ. Another?\nThe President. Yes, always.\n"
    )
    assert [(turn["role"], turn.get("speaker")) for turn in find_turns(text)] == [
        ("answer", "MR. PRICE"),
        ("question", "QUESTION"),
        ("answer", "MR. PRICE"),
        ("question", None),
        ("answer", "The President"),
    ]


def test_plain_prose_has_no_turns(tmp_path):
    (record,) = read_evidence(saved(tmp_path, "通知\n时间：明天。\n地点：市政府。\n"))
    assert "turns" not in record.extra


def test_an_empty_text_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="empty"):
        list(read_evidence(saved(tmp_path, " \n")))
