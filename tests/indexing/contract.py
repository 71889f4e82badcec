"""What every index must do, whatever it searches; inherit, and say how to build one and its slow twin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provenance.indexing.base import Index, Ranking


class IndexContract:
    """Subclasses define `build`, `exact`, `texts`, `query`."""

    #: Tolerance of similarities against the exact twin.
    tolerance = 1e-4

    def build(self, folder: Path, texts: list[str]) -> Index[Any]:
        raise NotImplementedError

    def reopen(self, index: Index[Any], folder: Path) -> Index[Any]:
        return type(index).open(folder)

    def exact(self, texts: list[str]) -> Index[Any]:
        raise NotImplementedError

    def query(self, text: str) -> Any:
        raise NotImplementedError

    def assert_same(self, found: Ranking, expected: Ranking) -> None:
        """Equal similarities, and equal rows wherever the similarity decides."""
        np.testing.assert_allclose(found.similarities, expected.similarities, atol=self.tolerance, rtol=1e-4)
        assert len(set(found.rows.tolist())) == len(found.rows)
        last = expected.similarities[-1] if len(expected) else 0
        clear = expected.similarities > last + 10 * self.tolerance
        assert set(expected.rows[clear].tolist()) <= set(found.rows.tolist())

    TEXTS = (
        "Garlic soup cures the virus within a day",
        "喝大蒜水可以治好新冠肺炎",
        "The bridge in Chongqing collapsed last night",
        "重庆一座大桥昨晚坍塌",
        "Bank closes all counters on Monday",
        "The bridge in Wuhan did not collapse",
        "Garlic soup cures the virus within a day",
        "银行周一起关闭所有柜台",
    )

    @pytest.mark.parametrize("k", [1, 3, 8, 50])
    def test_finds_what_brute_force_finds(self, tmp_path, k):
        texts = list(self.TEXTS)
        queries = [self.query(text) for text in (*texts, "大桥坍塌", "garlic", "nothing of the kind")]
        found = self.build(tmp_path / "i", texts).search(queries, k)
        for one, other in zip(found, self.exact(texts).search(queries, k), strict=True):
            self.assert_same(one, other)

    @pytest.mark.parametrize("seed", range(4))
    def test_a_filter_leaves_exactly_the_allowed_rows(self, tmp_path, seed):
        texts = list(self.TEXTS) * 5
        allowed = np.random.default_rng(seed).random(len(texts)) < (0.05, 0.2, 0.5, 0.9)[seed]
        queries = [self.query("the bridge collapsed"), self.query("大蒜治病")]
        found = self.build(tmp_path / "i", texts).search(queries, 7, allowed=allowed)
        for one, other in zip(found, self.exact(texts).search(queries, 7, allowed=allowed), strict=True):
            assert allowed[one.rows].all()
            self.assert_same(one, other)

    def test_nothing_allowed_means_nothing_found(self, tmp_path):
        index = self.build(tmp_path / "i", list(self.TEXTS))
        nothing = np.zeros(len(self.TEXTS), np.bool_)
        assert len(index.search([self.query("bridge")], 3, allowed=nothing)[0]) == 0

    def test_an_empty_index_finds_nothing(self, tmp_path):
        index = self.build(tmp_path / "i", [])
        assert len(index) == 0
        assert len(index.search([self.query("bridge")], 3)[0]) == 0

    def test_no_queries_give_no_rankings(self, tmp_path):
        assert self.build(tmp_path / "i", list(self.TEXTS)).search([], 3) == []

    def test_equals_come_in_the_order_of_their_rows(self, tmp_path):
        index = self.build(tmp_path / "i", ["a falling bridge"] * 20)
        ranking = index.search([self.query("a falling bridge")], 20)[0]
        assert ranking.rows.tolist() == list(range(20))

    def test_opening_it_again_gives_the_same_answers(self, tmp_path):
        index = self.build(tmp_path / "i", list(self.TEXTS))
        again = self.reopen(index, tmp_path / "i")
        queries = [self.query(text) for text in self.TEXTS]
        for one, other in zip(index.search(queries, 5), again.search(queries, 5), strict=True):
            assert one.rows.tolist() == other.rows.tolist()
            assert one.similarities.tolist() == other.similarities.tolist()

    @pytest.mark.parametrize("k", [0, -1])
    def test_a_senseless_number_of_results_is_refused(self, tmp_path, k):
        with pytest.raises(ValueError, match="at least 1"):
            self.build(tmp_path / "i", list(self.TEXTS)).search([self.query("x")], k)

    def test_a_mask_of_another_index_is_refused(self, tmp_path):
        index = self.build(tmp_path / "i", list(self.TEXTS))
        with pytest.raises(ValueError, match="mask"):
            index.search([self.query("x")], 3, allowed=np.ones(3, np.bool_))
