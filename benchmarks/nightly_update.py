"""CPU of a nightly update against a full build: 100,000 records, 1 % changed; and a night on which nothing changed.

python -m benchmarks.nightly_update --records 100000 --encoder use-multilingual --folder /tmp/nightly
Records are put together from a word list with a fixed seed. CPU seconds are those of a child process for each night,
start-up and imports included. Full build and update use empty and filled caches as a newsroom would have them.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
from pathlib import Path

_PLACES = [
    "武汉",
    "郑州",
    "北京",
    "上海",
    "成都",
    "广州",
    "西安",
    "重庆",
    "London",
    "Paris",
    "Madrid",
    "Lagos",
    "Delhi",
    "Manila",
    "Quito",
    "Oslo",
]
_THINGS = [
    "大桥",
    "自来水",
    "疫苗",
    "地铁",
    "医院",
    "学校",
    "bridge",
    "vaccine",
    "train",
    "hospital",
    "school",
    "dam",
    "river",
    "market",
    "airport",
    "election",
]
_EVENTS = [
    "倒塌",
    "发现虫子",
    "停运",
    "爆炸",
    "被关闭",
    "免费",
    "collapsed",
    "was",
    "banned",
    "exploded",
    "is",
    "free",
    "was",
    "sold",
    "burned",
    "flooded",
    "moved",
]


def records(count: int, seed: int = 3) -> list[dict[str, str]]:
    choose = random.Random(seed)
    out = []
    for number in range(count):
        place, thing, event = choose.choice(_PLACES), choose.choice(_THINGS), choose.choice(_EVENTS)
        claim = f"{place} {thing} {event} {number}"
        body = " ".join(choose.choice(_THINGS + _EVENTS) for _ in range(30))
        out.append(
            {
                "id": f"r{number}",
                "kind": "fact_check",
                "claim": claim,
                "title": f"Fact-check: {claim}?",
                "text": f"{body}。",
                "rating": "false",
                "published_at": f"20{10 + number % 16}-0{1 + number % 9}-1{number % 9}",
            }
        )
    return out


def change(rows: list[dict[str, str]], share: float, seed: int = 5) -> list[dict[str, str]]:
    """Half of the share altered, a quarter removed, a quarter added."""
    choose = random.Random(seed)
    touched = choose.sample(range(len(rows)), int(len(rows) * share * 0.75))
    cut = len(touched) // 3
    gone = set(touched[:cut])
    for number in touched[cut:]:
        rows[number] = {**rows[number], "claim": rows[number]["claim"] + " again"}
    fresh = [{**row, "id": "n" + row["id"], "claim": "new " + row["claim"]} for row in records(cut, seed + 1)]
    return [row for number, row in enumerate(rows) if number not in gone] + fresh


def write(folder: Path, rows: list[dict[str, str]]) -> None:
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def night(folder: Path) -> tuple[float, str]:
    """CPU seconds and what the job said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "cli.py", "index", "update", "--config", str(folder / "sources.toml")]
    done = subprocess.run([*command, "--indexes", str(folder / "indexes")], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, done.stderr.strip().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--encoder", default="use-multilingual")
    parser.add_argument("--folder", type=Path, required=True)
    words = parser.parse_args()
    folder: Path = words.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "sources.toml").write_text(
        f'[job]\nencoder = "{words.encoder}"\n[sources.checks]\nfile = "records.jsonl"\n', encoding="utf-8"
    )
    rows = records(words.records)
    write(folder, rows)
    full, said = night(folder)
    print(f"full build        {full:8.1f} CPU-s  1.000  {said}", flush=True)
    write(folder, change(rows, 0.01))
    update, said = night(folder)
    print(f"1 % changed       {update:8.1f} CPU-s  {update / full:.4f}  {said}", flush=True)
    quiet, said = night(folder)
    print(f"nothing changed   {quiet:8.1f} CPU-s  {quiet / full:.4f}  {said}", flush=True)
    runs = sorted((folder / "indexes" / "runs").glob("*.json"), key=lambda path: path.stem)
    for path in runs:
        data = json.loads(path.read_text(encoding="utf-8"))
        print(data["outcome"], data["seconds"], round(data["cpu_seconds"], 2), f"{data['bytes'] / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
