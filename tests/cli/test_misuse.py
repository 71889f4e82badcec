"""What the command line says when a file, a column or an option is not what it should be: what, where, what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.newsdesk import POSTS, RECORDS, run, write_lines

ROOT = Path(__file__).resolve().parents[2]


def test_a_batch_with_too_many_bad_rows_exits_with_five_and_names_them(index, tmp_path):
    rows = [POSTS[1], {"id": "x", "text": "y", "posted_at": "soon"}]
    done = run("check", str(write_lines(tmp_path / "bad.jsonl", rows)), "--index", str(index))
    assert done.exit_code == 5
    assert "bad.jsonl:2 $.posted_at" in done.stdout


def test_bad_rows_below_the_limit_are_shown_and_tolerated(index, tmp_path):
    rows = [POSTS[1], {"id": "x", "text": "y", "posted_at": "soon"}]
    file = write_lines(tmp_path / "bad.jsonl", rows)
    assert run("check", str(file), "--index", str(index), "--max-skipped", "0.6").exit_code == 0


def test_a_missing_index_exits_with_three_and_says_what_to_do(tmp_path, posts):
    done = run("check", str(posts), "--index", str(tmp_path / "nowhere"))
    assert done.exit_code == 3
    assert "nowhere" in done.stderr


def test_the_pointer_in_place_of_its_folder_is_answered_with_the_folder(index, posts):
    done = run("check", str(posts), "--index", str(index / "current"))
    assert done.exit_code == 3
    assert f"name the folder that it lies in: {index}" in " ".join(done.stderr.split())


def test_a_missing_input_exits_with_two(index, tmp_path):
    done = run("check", str(tmp_path / "absent.jsonl"), "--index", str(index))
    assert done.exit_code == 2
    assert "absent.jsonl" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pattern", "nonsense"], "nonsense"),
        (["--map", "text"], "field=column"),
        (["--min-confidence", "1.5"], "0..1"),
        (["--kind", "rumour"], "fact_check"),
        (["--from", "yesterday"], "ISO 8601"),
        (["--place", "无此地"], "no place that is known"),
    ],
)
def test_a_wrong_option_exits_with_two_and_says_what_is_known(index, posts, words, said):
    done = run("check", str(posts), "--index", str(index), *words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_explain_of_an_unknown_post_exits_with_two(index, posts):
    assert run("explain", str(posts), "--post", "p-9", "--index", str(index)).exit_code == 2


def test_a_graph_of_another_kind_is_refused_before_anything_is_checked(index, posts, tmp_path):
    done = run("check", str(posts), "--index", str(index), "--graph", str(tmp_path / "flood.pdf"))
    assert done.exit_code == 2
    assert ".graphml" in done.stderr


@pytest.mark.parametrize(("command", "writer"), [("review", "check POSTS"), ("calibrate", "review FINDINGS")])
def test_a_file_that_is_not_there_yet_is_named_with_the_command_that_writes_it(tmp_path, monkeypatch, command, writer):
    monkeypatch.chdir(tmp_path)
    done = run(command, "absent.jsonl")
    assert done.exit_code == 2
    assert "absent.jsonl" in done.stderr
    assert f"provenance {writer}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_ids_is_told_its_own_columns(index, tmp_path):
    table = tmp_path / "posts.csv"
    table.write_text("post_no,content\n1,hello\n", encoding="utf-8")
    done = run("check", str(table), "--index", str(index))
    assert done.exit_code == 5
    assert "no id among post_no, content" in done.stdout


def test_a_column_that_the_table_does_not_have_is_refused_before_anything_is_silent(index, tmp_path):
    table = tmp_path / "posts.csv"
    table.write_text("nr,content\n1,喝热水就能治愈流感\n", encoding="utf-8")
    done = run("check", str(table), "--index", str(index), "--map", "id=nr", "--map", "text=words")
    assert done.exit_code == 2
    assert "posts.csv has no column 'words' for text; its columns are nr, content" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "nowhere/findings.html"), "there is no folder"),
        (("--out", "."), "it is a folder; name a file"),
        (("--graph", "nowhere/floods.csv"), "there is no folder"),
        (("--bundles", "posts.jsonl"), "it is a file; name a folder"),
        (("--suppress", "decisions.jsonl"), "there is no decisions.jsonl; `provenance review FINDINGS` writes one"),
        (("--calibration", "mine.json"), "cannot read mine.json: No such file or directory; make one with"),
        (("--from", "yesterdayish"), "--from: 'yesterdayish' is not an ISO 8601 date"),
        (("--lang", "xx"), "'xx' is not one of"),
    ],
)
def test_what_cannot_work_is_said_before_posts_are_checked(index, posts, options, said, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    done = run("check", str(posts), "--index", str(index), *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "checked" not in done.stderr


def test_a_ranking_that_cannot_be_written_is_no_finding(index, posts):
    done = run("match", str(posts), "--index", str(index), "--out", "/nowhere/run.txt")
    assert done.exit_code == 2
    assert "there is no folder /nowhere" in done.stderr


def test_an_index_of_no_records_is_not_published(tmp_path):
    records = write_lines(tmp_path / "records.jsonl", [{"id": "bad"}])
    done = run("index", "build", str(records), "--out", str(tmp_path / "indexes"), "--encoder", "stub")
    assert done.exit_code == 2
    assert "records.jsonl; nothing is published: " in done.stderr
    assert "records.jsonl:1 $.kind" in done.stderr
    assert not (tmp_path / "indexes" / "current").exists()


def test_a_file_in_place_of_the_folder_of_an_index_is_named(tmp_path):
    records = write_lines(tmp_path / "records.jsonl", RECORDS)
    done = run("index", "build", str(records), "--out", str(records), "--encoder", "stub")
    assert done.exit_code == 2
    assert "records.jsonl is a file; name a folder" in done.stderr


def test_decisions_that_decide_nothing_make_no_calibration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("calibrate", str(write_lines(tmp_path / "decisions.jsonl", [])))
    assert done.exit_code == 2
    assert "nothing to calibrate" in done.stderr
    assert not (tmp_path / "calibration.json").exists()


def test_an_error_of_the_program_itself_does_not_look_like_a_finding(index, posts, monkeypatch, caplog):
    monkeypatch.setattr("provenance.checker.Checker.check", lambda *_, **__: 1 / 0)
    done = run("check", str(posts), "--index", str(index))
    assert done.exit_code == 4
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('min_confidence = "high"', "min_confidence must be a number, got 'high'"),
        ("hits = 2.5", "hits must be a whole number, got 2.5"),
        ("min_confidnce = 0.5", "unknown setting min_confidnce; known are"),
        ("[check]\nmin_confidence = 0.5", "unknown table [check]; known are credentials, flooding, index, vectors"),
        ("[flooding]\nwindow_hours = true", "flooding.window_hours must be a number, got True"),
    ],
)
def test_a_setting_that_would_do_nothing_is_refused(index, posts, tmp_path, settings, said):
    file = tmp_path / "settings.toml"
    file.write_text(settings, encoding="utf-8")
    done = run("check", str(posts), "--index", str(index), "--config", str(file))
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_number_of_the_nightly_job_is_no_text(tmp_path):
    config = tmp_path / "sources.toml"
    config.write_text('[job]\nkeep = "many"\n[sources.a]\nfile = "a.jsonl"\n', encoding="utf-8")
    done = run("index", "update", "--config", str(config), "--indexes", str(tmp_path / "indexes"))
    assert done.exit_code == 2
    assert "job.keep must be a whole number, got 'many'" in done.stderr


def test_a_folder_of_versions_that_is_not_there_is_no_empty_list(tmp_path):
    done = run("index", "list", str(tmp_path / "nowhere"))
    assert done.exit_code == 3
    assert "there is no folder" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no file that is always full")
def test_a_full_disk_behind_the_output_is_no_finding_and_no_error_of_the_program(index, posts):
    command = [sys.executable, str(ROOT / "cli.py"), "check", str(posts), "--index", str(index), "--format", "jsonl"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "the output: No space left on device" in done.stderr
