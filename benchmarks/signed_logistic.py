"""Logistic regression whose weights keep the sign that their feature must have: agreement never counts against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass
class SignedLogistic:
    """`signs` is +1 or -1 for each column; `ridge` is the penalty on weights of standardised columns."""

    signs: np.ndarray
    ridge: float = 2.0

    def fit(self, rows: np.ndarray, same: np.ndarray, weight: np.ndarray) -> SignedLogistic:
        mean, scale = rows.mean(0), rows.std(0) + 1e-9
        columns = (rows - mean) / scale
        target = np.where(same, 1.0, -1.0)

        def loss(free: np.ndarray) -> tuple[float, np.ndarray]:
            margin = target * (columns @ free[1:] + free[0])
            value = weight @ np.logaddexp(0, -margin) + self.ridge * free[1:] @ free[1:]
            slope = -weight * target / (1 + np.exp(np.clip(margin, -50, 50)))
            return value, np.r_[slope.sum(), columns.T @ slope + 2 * self.ridge * free[1:]]

        bounds = [(None, None), *((0, None) if sign > 0 else (None, 0) for sign in self.signs)]
        free = minimize(loss, np.zeros(len(self.signs) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
        self.bits = free[1:] / scale / np.log(2)
        self.prior = free[0] / np.log(2) - self.bits @ mean
        return self

    def score(self, rows: np.ndarray) -> np.ndarray:
        """Log2 odds."""
        return self.prior + rows @ self.bits


def held_out(model: SignedLogistic, rows: np.ndarray, same: np.ndarray, weight: np.ndarray, folds: list) -> np.ndarray:
    """Log2 odds of each row by a model that saw neither it nor its group."""
    out = np.zeros(len(rows))
    for train, test in folds:
        fitted = SignedLogistic(model.signs, model.ridge).fit(rows[train], same[train], weight[train])
        out[test] = fitted.score(rows[test])
    return out
