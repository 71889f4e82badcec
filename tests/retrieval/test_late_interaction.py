"""Word by word: what two texts share that one vector each does not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.encoders import CachedEncoder, VectorCache, token_encoder
from provenance.encoders.recent import RecentEncoder
from provenance.encoders.stub import StubEncoder
from provenance.retrieval.late_interaction import LateInteraction

ORDINARY = {"en": ["the harbour freezes in winter", "nobody paints the bridge"], "zh": ["河里的鱼会说话"]}
_VOCABULARY = ["storm", "sinks", "ferry", "crew", "saved", "ship", "harbour", "quiet"]
WORDS = st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def reader() -> LateInteraction:
    return LateInteraction(StubEncoder(), lambda: ORDINARY)


def test_a_text_covers_and_explains_itself(reader):
    text = "storm sinks the quiet ferry at harbour"
    words, part = reader.between(text, text), reader.in_part(text, text)
    assert words is not None
    assert words.beyond_chance == pytest.approx(1, abs=1e-4)
    assert part is not None
    assert (part.covered, part.explained) == pytest.approx((1, 1), abs=1e-5)
    assert part.span.of(text) == text


def test_what_else_a_post_says_does_not_count_against_the_part_that_says_the_claim(reader):
    claim = "storm sinks the quiet ferry at harbour"
    post = f"good morning to everybody and have a nice day, {claim}, more about it in the evening news"
    part = reader.in_part(post, claim)
    assert part is not None
    assert part.span.of(post) == claim
    assert part.explained == pytest.approx(1, abs=1e-5)


def test_more_of_a_claim_counts_for_more_and_an_ordinary_one_for_nothing(reader):
    post = "storm sinks ferry, crew saved"
    whole, part = reader.between(post, "storm sinks ferry"), reader.between(post, "storm wakes village")
    none = reader.between(post, "nobody paints the bridge")
    assert whole is not None
    assert part is not None
    assert none is not None
    assert whole.beyond_chance > part.beyond_chance > none.beyond_chance
    assert abs(none.beyond_chance) < 0.2


@pytest.mark.parametrize(("post", "claim"), [("", "storm"), ("storm", ""), ("", "")])
def test_without_a_word_nobody_can_tell(reader, post, claim):
    assert reader.between(post, claim) is None
    assert reader.in_part(post, claim) is None


@given(WORDS, WORDS)
def test_the_part_lies_inside_the_post_and_cosines_are_cosines(post, claim):
    reader, text = LateInteraction(StubEncoder(), dict), ", ".join(post)
    part = reader.in_part(text, " ".join(claim))
    assert part is not None
    assert 0 <= part.span.start < part.span.end <= len(text)
    assert -1.001 <= part.covered <= 1.001
    assert -1.001 <= part.explained <= 1.001


def test_an_encoder_behind_a_cache_still_gives_its_words(tmp_path):
    stub = StubEncoder()
    wrapped = RecentEncoder(CachedEncoder(stub, VectorCache(tmp_path / "vectors.sqlite")))
    assert token_encoder(wrapped) is stub


@given(WORDS, st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=3))
def test_the_ground_of_several_languages_is_that_of_the_one_a_post_is_nearest_to(post, languages):
    spoken = {str(number): [" ".join(words) for words in claims] for number, claims in enumerate(languages)}
    text = " ".join(post)

    def ground(some):
        words = LateInteraction(StubEncoder(), lambda: some).between(text, "storm")
        assert words is not None
        return words.ground

    assert ground(spoken) == max(ground({name: claims}) for name, claims in spoken.items())
