from __future__ import annotations

from provenance.sources import read_evidence
from provenance.sources.subtitles import Subtitles
from tests.sources.reader_contract import ReaderContract


def clock(second: int, comma: str = ",") -> str:
    return f"00:{second // 60:02d}:{second % 60:02d}{comma}500"


def saved(folder, text: str | bytes, name: str = "talk.srt"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestSubtitles(ReaderContract):
    """A file is one record whose cues are the contract's texts."""

    reader = Subtitles()

    def write(self, folder, records):
        cues = [f"{n}\n{clock(n)} --> {clock(n + 1)}\n{row['text']}\n" for n, row in enumerate(records, 1)]
        return saved(folder, "\n".join(cues))

    def damaged(self, folder):
        return saved(folder, "just words\n\nmore words\n", "broken.srt")

    def test_every_record_comes_back_in_order(self, tmp_path):
        from tests.sources.reader_contract import RECORDS

        (record,) = read_evidence(self.write(tmp_path, RECORDS))
        assert [item.text for item in record.transcript] == [row["text"] for row in RECORDS]
        assert [(item.start_s, item.end_s) for item in record.transcript] == [(1.5, 2.5), (2.5, 3.5), (3.5, 4.5)]


def test_web_captions_with_voices_comments_and_styles(tmp_path):
    path = saved(
        tmp_path,
        "WEBVTT - talk\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        "00:01.000 --> 00:02.250 align:start\n"
        "<v.loud 华春莹>中方一贯<i>反对</i></v>\n\n01:00:03.5 --> 01:00:04.000\nTom &amp; Ann\n",
        "talk.vtt",
    )
    (record,) = read_evidence(path)
    first, second = record.transcript
    assert (first.speaker, first.text, first.start_s, first.end_s) == ("华春莹", "中方一贯反对", 1.0, 2.25)
    assert (second.text, second.start_s) == ("Tom & Ann", 3603.5)
    assert (record.kind, record.id) == ("release", "talk.vtt")


def test_a_malformed_cue_is_reported_with_its_line(tmp_path):
    path = saved(
        tmp_path, f"1\n{clock(1)} --> {clock(2)}\nfine\n\n2\n{clock(9)} --> {clock(3)}\nbackwards\n\nlost words\n"
    )
    backwards, lost, record = read_evidence(path)
    assert (backwards.code, backwards.line) == ("malformed-cue", 5)
    assert (lost.code, lost.line) == ("malformed-cue", 9)
    assert record.text == "fine"


def test_rolling_captions_are_not_said_twice(tmp_path):
    path = saved(
        tmp_path,
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nwe<00:00:01.500><c> never</c>\n\n"
        "00:00:02.000 --> 00:00:03.000\nwe never\nsaid<00:00:02.500><c> that</c>\n",
        "auto.vtt",
    )
    (record,) = read_evidence(path)
    assert record.text == "we never\nsaid that"


def test_subtitles_saved_as_gb18030(tmp_path):
    path = saved(tmp_path, f"1\n{clock(1)} --> {clock(2)}\n中方一贯反对\n".encode("gb18030"))
    (record,) = read_evidence(path)
    assert record.text == "中方一贯反对"
