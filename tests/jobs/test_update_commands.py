"""The nightly job from the command line: words and exit codes."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from cli import app


@pytest.fixture
def run(tmp_path):
    def call(*words):
        return CliRunner().invoke(app, ["index", *words])

    (tmp_path / "sources.toml").write_text(
        '[job]\nencoder = "stub"\n[sources.checks]\nfile = "checks.jsonl"\nkind = "fact_check"\n', encoding="utf-8"
    )
    return call


def write(folder, count):
    rows = ({"id": f"r{n}", "claim": f"bridge number {n} fell", "text": "It stands."} for n in range(count))
    (folder / "checks.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_from_the_first_night_to_the_way_back(run, tmp_path):
    indexes = str(tmp_path / "indexes")
    update = ["update", "--config", str(tmp_path / "sources.toml"), "--indexes", indexes]
    write(tmp_path, 20)
    dry = run(*update, "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout == "checks: read, +20 ~0 -0, 20 records\ndry run: 20 records would change\n"
    assert dry.stderr == ""
    assert run(*update).exit_code == 0
    write(tmp_path, 22)
    done = run(*update, "--log-json")
    assert "2 changed, extended build" in done.stderr
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["source", "run"]
    listed = run("list", indexes).stdout.splitlines()
    assert [line[0] for line in listed] == ["*", " "]
    newer, older = listed[0].split()[1], listed[1].split()[0]
    diff = run("diff", older, newer, "--indexes", indexes)
    assert diff.stdout.splitlines()[1:] == ["+ r20", "+ r21", "2 added, 0 changed, 0 removed"]
    assert older in run("rollback", indexes).stderr
    assert json.loads(run("status", indexes, "--json").stdout)["version"] == older
    assert "nothing to remove" in run("prune", indexes, "--keep", "2").stderr
    assert run("verify", indexes).exit_code == 0


def test_a_row_that_cannot_be_read_is_named_by_the_dry_run_and_by_the_job(run, tmp_path):
    write(tmp_path, 20)
    with (tmp_path / "checks.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "r20"\n')
    update = ["update", "--config", str(tmp_path / "sources.toml"), "--indexes", str(tmp_path / "indexes")]
    dry = run(*update, "--dry-run").stdout.splitlines()
    assert dry[0].endswith("20 records, 1 row skipped")
    assert "checks.jsonl" in dry[1]
    done = run(*update).stderr.splitlines()
    assert len(done) == 3
    assert done[1] == f"source checks: {dry[1].strip()}"


def test_after_going_back_the_status_says_from_where_and_the_diff_what_was_altered(run, tmp_path):
    indexes = str(tmp_path / "indexes")
    update = ["update", "--config", str(tmp_path / "sources.toml"), "--indexes", indexes]
    write(tmp_path, 20)
    assert run(*update).exit_code == 0
    rows = [json.loads(line) for line in (tmp_path / "checks.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[3].update(rating="half true", title="A bridge")
    (tmp_path / "checks.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(*update).exit_code == 0
    newer, older = (line[1:].split()[0] for line in run("list", indexes).stdout.splitlines())
    assert "~ r3: title, rating None → half true" in run("diff", older, newer, "--indexes", indexes).stdout
    run("rollback", indexes)
    assert f"gone back  from {newer}" in run("status", indexes).stdout


def test_a_failed_night_exits_with_four_and_leaves_the_index(run, tmp_path):
    indexes = tmp_path / "indexes"
    update = ["update", "--config", str(tmp_path / "sources.toml"), "--indexes", str(indexes)]
    write(tmp_path, 20)
    run(*update)
    before = (indexes / "current").read_text()
    write(tmp_path, 0)
    failed = run(*update)
    assert failed.exit_code == 4
    assert "--accept-shrink checks" in failed.stderr
    assert (indexes / "current").read_text() == before


def test_a_wrong_configuration_exits_with_two(run, tmp_path):
    (tmp_path / "sources.toml").write_text("[sources.checks]\n", encoding="utf-8")
    assert run("update", "--config", str(tmp_path / "sources.toml"), "--indexes", str(tmp_path / "i")).exit_code == 2


def test_a_folder_without_index_exits_with_three(run, tmp_path):
    assert run("status", str(tmp_path / "none")).exit_code == 3
