from __future__ import annotations

import io
import subprocess
import sys

import pytest

from provenance.errors import InputError, UsageError
from provenance.sources import posts_of, read_evidence, read_posts
from provenance.sources.inputs import Input
from provenance.sources.read import evidence_recipe
from provenance.sources.registry import reader_for
from provenance.sources.seen import SeenIds


@pytest.mark.parametrize(
    ("head", "reader"),
    [
        (b'{"id": "1", "text": "t"}\n', "jsonl"),
        (b'\xef\xbb\xbf{"id": "1"}', "jsonl"),
        (b'{"@context": "https://schema.org", "@type": "ClaimReview"}\n', "json"),
        (b'{\n  "@context": 1}', "json"),
        (b'[{"id": "1"}]', "json"),
        (b"id,text\n1,t\n", "csv"),
        (b"PAR1\x15\x04", "parquet"),
        (b"WARC/1.0\r\n", "warc"),
        (b"WEBVTT\n\n", "subtitles"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\n", "subtitles"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b"<!DOCTYPE html><html>", "page"),
    ],
)
def test_the_beginning_tells_a_format_without_suffix(head, reader):
    assert reader_for(Input.of_bytes("download", head)).name == reader


def test_an_unknown_format_names_what_is_known():
    with pytest.raises(InputError, match=r"\.jsonl"):
        reader_for(Input.of_bytes("download", b"\x89PNG\r\n"))


def test_nothing_named_is_a_usage_error():
    with pytest.raises(UsageError, match="no input"):
        read_posts([])


def test_an_unknown_format_name_is_a_usage_error(tmp_path):
    (tmp_path / "a.jsonl").write_text("")
    with pytest.raises(UsageError, match="jsonl, csv"):
        read_posts(tmp_path / "a.jsonl", input_format="excel")


def test_defaults_must_be_keys_of_a_record(tmp_path):
    with pytest.raises(UsageError, match="'colour'"):
        read_evidence(tmp_path, defaults={"colour": "red"})


@pytest.mark.parametrize("data", [b'{"id": "1", "text": "from a pipe"}\n', b"id,text\n1,from a pipe\n"])
def test_standard_input_is_read(data):
    code = "from provenance.sources import read_posts\nprint([post.text for post in read_posts('-')])"
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['from a pipe']"


def test_parquet_comes_through_a_pipe_too():
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{"id": "1", "text": "t"}]), stream)
    code = "from provenance.sources import read_posts\nprint([post.id for post in read_posts('-')])"
    done = subprocess.run([sys.executable, "-c", code], input=stream.getvalue(), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['1']"


def test_importing_the_readers_loads_nothing_heavy():
    code = (
        "import sys, provenance.sources\n"
        "heavy = {'pyarrow', 'pandas', 'numpy', 'lxml', 'trafilatura', 'feedparser', 'fastwarc', 'torch'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_ids_spill_to_disk_and_stay_exact():
    with SeenIds(in_memory=10) as seen:
        assert all(seen.add(str(number)) for number in range(95))
        assert not any(seen.add(str(number)) for number in range(95))
        assert seen.add("95")


def test_a_directory_link_loop_ends(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "t"}\n')
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [post.id for post in read_posts(tmp_path)] == ["1"]


def test_rows_of_a_frame_are_posts():
    import pandas as pd

    frame = pd.DataFrame({"id": [1, 2, 1], "text": ["桥塌了", None, "again"], "posted_at": ["2021-07-20", None, None]})
    first, empty, twice = posts_of(frame.to_dict("records"), name="frame")
    assert (first.id, first.posted_at.isoformat()) == ("1", "2021-07-20")
    assert empty.message.endswith("@ frame:2 $.text")
    assert twice.code == "duplicate-id"


def test_unchanged_rows_are_told_without_building_them(tmp_path):
    path = tmp_path / "r.jsonl"
    (tmp_path / "a.jpg").write_bytes(b"one")
    path.write_text('{"id": "1", "kind": "archive", "media": ["a.jpg"]}\n{"id": "2", "kind": "archive", "text": "t"}\n')
    recipe = evidence_recipe()

    def prints():
        return [row.fingerprint() for row in recipe.rows(Input.of_file(path))]

    before = prints()
    assert prints() == before
    (tmp_path / "a.jpg").write_bytes(b"another picture")
    after = prints()
    assert (after[0] != before[0], after[1] == before[1]) == (True, True)
