"""Search by words, against BM25 written down plainly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import IndexCorrupt
from provenance.indexing.analysis import terms_of
from provenance.indexing.lexical import LexicalIndex
from provenance.indexing.lexical_compiled import CompiledScorer
from provenance.indexing.lexical_exact import ExactLexical
from provenance.indexing.lexical_query import LexicalQuery
from provenance.indexing.lexical_writer import LexicalWriter
from tests.indexing.contract import IndexContract


def rows_of(texts: list[str]) -> list[dict[str, str]]:
    """The same words in different fields, so that all of them take part."""
    return [{("claim", "title", "body")[number % 3]: text} for number, text in enumerate(texts)]


def write(folder: Path, rows: list[dict[str, str]]) -> LexicalIndex:
    with LexicalWriter(folder) as writer:
        for number, texts in enumerate(rows):
            writer.add(number, texts)
    return LexicalIndex.open(folder)


class TestLexicalIndex(IndexContract):
    def build(self, folder, texts):
        return write(folder, rows_of(texts))

    def exact(self, texts):
        return ExactLexical(rows_of(texts))

    def query(self, text):
        return text

    def test_equals_come_in_the_order_of_their_rows(self, tmp_path):
        index = write(tmp_path / "i", [{"claim": "a falling bridge"}] * 20)
        assert index.search(["falling"], 20)[0].rows.tolist() == list(range(20))


WORD = st.sampled_from(["bridge", "garlic", "virus", "Wuhan", "大桥", "坍塌", "银行", "5g", "2020", "。", "kött"])
TEXT = st.lists(WORD, max_size=12).map(" ".join)
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={"claim": TEXT, "title": TEXT, "body": TEXT, "whole": TEXT}), max_size=15
)


@given(
    rows=ROWS,
    query=TEXT,
    boosts=st.fixed_dictionaries(
        {"claim": st.sampled_from([0.0, 1.0, 2.5]), "body": st.just(0.5), "whole": st.just(1.5)}
    ),
)
def test_any_texts_score_as_the_formula_says(tmp_path_factory, rows, query, boosts):
    asked = [LexicalQuery(query, boosts)]
    found = write(tmp_path_factory.mktemp("i"), rows).search(asked, 15)[0]
    expected = ExactLexical(rows).search(asked, 15)[0]
    assert set(found.rows.tolist()) == set(expected.rows.tolist())
    np.testing.assert_allclose(found.similarities, expected.similarities, rtol=1e-3)


def test_a_claim_can_count_more_than_a_body(tmp_path):
    index = write(tmp_path, [{"body": "garlic cures"}, {"claim": "garlic cures"}])
    assert index.search([LexicalQuery("garlic", {"claim": 3, "body": 1})], 2)[0].rows.tolist() == [1, 0]
    assert index.search([LexicalQuery("garlic", {"claim": 1, "body": 3})], 2)[0].rows.tolist() == [0, 1]
    assert index.search([LexicalQuery("garlic", {"claim": 1})], 2)[0].rows.tolist() == [1]


def whole(folder: Path, *records: tuple[str, str]) -> LexicalIndex:
    """Fact-checks without a claim, each a title and a lead."""
    with LexicalWriter(folder) as writer:
        for number, (title, body) in enumerate(records):
            writer.add(number, {"title": title, "body": body}, whole=True)
    return LexicalIndex.open(folder)


def test_title_and_lead_are_one_text_where_no_claim_is_stated(tmp_path):
    told = ("garlic and onions", "garlic does not cure a virus, and onions do not cure a virus, say doctors of garlic")
    short = ("onions", "say doctors")
    index = whole(tmp_path / "i", told, short)
    asked = [LexicalQuery("garlic", {"title": 1.0, "body": 1.0, "whole": 1.0})]
    (expected,) = ExactLexical([{"title": title, "whole": f"{title} {body}"} for title, body in (told, short)]).search(
        asked, 2
    )
    (ranking,) = index.search(asked, 2)
    assert ranking.rows.tolist() == expected.rows.tolist() == [0]
    np.testing.assert_allclose(ranking.similarities, expected.similarities, rtol=1e-4)


def test_a_word_that_titles_bring_counts_more_than_one_of_leads_alone(tmp_path):
    about = [("the minister resigns", "posted on a website this morning"), ("the minister again", "posted once more")]
    said = [("a bridge stands", "that is what a spokesman said"), ("a dull day", "as a spokesman and others said")]
    index = whole(tmp_path / "i", *said, *about)
    (ranking,) = index.search([LexicalQuery("minister spokesman", {"whole": 1.0})], 4)
    assert sorted(ranking.rows[:2].tolist()) == [2, 3]


def test_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match="headline"):
        LexicalQuery("garlic", {"headline": 1})


def test_a_folder_without_an_index_is_refused(tmp_path):
    with pytest.raises(IndexCorrupt, match="rebuild"):
        LexicalIndex.open(tmp_path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridges COLLAPSED", "the bridge collapse"),
        ("臺灣大橋", "台湾大桥"),
        ("ＡＢＣ１２３", "abc123"),
        ("8,500 people", "8500 people"),
        ("café", "cafe"),
    ],
    ids=["word forms", "traditional characters", "full width", "thousands", "accents"],
)
def test_spellings_that_mean_the_same_give_the_same_terms(one, other):
    assert terms_of(one) == terms_of(other)


def test_han_text_gives_words_and_pairs():
    terms = terms_of("武汉大桥")
    assert "武汉" in terms.words
    assert terms.pairs == ("武汉", "汉大", "大桥")


def test_scripts_without_spaces_give_pairs_only():
    terms = terms_of("สะพาน")
    assert terms.words == ()
    assert terms.pairs == ("สะ", "ะพ", "พา", "าน")


def test_decimals_stay_whole():
    assert terms_of("8.5 million").words[0] == "8.5"


COMPILED = pytest.mark.skipif(not CompiledScorer.is_there(), reason="installed without a C compiler")


def without_a_compiler(monkeypatch):
    monkeypatch.setattr(CompiledScorer, "is_there", lambda: False)


@pytest.fixture(
    params=[
        "plain",
        pytest.param("compiled", marks=COMPILED),
        pytest.param("many blocks", marks=COMPILED),
        pytest.param("few allowed", marks=COMPILED),
    ]
)
def way(request, monkeypatch):
    """Frequent terms of large indexes are looked up, block after block: that is shown on small ones, too."""
    if request.param == "plain":
        without_a_compiler(monkeypatch)
    if request.param == "many blocks":
        monkeypatch.setattr("provenance.compiled.words.FIRST_BLOCK", 2)
        monkeypatch.setattr("provenance.compiled.words.LOOK", 1_000)
    if request.param == "few allowed":
        monkeypatch.setattr("provenance.compiled.words.LOOK", 0)


def test_several_masks_give_what_each_gives_alone(tmp_path, way):
    texts = [f"bridge {'garlic ' * (n % 4)}{'银行' * (n % 3)} {n}" for n in range(60)]
    index = write(tmp_path / "i", rows_of(texts))
    masks = [None, np.arange(60) % 2 == 0, np.arange(60) < 3, np.zeros(60, np.bool_)]
    queries = ["garlic bridge", "银行", "nothing known"]
    for query, rankings in zip(queries, index.search_each(queries, 7, masks), strict=True):
        for mask, ranking in zip(masks, rankings, strict=True):
            alone = index.search([query], 7, allowed=mask)[0]
            assert ranking.rows.tolist() == alone.rows.tolist()
            np.testing.assert_allclose(ranking.similarities, alone.similarities, rtol=1e-6)


class TestWithoutACompiler(TestLexicalIndex):
    @pytest.fixture(autouse=True)
    def _plain(self, monkeypatch):
        without_a_compiler(monkeypatch)


#: Words of a language: few of them everywhere, many hardly ever.
COMMON = st.integers(0, 400).map(lambda number: f"w{number // (1 + number % 40)}")
LONG = st.lists(COMMON, min_size=1, max_size=15).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(LONG, st.sampled_from("abc")), min_size=1, max_size=60),
    queries=st.lists(LONG, min_size=1, max_size=3),
    k=st.integers(1, 5),
    data=st.data(),
)
def test_records_in_groups_are_ranked_as_by_adding_up_everything(tmp_path_factory, way, texts, queries, k, data):
    rows = rows_of([text for text, _ in texts])
    folder = tmp_path_factory.mktemp("i")
    with LexicalWriter(folder) as writer:
        for number, (row, (_, group)) in enumerate(zip(rows, texts, strict=True)):
            writer.add(number, row, group=group)
    some = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), np.bool_)
    masks = [None, some, *(np.array([group == each for _, group in texts]) for each in "abc")]
    slow = ExactLexical(rows)
    for query, rankings in zip(queries, LexicalIndex.open(folder).search_each(queries, k, masks), strict=True):
        for mask, found in zip(masks, rankings, strict=True):
            (expected,) = slow.search([query], k, allowed=mask)
            np.testing.assert_allclose(found.similarities, expected.similarities, rtol=1e-4)
            (every,) = slow.search([query], len(rows), allowed=mask)
            known = dict(zip(every.rows.tolist(), every.similarities.tolist(), strict=True))
            np.testing.assert_allclose([known[row] for row in found.rows.tolist()], found.similarities, rtol=1e-4)


@COMPILED
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.tuples(LONG, st.sampled_from("abc")), min_size=1, max_size=60), query=LONG, k=st.integers(1, 9)
)
def test_compiled_loops_rank_as_numpy_does(tmp_path_factory, texts, query, k):
    folder = tmp_path_factory.mktemp("i")
    with LexicalWriter(folder) as writer:
        for number, (row, (_, group)) in enumerate(zip(rows_of([text for text, _ in texts]), texts, strict=True)):
            writer.add(number, row, group=group)
    masks = [None, *(np.array([group == each for _, group in texts]) for each in "abc")]
    rankings = []
    for there in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(CompiledScorer, "is_there", lambda there=there: there)
            patch.setattr("provenance.compiled.words.FIRST_BLOCK", 2)
            rankings.append(LexicalIndex.open(folder).search_each([query, "w1"], k, masks))
    for compiled, plain in zip(*rankings, strict=True):
        for one, other in zip(compiled, plain, strict=True):
            assert one.rows.tolist() == other.rows.tolist()
            assert one.similarities.tolist() == other.similarities.tolist()


def test_equals_of_different_groups_come_in_the_order_of_their_rows(tmp_path, way):
    texts = ["the dam at the old mill near the river broke at night"] * 40
    with LexicalWriter(tmp_path) as writer:
        for number, text in enumerate(texts):
            writer.add(number, {"claim": text, "body": text}, group="ab"[number * 7 % 10 < 3])
    (ranking,) = LexicalIndex.open(tmp_path).search(["a dam broke at the mill last night, the river rose"], 40)
    assert ranking.rows.tolist() == list(range(40))


def test_a_build_in_many_blocks_is_the_same_as_in_one(tmp_path, monkeypatch):
    rows = rows_of([f"bridge {'garlic ' * (n % 4)}{'银行' * (n % 3)} {n}" for n in range(60)])
    write(tmp_path / "one", rows)
    monkeypatch.setattr("provenance.indexing.lexical_writer.BLOCK", 40)
    monkeypatch.setattr("provenance.indexing.postings_merge._TOGETHER", 50)
    write(tmp_path / "many", rows)
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "many").iterdir()
    }


def test_a_broken_file_is_refused(tmp_path):
    write(tmp_path, rows_of(["a bridge fell", "a bank closed"]))
    places = tmp_path / "places.npy"
    np.save(places, np.load(places)[:-1])
    with pytest.raises(IndexCorrupt, match="do not fit each other"):
        LexicalIndex.open(tmp_path)


def test_a_build_that_fails_leaves_no_index(tmp_path):
    writer = LexicalWriter(tmp_path)
    writer.add(0, {"claim": "a bridge fell"})
    with pytest.raises(RuntimeError, match="power cut"), writer:
        raise RuntimeError("power cut")
    assert list(tmp_path.iterdir()) == []
