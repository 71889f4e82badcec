"""A number behind a colon counts where its unit says what; times, scores and telephone numbers count nothing."""

from __future__ import annotations

import pytest

from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import quantities


def counted(text):
    return [(each.value, each.unit) for each in quantities(shipped().fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("死亡：12人，受伤：35人", [("12", "人"), ("35", "人")]),
        ("新增确诊:5例", [("5", "人")]),
        ("门票价格：1200元", [("1200", "元")]),
        ("震级：6.2级", [("6.2", "级")]),
    ],
)
def test_a_table_of_counts_is_read(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text", ["电话：13800138000", "比分3:2", "上午10:30开始，12:05结束", "时间：2021年7月20日", "covid-19"]
)
def test_telephones_scores_and_times_count_nothing(text):
    assert counted(text) == []
