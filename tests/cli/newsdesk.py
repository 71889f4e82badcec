"""A few records and posts, and a command line to call."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

import cli

RECORDS = [
    {"id": "fc-1", "kind": "fact_check", "claim": "喝热水能治愈流感", "title": "喝热水能治流感？谣言", "rating": "谣言",
     "text": "没有证据表明喝热水能治愈流感。", "publisher": "示例核查", "published_at": "2021-03-05", "lang": "zh"},
    {"id": "fc-2", "kind": "fact_check", "claim": "A shark was photographed swimming on a flooded highway in Houston",
     "text": "The picture is a composite that has circulated since 2011.", "rating": "False", "lang": "en",
     "publisher": "Example Check", "published_at": "2017-08-28"},
    {"id": "ar-1", "kind": "archive", "text": "城东河水位上涨，三座桥封闭。", "published_at": "2019-06-11",
     "places": ["杭州市"]},
]  # fmt: skip
POSTS = [
    {"id": "p-1", "text": "医生说了，喝热水就能治愈流感，快转给家人！", "posted_at": "2026-11-20T09:30:00+08:00"},
    {"id": "p-2", "text": "周末去爬山，天气真好。", "posted_at": "2026-11-20T10:00:00+08:00"},
]


def write_lines(path: Path, rows: list[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*words: str):
    return CliRunner().invoke(cli.app, list(words))
