"""The command line as users call it: output, exit codes, messages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from tests.cli.newsdesk import POSTS, RECORDS, run, write_lines

ROOT = Path(__file__).resolve().parents[2]


def test_a_build_says_what_it_published(tmp_path):
    records = write_lines(tmp_path / "records.jsonl", [*RECORDS, {"id": "bad"}])
    done = run("index", "build", str(records), "--out", str(tmp_path / "indexes"), "--encoder", "stub")
    assert done.exit_code == 0
    assert "3 records, 1 skipped" in done.stderr
    assert "records.jsonl:4 $.kind" in done.stderr


def test_a_check_writes_a_header_then_findings_and_exits_with_one_when_it_found_something(index, posts):
    done = run("check", str(posts), "--index", str(index), "--format", "jsonl", "--min-confidence", "0")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows[0]["schema"] == "provenance.report/1"
    assert rows[0]["checked"] == 2
    assert done.exit_code == (1 if rows[0]["findings"] else 0)
    assert "2 checked" in done.stderr


def test_a_clean_batch_exits_with_zero(index, tmp_path):
    quiet = write_lines(tmp_path / "quiet.jsonl", [POSTS[1]])
    assert run("check", str(quiet), "--index", str(index)).exit_code == 0


def test_exit_zero_keeps_a_pipeline_going(index, posts):
    done = run("check", str(posts), "--index", str(index), "--exit-zero", "--min-confidence", "0")
    assert done.exit_code == 0


def test_match_writes_a_run_that_evaluate_scores(index, posts, tmp_path):
    out = tmp_path / "run.txt"
    assert run("match", str(posts), "--index", str(index), "-k", "2", "--out", str(out)).exit_code == 0
    first = out.read_text("utf-8").splitlines()[0].split()
    assert (first[0], first[1], first[2], first[3], first[5]) == ("p-1", "Q0", "fc-1", "1", "provenance")
    qrels = tmp_path / "qrels.txt"
    qrels.write_text("p-1 0 fc-1 2\n", encoding="utf-8")
    scored = run("evaluate", str(out), str(qrels), "--metric", "mrr", "--metric", "map@5")
    assert scored.stdout == "mrr\t1.0000\nmap@5\t1.0000\n"


def test_match_can_be_told_which_kind_and_which_dates(index, posts):
    done = run("match", str(posts), "--index", str(index), "--kind", "archive", "--before", "2020", "--format", "jsonl")
    assert {json.loads(line)["evidence_id"] for line in done.stdout.splitlines()} == {"ar-1"}


@pytest.mark.parametrize(
    ("place", "found"), [("杭州", {"ar-1"}), ("浙江省", {"ar-1"}), ("休斯敦", {"fc-2"}), ("上海", set())]
)
def test_match_can_be_told_which_place(index, posts, place, found):
    done = run("match", str(posts), "--index", str(index), "--place", place, "--format", "jsonl")
    assert {json.loads(line)["evidence_id"] for line in done.stdout.splitlines()} == found


def test_explain_shows_what_came_near_even_without_a_finding(index, posts):
    done = run("explain", str(posts), "--post", "p-2", "--index", str(index))
    assert done.exit_code == 0
    assert "Nearest records" in done.stdout
    assert "says nothing about whether the post is true" in done.stdout


def test_explain_says_by_which_words_a_post_is_not_reported(index, tmp_path):
    told = [{**POSTS[0], "text": "医生说了，喝热水就能治愈流感，快转给家人！这是谣言。"}]
    asked = ("explain", str(write_lines(tmp_path / "told.jsonl", told)), "--post", "p-1", "--index", str(index))
    english, chinese = run(*asked), run(*asked, "--lang", "zh")
    assert (
        "debunked  [fc-1] 2021-03-05, 喝热水能治流感？谣言\n    the post refutes or warns: “是谣言”" in english.stdout
    )
    assert "\n    帖文在辟谣或示警：“是谣言”" in chinese.stdout


FLOOD = [
    {"id": f"f-{at}", "author": f"acct-{at}", "posted_at": f"2026-11-20T1{at}:00:00+08:00",
     "text": f"我家楼下的面包店从昨天起每天排队三小时，店员说月底就要关门了{'！' * at}"}
    for at in range(6)
]  # fmt: skip


def test_a_check_writes_its_floods_as_a_graph(index, tmp_path):
    posts, graph = write_lines(tmp_path / "flood.jsonl", FLOOD), tmp_path / "flood.csv"
    done = run("check", str(posts), "--index", str(index), "--pattern", "flooding", "--graph", str(graph))
    assert done.exit_code == 1
    assert "5 edges in" in done.stderr
    assert {line.split(",")[1] for line in graph.read_text("utf-8").splitlines()[1:]} == {"f-0"}


def test_a_flood_that_goes_on_is_seen_by_later_checks_that_keep_a_window(index, tmp_path):
    words = ["--index", str(index), "--pattern", "flooding"]
    window = ["--window", str(tmp_path / "window.jsonl")]
    first = write_lines(tmp_path / "first.jsonl", FLOOD[:4])
    second = write_lines(tmp_path / "second.jsonl", FLOOD[4:])
    assert run("check", str(first), *words, *window).exit_code == 0
    assert run("check", str(second), *words).exit_code == 0
    done = run("check", str(second), *words, *window, "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    assert [row["post_id"] for row in rows] == ["f-4", "f-5"]
    assert rows[0]["details"]["origin_post_id"] == "f-0"
    again = run("check", str(second), *words, *window, "--format", "jsonl")
    assert again.stdout == done.stdout


@pytest.mark.parametrize("form", ["csv", "parquet", "html", "jsonl", "text"])
def test_every_format_reaches_its_file_as_a_whole(index, posts, tmp_path, form):
    out = tmp_path / f"report.{form}"
    run("check", str(posts), "--index", str(index), "--format", form, "--out", str(out))
    assert out.stat().st_size > 0
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []


def test_verify_accepts_what_build_published_and_notices_one_changed_byte(tmp_path):
    records = write_lines(tmp_path / "records.jsonl", RECORDS)
    run("index", "build", str(records), "--out", str(tmp_path / "indexes"), "--encoder", "stub")
    assert run("index", "verify", str(tmp_path / "indexes")).exit_code == 0
    victim = max((path for path in (tmp_path / "indexes").rglob("*.arrow")), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(bytes(data))
    done = run("index", "verify", str(tmp_path / "indexes"))
    assert done.exit_code == 3
    assert victim.name in done.stderr


def test_help_loads_nothing_heavy():
    code = (
        "import sys, cli\n"
        "from typer.testing import CliRunner\n"
        "assert CliRunner().invoke(cli.app, ['--help']).exit_code == 0\n"
        "heavy = {'torch', 'faiss', 'pandas', 'numpy', 'sentence_transformers', 'pyarrow', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_stays_light():
    code = "import provenance, sys\nprint(sorted({'torch', 'faiss', 'pandas', 'typer', 'numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_has_help_and_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8")
    groups = [("", cli.app), ("index ", cli.index_app)]
    for prefix, group in groups:
        for command in group.registered_commands:
            name = command.name or command.callback.__name__
            assert command.callback.__doc__, name
            assert f"`{prefix}{name}" in readme, f"{prefix}{name} is not in the README"


def test_the_summary_is_told_once(index, posts):
    done = run("check", str(posts), "--index", str(index))
    assert done.stderr.count("2 checked, 1 with findings") == 1
    assert "with findings" not in done.stdout
