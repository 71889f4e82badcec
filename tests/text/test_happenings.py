"""What a text tells to have happened is seen in many languages, and in none where it only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.happenings import Sort, happenings


def names(text, sort=None):
    return {idea.name for idea in happenings(text) if sort in (None, idea.sort)}


@pytest.mark.parametrize(
    "text",
    [
        "码头仓库爆炸",
        "碼頭倉庫發生爆炸",
        "A warehouse in the harbour exploded",
        "Explota un almacén del puerto",
        "Explosion dans un entrepôt du port",
        "Explosion im Hafen, ein Lagerhaus brennt",
        "На складе в порту произошёл взрыв",
        "Explosão em armazém no porto",
        "港の倉庫で爆発",
    ],
)
def test_an_explosion_in_a_warehouse_is_one_in_any_language(text):
    assert {"explosion", "warehouse"} <= names(text)
    assert names(text, Sort.EVENT) <= {"explosion", "fire"}


@pytest.mark.parametrize(
    "text",
    [
        "hundreds of friends",
        "the training went well",
        "a firm promise",
        "今天天气很好",
        "the block party of our street",
    ],
)
def test_a_word_inside_another_one_tells_of_no_event(text):
    assert not names(text, Sort.EVENT)


def test_the_words_are_shown_where_they_stand():
    text = "Großbrand in einer Fabrik, zwei Tote"
    assert {idea.name: span.of(text) for idea, span in happenings(text).items()} == {
        "fire": "Großbrand",
        "factory": "Fabrik",
        "dead": "Tote",
    }


def test_the_first_word_for_an_idea_counts():
    text = "起火了！大火烧了一夜"
    assert [span.of(text) for idea, span in happenings(text).items() if idea.name == "fire"] == ["起火"]


@given(st.text(st.sampled_from("İßI火爆炸 fire.explosion,港"), max_size=30))
def test_every_span_lies_in_the_text(text):
    for span in happenings(text).values():
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text).strip()


def test_rarer_ideas_tell_more():
    rarity = {idea.name: idea.rarity for idea in happenings("a spire fell, two dead, a waterfall, a fire")}
    assert rarity["spire"] > rarity["fire"] > rarity["dead"] > 0


def test_events_and_losses_are_read_in_both_scripts_of_chinese_at_the_same_places():
    traditional = happenings("列車出軌，49人罹難")
    simplified = happenings("列车出轨，49人罹难")
    assert {"derailment", "dead"} <= {idea.name for idea in traditional}
    assert dict(traditional) == dict(simplified)
