"""Posts kept between checks: nothing lost, nothing half written, nothing believed that is damaged."""

from __future__ import annotations

import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.model.post import Post
from provenance.store import post_window
from provenance.store.post_window import KeptPost, open_window


def kept(name: str, hour: int = 0) -> KeptPost:
    row = {
        "id": name,
        "text": "西桥今晚封闭",
        "posted_at": f"2026-05-04T{hour:02}:00:00Z",
        "author": f"a-{name}",
        "x": 1,
    }
    return KeptPost(Post.from_dict(row), {"fact_check": ("fc-1", 3.5)})


def add(path: Path, names: list[str]) -> None:
    with open_window(path) as window:
        window.posts += [kept(name) for name in names]


def test_posts_come_back_as_they_were_kept(tmp_path):
    add(tmp_path / "window.jsonl", ["a", "b"])
    with open_window(tmp_path / "window.jsonl") as window:
        assert window.posts == [kept("a"), kept("b")]


def test_an_error_while_it_is_open_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "window.jsonl"
    add(path, ["a"])
    before = path.read_bytes()
    with pytest.raises(AttributeError), open_window(path) as window:
        window.posts = [kept("b"), "no post"]
    assert path.read_bytes() == before


def test_only_the_newest_are_kept_where_there_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr(post_window, "MOST_POSTS", 2)
    with open_window(tmp_path / "window.jsonl") as window:
        window.posts = [kept("new", 3), kept("old", 1), kept("middle", 2)]
    with open_window(tmp_path / "window.jsonl") as window:
        assert [each.post.id for each in window.posts] == ["middle", "new"]


def test_processes_that_write_at_a_time_do_not_lose_each_others_posts(tmp_path):
    path = tmp_path / "window.jsonl"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add, args=(path, [f"{worker}-{at}"])) for worker in range(3) for at in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open_window(path) as window:
        assert sorted(each.post.id for each in window.posts) == [f"{w}-{at}" for w in range(3) for at in range(2)]


def test_nobody_else_on_the_machine_reads_the_posts(tmp_path):
    add(tmp_path / "window.jsonl", ["a"])
    assert stat.S_IMODE((tmp_path / "window.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no posts"),
        ('{"schema": "provenance.window/9", "posts": 0}\n', "provenance.window/9"),
        ('{"schema": "provenance.window/1", "posts": 2}\n', "ends early"),
        ('{"schema": "provenance.window/1", "posts": 1}\n{"post": {"id": "a"}}\n', "damaged"),
        ('{"schema": "provenance.window/1", "posts": 1}\n{"post"', "damaged"),
        (json.dumps([{"id": "p"}]), "holds no posts"),
    ],
)
def test_a_file_that_is_no_window_is_refused_and_left_alone(tmp_path, content, said):
    path = tmp_path / "window.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=said), open_window(path):
        pass
    assert path.read_text(encoding="utf-8") == content


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UsageError, match="nowhere"), open_window(tmp_path / "nowhere" / "window.jsonl"):
        pass
