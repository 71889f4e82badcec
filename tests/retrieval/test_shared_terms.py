"""What posts and records share, worked out for many pairs at once, equals what is counted word by word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.indexing.outline_writer import OutlineWriter
from provenance.indexing.outlines import Outline, OutlineArrays
from provenance.retrieval import shared_terms as module
from provenance.retrieval.post_view import PostView
from provenance.retrieval.shared_terms import shared_terms
from provenance.retrieval.vocabulary import Vocabulary

WORDS = ["bridge", "fell", "river", "tower", "大桥", "倒塌"]
some = st.lists(st.sampled_from(WORDS), unique=True, max_size=4)
numbers = st.lists(st.sampled_from(["1", "20", "300"]), unique=True, max_size=2)
names = st.lists(st.sampled_from(["velm", "ohio"]), unique=True, max_size=2)
outlines = st.builds(Outline, claim=some, title=some, body=some, numbers=numbers, names=names)


@st.composite
def posts(draw):
    author = frozenset(draw(some))
    return PostView(
        text="x",
        windows=(),
        terms=frozenset(draw(some)) | author | frozenset(draw(st.sets(st.just("unknown")))),
        author_terms=author,
        numbers=frozenset(draw(numbers)),
        names=frozenset(draw(names)),
    )


def expected(post: PostView, record: Outline, bits):
    """Feature by feature, with sets."""
    head, everything = {*record.claim, *record.title}, {*record.claim, *record.title, *record.body}

    def total(words):
        return sum(bits(word) for word in words)

    def rarest(words, place):
        return [*sorted(map(bits, words), reverse=True), 0.0, 0.0, 0.0][place - 1]

    def covered(field):
        return total(post.terms & set(field)) / max(total(set(field)), 1.0)

    shared_numbers, shared_names = len(post.numbers & set(record.numbers)), len(post.names & set(record.names))
    signed, of_author = total(post.author_terms & everything), max(total(post.author_terms), 1.0)
    of_post = max(total(post.terms), 1.0)
    return {
        "words_covered_head": max(covered(record.claim), covered(record.title)),
        "words_covered_claim": covered(record.claim),
        "words_explained_head": total(post.terms & head) / of_post,
        "words_explained_all": total(post.terms & everything) / of_post,
        "words_shared_bits": total(post.terms & head),
        "rare_word_bits": rarest(post.terms & everything, 1),
        "rare_word_bits_head": rarest(post.terms & head, 1),
        "rare_third_bits": rarest(post.terms & everything, 3),
        "rare_missing": rarest(head - post.terms, 1),
        "author_bits": signed,
        "author_covered": signed / of_author if post.author_terms else float("nan"),
        "post_terms": len(post.terms),
        "post_bits": of_post / max(1, len(post.terms)),
        "numbers_shared": shared_numbers,
        "numbers_missing": len(record.numbers) - shared_numbers,
        "names_shared": shared_names,
        "names_covered": shared_names / (1 + len(record.names)),
        "head_terms": len(record.claim),
        "body_terms": len(everything) - len(head),
    }


@given(
    records=st.lists(outlines, min_size=1, max_size=5),
    asked=st.lists(posts(), min_size=1, max_size=4),
    together=st.sampled_from([1, 2, 32]),
    data=st.data(),
)
def test_all_pairs_at_once_equal_each_by_itself(records, asked, together, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("outlines")
    writer = OutlineWriter(folder)
    for record in records:
        writer.add(record, {})
    writer.close()
    arrays = OutlineArrays.load(folder)
    vocabulary = Vocabulary(arrays, {"bridge": 0.4, "unknown": 0.01, "大桥": 0.0001})
    every = [(post, row) for post in range(len(asked)) for row in range(len(records))]
    pairs = sorted(data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1)))
    owners, rows = map(np.array, zip(*pairs, strict=True))

    def bits(word):
        return vocabulary.of_post(PostView("", (), frozenset([word]), frozenset(), frozenset(), frozenset())).bits

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "TOGETHER", together)
        found = shared_terms([vocabulary.of_post(post) for post in asked], owners, rows, arrays, vocabulary)
    for place, (post, row) in enumerate(pairs):
        for name, value in expected(asked[post], records[row], bits).items():
            assert found[name][place] == pytest.approx(value, rel=1e-4, abs=1e-4, nan_ok=True), name
