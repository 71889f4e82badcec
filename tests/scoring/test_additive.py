import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.retrieval.features import FEATURES, NAMES
from provenance.scoring.additive import AdditiveModel, StepTable
from provenance.scoring.weights import RERANK, additive_model, load_weights

STEPS = StepTable("near", edges=(0.2, 0.5), bits=(-3.0, 0.0, 4.0), missing=-1.0)


def test_a_value_on_an_edge_belongs_to_the_lower_interval():
    assert STEPS.of(np.array([0.1, 0.2, 0.21, 0.5, 0.51])).tolist() == [-3, -3, 0, 0, 4]


def test_a_missing_value_has_bits_of_its_own():
    assert STEPS.of(np.array([np.nan])).tolist() == [-1]


@pytest.mark.parametrize(("edges", "bits"), [((1.0, 0.5), (0.0, 1.0, 2.0)), ((0.5,), (1.0,))])
def test_a_table_that_does_not_fit_is_refused(edges, bits):
    with pytest.raises(ValueError, match="near"):
        StepTable("near", edges, bits)


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=8))
def test_each_row_is_explained_by_its_own_values(values):
    model = AdditiveModel(-5.0, (STEPS, StepTable("other", (), (1.5,))))
    matrix = np.array([[value, 0.0] for value in values], np.float32)
    assert np.allclose(model.addends(matrix), np.vstack([model.addends(row[None])[0] for row in matrix]))


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=9, unique=True), st.data())
def test_all_values_at_once_are_worth_what_each_is_alone(edges, data):
    table = StepTable("near", tuple(sorted(edges)), tuple(map(float, range(len(edges) + 1))), missing=-1.0)
    near = [np.float32(edge) for edge in edges]
    beside = [np.nextafter(each, np.float32(side), dtype=np.float32) for each in near for side in (-2, 2)]
    values = data.draw(st.lists(st.sampled_from([*near, *beside, np.float32(np.nan)]), min_size=1))
    column = np.array(values, np.float32)
    found = AdditiveModel(0.0, (table,)).addends(column[:, None])[:, 0].tolist()
    assert found == table.of(column).tolist() == [table.one(value) for value in column.tolist()]


def test_the_shipped_weights_cover_every_feature_in_order():
    data = load_weights(RERANK)
    assert tuple(table.name for table in additive_model(data).tables) == NAMES
    assert [each["group"] for each in data["features"]] == list(FEATURES.values())


def test_closeness_in_time_never_speaks_against_a_match():
    assert min(load_weights(RERANK)["time"]["bits"]) >= 0
