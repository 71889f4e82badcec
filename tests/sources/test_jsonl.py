from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError, UsageError
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.model.post import Post
from provenance.sources import Limits, read_evidence, read_posts
from provenance.sources.jsonl import JsonLines
from tests.sources.reader_contract import ReaderContract


class TestJsonLines(ReaderContract):
    reader = JsonLines()

    def write(self, folder, records):
        path = folder / "records.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records), encoding="utf-8")
        return path


def write(folder: Path, *lines: str | bytes, name: str = "posts.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n")
    return path


def only_skipped(path: Path, **how) -> Skipped:
    (item,) = [item for item in read_posts(path, **how) if isinstance(item, Skipped)]
    return item


GOOD = '{"id": "1", "text": "桥又塌了"}'


def test_a_bad_date_is_reported_with_file_line_and_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, GOOD, '{"id": "2", "text": "t", "posted_at": "last week"}', '{"id": "3", "text": "t"}')
    first, bad, third = read_posts("posts.jsonl")
    assert isinstance(first, Post)
    assert isinstance(third, Post)
    assert bad.code == "bad-date"
    assert bad.message.endswith("@ posts.jsonl:2 $.posted_at")
    assert (bad.post_id, bad.line) == ("2", 2)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "malformed-json"),
        ('{"id": "2", "text": "t"', "malformed-json"),
        ('["2", "t"]', "malformed-record"),
        ('"text"', "malformed-record"),
        ('{"text": "no id"}', "missing-id"),
        ('{"id": "", "text": "t"}', "missing-id"),
        ('{"id": "2", "text": "  "}', "empty"),
        ('{"id": "2", "text": null}', "empty"),
        ('{"id": "2", "text": {"a": 1}}', "bad-type"),
        ('{"id": "2", "text": "a\\u0000b"}', "bad-text"),
        ('{"id": "2", "text": "t\x00"}', "malformed-json"),
        ('{"id": "2", "text": "half \\ud83d"}', "malformed-json"),
        ('{"id": "2", "text": "t", "posted_at": "0001-01-01"}', "bad-date"),
        ('{"id": "2", "text": "t", "posted_at": "9999-12-31"}', "bad-date"),
        ('{"id": "2", "text": "t", "posted_at": "2021-02-30"}', "bad-date"),
        ('{"id": "2", "text": "t", "posted_at": 1626777000}', "bad-date"),
        ('{"id": "1", "text": "the same id"}', "duplicate-id"),
        ("[" * 100_000, "malformed-json"),
        ("虫子".encode("gb18030"), "bad-encoding"),
        ('{"id": "2", "text": "t", "media": ["../secret.jpg"]}', "path-escapes"),
        ('{"id": "2", "text": "t", "media": ["/etc/passwd"]}', "path-escapes"),
        ('{"id": "2", "text": "t", "media": ["https://example.org/a.jpg"]}', "remote-media"),
        ('{"id": "2", "text": "t", "media": [3]}', "bad-type"),
    ],
)
def test_one_bad_row_costs_that_row_only(tmp_path, line, code):
    path = write(tmp_path, GOOD, line, '{"id": "z", "text": "after"}')
    got = list(read_posts(path))
    assert [type(item) for item in got] == [Post, Skipped, Post]
    assert got[1].code == code
    assert f"@ {path}:2 $" in got[1].message


def test_a_line_larger_than_memory_allows_is_passed_over(tmp_path):
    path = write(tmp_path, GOOD, '{"id": "2", "text": "' + "x" * 50_000 + '"}', '{"id": "3", "text": "t"}')
    skipped = only_skipped(path, limits=Limits(max_row_chars=1_000))
    assert (skipped.code, skipped.line) == ("too-large", 2)


