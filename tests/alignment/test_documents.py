"""Documents on disk: read, aligned, shown as terminal text, JSON line, page and edit list."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from provenance.alignment.documents import align_documents
from provenance.alignment.text import align_text
from provenance.errors import InputError, MissingExtra, UsageError
from provenance.model.alignment import AlignedDocuments
from provenance.report.alignment_html import alignment_html
from provenance.report.alignment_jsonl import alignment_jsonl
from provenance.report.alignment_text import alignment_text
from provenance.report.edit_list import edit_list_cmx, edit_list_otio

RECORD = (
    "今天上午举行了记者会。码头的修复工作正在进行，预计需要25天。我们不支持任何单边限制渡轮的做法，"
    "这不利于两岸渔民的生计。如果水位继续上涨，我们将关闭北岸码头。欢迎大家继续关注。"
)
CLIP = "码头的修复工作正在进行，预计需要52天。我们支持任何单边限制渡轮的做法。票价马上要翻一倍。我们将关闭北岸码头。"
OFFICIAL_SRT = """1
00:00:00,000 --> 00:00:04,000
Good morning, and thank you for coming.

2
00:00:04,000 --> 00:00:09,000
We have no plans to close the northern ferry.

3
00:00:09,000 --> 00:00:14,000
The new pier will open in spring.

4
00:00:14,000 --> 00:00:18,000
Questions will be taken in the hall.
"""
CLIP_SRT = """1
00:00:00,000 --> 00:00:04,000
We have plans to close the northern ferry.

2
00:00:04,000 --> 00:00:08,000
Questions will be taken in the hall.
"""


def documents(clip: str = CLIP, official: str = RECORD) -> AlignedDocuments:
    return AlignedDocuments(clip_name="clip.txt", official_name="record.txt", alignment=align_text(clip, official))


@pytest.fixture
def subtitles(tmp_path: Path) -> AlignedDocuments:
    (tmp_path / "clip.srt").write_text(CLIP_SRT, encoding="utf-8")
    (tmp_path / "official.srt").write_text(OFFICIAL_SRT, encoding="utf-8")
    return align_documents(tmp_path / "clip.srt", tmp_path / "official.srt")


def test_the_terminal_shows_cuts_additions_and_edits(snapshot: SnapshotAssertion) -> None:
    assert alignment_text(documents()) == snapshot


def test_the_terminal_may_be_coloured(snapshot: SnapshotAssertion) -> None:
    assert alignment_text(documents(), colour=True) == snapshot


def test_the_page_stays_as_reviewed(snapshot: SnapshotAssertion) -> None:
    assert alignment_html(documents()) == snapshot


def test_the_page_escapes_what_strangers_wrote_and_runs_nothing() -> None:
    page = alignment_html(documents("<script>alert(1)</script> & we open the pier", "we open <b>the</b> pier today"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    shown = alignment_text(documents("we open the pier\x1b[2J today", "we open the\x1b]0;x\x07 pier today"))
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_text_from_elsewhere_is_shown_as_put_in() -> None:
    assert "{+全文都是别人写的+}" in alignment_text(documents("全文都是别人写的", "We open the pier today."))


def test_the_json_line_follows_the_contract() -> None:
    line = json.loads(alignment_jsonl(documents()))
    assert line["schema"] == "provenance.alignment/1"
    assert {"track", "clip", "official", "speed", "transform"} <= line["segments"][0].keys()
    assert {"op", "clip", "official", "seconds"} <= line["edits"][0].keys()
    assert line["segments"][0]["clip"]["unit"] == "char"


def test_subtitles_are_shots_of_the_record(subtitles: AlignedDocuments) -> None:
    assert next(edit.op for edit in subtitles.alignment.edits) == "negation_dropped"
    shots = [
        (round(s.clip.start_s), round(s.official.start_s), round(s.official.end_s))
        for s in subtitles.shots
        if s.official
    ]
    assert shots == [(0, 4, 9), (4, 14, 18)]


def test_an_edit_list_opens_in_its_own_library(subtitles: AlignedDocuments) -> None:
    otio = pytest.importorskip("opentimelineio")
    timeline = otio.adapters.read_from_string(edit_list_otio(subtitles), "otio_json")
    clips = list(timeline.find_clips())
    assert [round(clip.source_range.start_time.to_seconds()) for clip in clips] == [4, 14]
    text = edit_list_cmx(subtitles)
    again = otio.adapters.read_from_string(text, "cmx_3600", rate=25)
    again = again[0] if isinstance(again, list) else again
    assert len(list(again.find_clips())) == 2
    assert "00:00:14:00" in text


def test_texts_without_time_codes_have_no_edit_list() -> None:
    pytest.importorskip("opentimelineio")
    with pytest.raises(UsageError, match="time codes"):
        edit_list_otio(documents())


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, subtitles: AlignedDocuments) -> None:
    monkeypatch.setitem(sys.modules, "opentimelineio", None)
    with pytest.raises(MissingExtra, match=r"provenance\[timeline\]"):
        edit_list_otio(subtitles)


def test_a_subtitle_against_a_plain_transcript_has_edits_but_no_shots(tmp_path: Path) -> None:
    (tmp_path / "clip.srt").write_text(CLIP_SRT, encoding="utf-8")
    (tmp_path / "official.txt").write_text("We have no plans to close the northern ferry.\n", encoding="utf-8")
    aligned = align_documents(tmp_path / "clip.srt", tmp_path / "official.txt")
    assert aligned.shots == ()
    assert aligned.alignment.edits


def test_a_missing_or_foreign_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="known are"):
        align_documents(tmp_path / "clip.mp4", tmp_path / "official.txt")
    with pytest.raises(InputError):
        align_documents(tmp_path / "none.txt", tmp_path / "none.txt")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".text"])
def test_a_plain_text_is_read_whatever_its_suffix(tmp_path, suffix):
    clip, official = tmp_path / f"clip{suffix}", tmp_path / f"record{suffix}"
    clip.write_text("The bridge will be closed for three days.", encoding="utf-8")
    official.write_text("The bridge will not be closed. The bridge will be closed for three hours.", encoding="utf-8")
    assert align_documents(clip, official).alignment.edits
