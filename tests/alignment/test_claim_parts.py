"""Who shares only the subject of a Chinese claim, and nothing of what it says of that."""

from __future__ import annotations

import pytest

from provenance.alignment.claim_parts import only_the_subject

RAISINS = "无核葡萄干是泡过激素水才没有核的"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("无核葡萄干今天打折，十块钱三包", RAISINS),
        ("虾仁炒蛋，再来一杯维生素C泡腾片", "吃虾以后服用维生素C等于吃砒霜"),
        ("微波爐熱飯三分鐘就好", "用微波炉加热食物会产生致癌物"),
    ],
)
def test_the_thing_alone_is_only_the_subject(text: str, claim: str) -> None:
    assert only_the_subject(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("无核葡萄干都泡过激素水，别买了", RAISINS),
        ("吃了虾又吃维C，跟吞砒霜一样", "吃虾以后服用维生素C等于吃砒霜"),
        ("房租转帐再扣10%，家人们快转", "用卡付房租要缴百分之十的手续费"),
        ("无核葡萄干", "六十岁以上乘车半价"),
        ("Raisins are on sale", "Seedless raisins contain hormones"),
    ],
)
def test_a_word_of_what_is_said_of_it_or_a_claim_whose_parts_nobody_can_tell_is_more(text: str, claim: str) -> None:
    assert not only_the_subject(text, claim)
