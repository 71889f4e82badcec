"""An official number told more roughly: fair where it fits, an edit where it does not."""

from __future__ import annotations

import pytest

from provenance.alignment.text import align_text

ZH = "截至目前，全省共有203,000人受灾，紧急转移安置15,000人，直接经济损失正在核实。"
EN = "Officials said 203,000 people were affected and 15,000 were moved to shelters on Monday."


def changed(official: str, clip: str) -> list[str]:
    return [edit.code for edit in align_text(clip, official).edits]


@pytest.mark.parametrize("told", ["超过20万人", "20多万人", "约20万人", "20余万人"])
def test_a_fair_rounding_is_no_edit(told):
    assert changed(ZH, f"全省共有{told}受灾，紧急转移安置1.5万人，直接经济损失正在核实。") == []


@pytest.mark.parametrize("told", ["30万人", "超过30万人", "30多万人", "近20万人"])
def test_a_rounding_that_the_number_does_not_fit_is_an_edit(told):
    assert changed(ZH, f"全省共有{told}受灾，紧急转移安置15,000人，直接经济损失正在核实。") == ["number-altered"]


@pytest.mark.parametrize(
    ("affected", "moved", "edits"),
    [
        ("more than 200,000", "15,000", []),
        ("about 200,000", "15,000", []),
        ("nearly 300,000", "15,000", ["number-altered"]),
        ("more than 200,000", "45,000", ["number-altered"]),
    ],
)
def test_english_roundings_are_judged_alike(affected, moved, edits):
    clip = f"Officials said {affected} people were affected and {moved} were moved to shelters on Monday."
    assert changed(EN, clip) == edits
