"""Boosted trees of one or two splits as tables: what each feature is worth, and what it is worth in another's light.

The first split of a tree, with the values that the tree has after it, belongs to its feature's own table. What a second
split adds to that belongs to a table of both features: what the second one is worth where the first one is such.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import lightgbm as lgb
import numpy as np


@dataclass(frozen=True)
class Split:
    """A split of a tree; values up to and including `at` go to the left."""

    feature: str
    at: float
    missing_left: bool

    @classmethod
    def of(cls, node: Mapping, names: Sequence[str]) -> Split:
        if node["decision_type"] != "<=":
            raise ValueError(f"cannot read a split by {node['decision_type']}")
        at = float(f"{node['threshold']:.6g}")
        # Where no value was missing, LightGBM reads NaN as 0.
        missing_left = at >= 0 if node["missing_type"] == "None" else node["default_left"]
        return cls(names[node["split_feature"]], at, missing_left)

    def left(self, value: float) -> bool:
        return self.missing_left if math.isnan(value) else value <= self.at


@dataclass(frozen=True)
class Step:
    """What one split gives either side."""

    split: Split
    sides: tuple[float, float]

    def of(self, value: float) -> float:
        return self.sides[0] if self.split.left(value) else self.sides[1]


@dataclass(frozen=True)
class Second:
    """What a second split gives either side, on one side of the first."""

    first: Split
    on_left: bool
    step: Step

    def of(self, first: float, second: float) -> float:
        return self.step.of(second) if self.first.left(first) == self.on_left else 0.0


@dataclass(frozen=True)
class Trees:
    """All trees of a model, taken apart."""

    prior: float
    steps: Mapping[str, Sequence[Step]]
    seconds: Mapping[tuple[str, str], Sequence[Second]]

    @classmethod
    def of(cls, model: lgb.Booster, names: Sequence[str]) -> Trees:
        """Read a model with at most two splits, one below the other, in each tree."""
        prior, steps, seconds = 0.0, defaultdict(list), defaultdict(list)
        for tree in model.dump_model()["tree_info"]:
            root = tree["tree_structure"]
            if "split_feature" not in root:
                prior += root["leaf_value"]
                continue
            split = Split.of(root, names)
            children = root["left_child"], root["right_child"]
            steps[split.feature].append(Step(split, (_value(children[0]), _value(children[1]))))
            for on_left, child in zip((True, False), children, strict=True):
                if "split_feature" in child:
                    leaves = child["left_child"], child["right_child"]
                    sides = tuple(leaf["leaf_value"] - _value(child) for leaf in leaves)
                    below = Step(Split.of(child, names), (sides[0], sides[1]))
                    seconds[split.feature, below.split.feature].append(Second(split, on_left, below))
        return cls(prior, steps, seconds)

    def table(self, name: str) -> tuple[list[float], list[float], float]:
        """Edges and bits of a feature's own table, and what a missing value is worth."""
        steps, twice = self.steps.get(name, ()), self.seconds.get((name, name), ())
        edges = sorted({each.split.at for each in steps} | {at for each in twice for at in _edges(each)})

        def worth(value: float) -> float:
            return sum(each.of(value) for each in steps) + sum(each.of(value, value) for each in twice)

        return edges, [worth(value) for value in (*edges, math.inf)], worth(math.nan)

    def pairs(self, scale: float) -> list[dict]:
        """The tables of two features, as a weights file holds them."""
        out = []
        for names, found in sorted(self.seconds.items()):
            if names[0] != names[1]:
                firsts, seconds = (sorted(set(each)) for each in zip(*map(_edges, found), strict=True))
                lines = [
                    [round(scale * sum(each.of(a, b) for each in found), 4) for b in (*seconds, math.inf, math.nan)]
                    for a in (*firsts, math.inf, math.nan)
                ]
                out.append({"names": list(names), "edges": [firsts, seconds], "bits": lines})
        return out


def _value(node: Mapping) -> float:
    return float(node["internal_value"] if "split_feature" in node else node["leaf_value"])


def _edges(second: Second) -> tuple[float, float]:
    return second.first.at, second.step.split.at


def step_tables(
    trees: Trees, matrix: np.ndarray, groups: Mapping[str, str], scale: float, beside: Sequence[str] = ()
) -> tuple[float, dict[str, dict]]:
    """Every feature's own table, as a weights file holds it, and what a pair starts with.

    Args:
        trees: of the model.
        matrix: shape (pairs, features), columns in the order of `groups`; tables are centred on them.
        groups: feature → group.
        scale: what a unit of the model is worth.
        beside: features whose tables say what a value is worth beside a missing one.
    """
    prior, out = trees.prior, {}
    for column, (name, group) in enumerate(groups.items()):
        edges, bits, missing = trees.table(name)
        values = matrix[:, column]
        places = np.where(np.isnan(values), len(bits), np.searchsorted(edges, values))
        usual = missing if name in beside else float(np.array([*bits, missing])[places].mean())
        prior += usual
        out[name] = {
            "name": name,
            "group": group,
            "edges": edges,
            "bits": [round((each - usual) * scale, 4) for each in bits],
            "missing": round((missing - usual) * scale, 4),
        }
    return prior * scale, out