def test_a_text_larger_than_any_honest_one_is_skipped(tmp_path):
    path = write(
        tmp_path, json.dumps({"id": "2", "text": "x" * 300}), json.dumps({"id": "3", "text": "t", "author": "y" * 40})
    )
    got = list(read_posts(path, limits=Limits(max_text_chars=200, max_field_chars=30)))
    assert [(item.code, item.path) for item in got] == [("too-large", "$.text"), ("too-large", "$.author")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le-mark", "gb18030-mark"])
def test_a_byte_order_mark_decides_the_encoding(tmp_path, encoding):
    name = encoding.removesuffix("-mark")
    text = ("\ufeff" if "mark" in encoding else "") + GOOD + "\n" + '{"id": "2", "text": "第二"}\n'
    path = tmp_path / "posts.jsonl"
    path.write_bytes(text.encode(name))
    assert [post.text for post in read_posts(path)] == ["桥又塌了", "第二"]


def test_damage_in_a_wide_encoding_costs_one_line(tmp_path):
    path = tmp_path / "posts.jsonl"
    good, third = (GOOD + "\n").encode("utf-16-le"), '{"id": "3", "text": "t"}\n'.encode("utf-16-le")
    bad = '{"id": "2", "text": "'.encode("utf-16-le") + b"\x00\xd8" + '"}\n'.encode("utf-16-le")
    path.write_bytes(b"\xff\xfe" + good + bad + third)
    assert [getattr(item, "code", "read") for item in read_posts(path)] == ["read", "bad-encoding", "read"]


def test_columns_of_a_foreign_feed_are_mapped(tmp_path):
    path = write(tmp_path, '{"mid": 7, "payload": {"body": "正文"}, "text": "short", "ts": "2021-07-20 18:30"}')
    (post,) = read_posts(path, columns={"id": "mid", "text": "payload.body", "posted_at": "ts"})
    assert (post.id, post.text) == ("7", "正文")
    assert post.posted_at.start == datetime(2021, 7, 20, 18, 30, tzinfo=UTC)
    assert post.extra["original_text"] == "short"


def test_a_mapped_column_is_named_as_in_the_source(tmp_path):
    path = write(tmp_path, '{"id": "1", "text": "t", "ts": "yesterday"}')
    assert only_skipped(path, columns={"posted_at": "ts"}).path == "$.ts"


def test_mapping_to_an_unknown_key_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="'content'"):
        read_posts(write(tmp_path, GOOD), columns={"content": "text"})


def test_unknown_keys_are_kept(tmp_path):
    (post,) = read_posts(write(tmp_path, '{"id": "1", "text": "t", "likes": 3, "deep": {"a": [1]}}'))
    assert post.extra == {"likes": 3, "deep": {"a": [1]}}


def test_duplicate_ids_are_seen_across_files(tmp_path):
    one, two = write(tmp_path, GOOD, name="1.jsonl"), write(tmp_path, GOOD, name="2.jsonl")
    assert [getattr(item, "code", "read") for item in read_posts([one, two])] == ["read", "duplicate-id"]


def test_a_folder_is_read_file_by_file_in_order(tmp_path):
    (tmp_path / "b").mkdir()
    write(tmp_path / "b", '{"id": "2", "text": "t"}')
    write(tmp_path, GOOD, name="a.jsonl")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.jsonl").write_text("{")
    assert [post.id for post in read_posts(tmp_path)] == ["1", "2"]


def test_a_glob_and_its_absence(tmp_path):
    write(tmp_path, GOOD, name="day-1.jsonl")
    assert [post.id for post in read_posts(str(tmp_path / "day-*.jsonl"))] == ["1"]
    with pytest.raises(InputError, match="no file matches"):
        read_posts(str(tmp_path / "night-*.jsonl"))


def test_an_empty_folder_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="no file that can be read"):
        read_posts(tmp_path)


def test_media_are_found_beside_the_file_and_named_as_given(tmp_path):
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "a.jpg").write_bytes(b"x")
    (post,) = read_posts(write(tmp_path, '{"id": "1", "text": "t", "media": ["pics/a.jpg"]}'))
    assert post.media == ("pics/a.jpg",)
    assert post.media[0].file.read_bytes() == b"x"


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (inside / "innocent.jpg").symlink_to(tmp_path / "secret.jpg")
    skipped = only_skipped(write(inside, '{"id": "1", "text": "t", "media": ["innocent.jpg"]}'))
    assert (skipped.code, skipped.path) == ("path-escapes", "$.media[0]")


def test_damaged_compression_reports_the_rest(tmp_path):
    import gzip

    packed = gzip.compress(b"".join(b'{"id": "%d", "text": "t%d"}\n' % (n, n * n) for n in range(20_000)))
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    *posts, last = read_posts(path)
    assert len(posts) > 1_000
    assert (last.code, last.line) == ("unreadable", len(posts) + 1)


def test_defaults_fill_what_rows_leave_out(tmp_path):
    path = write(tmp_path, '{"id": "1", "text": "t"}', '{"id": "2", "text": "t", "publisher": "own"}')
    got = list(read_evidence(path, defaults={"kind": "release", "publisher": "Office"}))
    assert [(item.kind, item.publisher) for item in got] == [("release", "Office"), ("release", "own")]


@given(lines=st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b and b.strip()), max_size=12))
def test_no_bytes_stop_a_batch_and_no_line_is_lost(lines, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bytes")
    rows = [GOOD.encode(), *lines]
    got = list(read_posts(write(folder, *rows)))
    blank = sum(1 for line in rows if not line.decode("utf-8", "replace").strip())
    assert len(got) == len(rows) - blank


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"id": st.text(min_size=1, max_size=8), "text": st.text(max_size=20)},
            optional={"posted_at": st.sampled_from(["2021", "2021-07-20", "never"]), "kind": st.just("archive")},
        ),
        max_size=10,
    )
)
def test_records_and_skipped_add_up_to_the_rows(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("rows") / "posts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    for read in (read_posts, read_evidence):
        got = list(read(path))
        assert len(got) == len(rows)
        assert all(isinstance(item, Post | Evidence | Skipped) for item in got)
