"""The fast ways give what the slow and obvious ones give: tokens, shared blocks, literal excerpts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.text import Document
from provenance.alignment.text.align import _steps
from provenance.alignment.text.letters import letter_runs
from provenance.alignment.text.literal import literal_tokens
from provenance.alignment.text.seeds import MOST_PLACES, Block, Seeds, common_blocks
from provenance.alignment.text.structure import _CLAUSE, _SENTENCE
from provenance.alignment.text.tokens import _TOKEN, Tokens, _add_one, tokenise
from provenance.alignment.text.verbatim import verbatim
from provenance.alignment.text.view import Pair

PIECES = [
    *"不会三十万百点零两〇沈國é_²٣１Ａ ,.%-/'’\u200b\n，。：？…“”",
    *("one", "twenty", "a", "hundred", "million", "don't", "cannot", "its", "I'm"),
    *("12", "3,000", "4.5", "percent", "2 1/2"),
    *("百分之", "Q. ", "THE MAYOR. ", "答：林岚：", "mayor", "bridge"),
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
KEYS = st.lists(st.sampled_from("abcd"), max_size=60)


def obvious_tokens(text: str) -> Tokens:
    tokens = Tokens(text, [], [], [], [])
    folded = letter_runs(text).folded
    for found in _TOKEN.finditer(folded):
        _add_one(tokens, folded, found.start())
    return tokens


@given(TEXTS)
def test_tokens_are_those_of_the_pattern_read_from_left_to_right(text):
    assert tokenise(text) == obvious_tokens(text)


@given(TEXTS)
def test_clauses_and_sentences_end_where_their_patterns_end(text):
    document = Document.of(text)
    for pattern, numbers in (
        (_SENTENCE, document.structure.sentences),
        (_CLAUSE, document.structure.clauses),
    ):
        cuts = {found.end() for found in pattern.finditer(text)} | {turn.start for turn in document.structure.turns}
        assert numbers == [sum(cut <= start for cut in cuts) for start in document.tokens.starts]


def obvious_blocks(clip: list[str], official: list[str], length: int) -> set[Block]:
    """Every maximal run of equal tokens, a seed or longer, one of whose seeds is among the first of its kind."""
    found = set()
    for at in range(len(clip) - length + 1):
        gram = clip[at : at + length]
        places = [p for p in range(len(official) - length + 1) if official[p : p + length] == gram]
        for place in places[:MOST_PLACES]:
            start, end = at, at + length
            while start and start > at - place and clip[start - 1] == official[start - 1 + place - at]:
                start -= 1
            while end < len(clip) and end + place - at < len(official) and clip[end] == official[end + place - at]:
                end += 1
            found.add(Block(start, start + place - at, end - start))
    return found


@given(KEYS, KEYS, st.integers(2, 4))
def test_blocks_are_all_runs_that_both_texts_share(clip, official, length):
    if len(clip) >= length and clip != official:
        blocks = common_blocks(clip, official, Seeds.of(official, length))
        assert len(blocks) == len(set(blocks))
        assert set(blocks) == obvious_blocks(clip, official, length)


@given(TEXTS, st.data())
def test_a_literal_excerpt_is_read_as_any_other_clip_is(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    official = Document.of(text)
    found = verbatim(text[start:end], official)
    if found:
        pair, steps = found
        assert pair.clip == Document.of(text[start:end])
        others = _steps(Pair(pair.clip, official))
        assert [step.tag for step in others] == [step.tag for step in steps]
        assert [step.clip_end for step in others] == [step.clip_end for step in steps]


def test_an_excerpt_that_ends_inside_a_contraction_is_split_anew():
    text = "The harbour council says the ferriesI'mdon't run"
    official = Document.of(text)
    assert verbatim(text[: text.index("n't")], official) is None
    assert verbatim(text, official) is not None


def excerpts(data: st.DataObject, text: str) -> str:
    """Stretches of a text with other words between them, as an edited quotation has."""
    places = [data.draw(st.integers(0, len(text))) for _ in range(4)]
    pieces = [text[min(a, b) : max(a, b)] for a, b in zip(places[::2], places[1::2], strict=True)]
    return data.draw(st.sampled_from(PIECES)).join([*pieces, data.draw(TEXTS)])


@given(st.lists(TEXTS, min_size=3, max_size=6).map("".join), st.data())
def test_a_clip_made_of_pieces_of_the_record_is_split_as_any_text_is(text, data):
    clip = excerpts(data, text)
    found = literal_tokens(clip, Document.of(text))
    if found:
        tokens, blocks = found
        assert tokens == obvious_tokens(clip)
        official = Document.of(text).tokens.keys
        for at, place, length in blocks:
            assert tokens.keys[at : at + length] == official[place : place + length]


@given(st.lists(TEXTS, min_size=3, max_size=6).map("".join), st.data())
def test_a_clip_made_of_pieces_of_the_record_is_laid_as_any_clip_is(text, data):
    official = Document.of(text)
    found = literal_tokens(excerpts(data, text), official)
    if found:
        tokens, blocks = found
        pair = Pair(Document(tokens), official)
        assert _steps(pair, blocks) == _steps(pair)


def test_words_at_the_seams_of_an_edited_quotation_are_those_of_the_quotation():
    record = Document.of(
        "The mayor said that thirty bridges would not be rebuilt before the autumn of next year, I'm told."
    )
    clip = "The mayor said that thirty thousand bridges would not be rebuilt before the autumn of next yearbook"
    found = literal_tokens(clip, record)
    assert found is not None
    assert found[0].keys[4:7] == ["30000", "bridges", "would"]
    assert found[0].keys[-1] == "yearbook"
