"""The hits of a batch beside what bounds them: how far each post may retell each record, before any date is read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView, event_view
from provenance.detectors.base import Context
from provenance.detectors.headroom import Bounded, Caps, Worth, ceilings, known_bits
from provenance.detectors.hit_table import HitTable
from provenance.detectors.outlines import outlines_of
from provenance.scoring.logistic import LogisticBits

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class BoundedHits:
    """What is known of the hits of a table.

    Attributes:
        views: place of a post in the batch → the post as event identity sees it; those that have hits and text.
        known: shape (hits,), `headroom.known_bits`.
        degrees: shape (hits,), how far numbers agree, see `agreement_degree`.
        names: shape (hits,), square root of how many names the post has.
        scripts: shape (hits,), what stands for the script of the post (`StoredOutlines.script_number`).
        caps: what places and dates of the records allow.
    """

    views: Mapping[int, EventView]
    known: Floats
    degrees: Floats
    names: Floats
    scripts: Rows
    caps: Caps

    @classmethod
    def of(cls, table: HitTable, contexts: Sequence[Context], weights: LogisticBits) -> BoundedHits:
        """Read what is cheap to read of the posts.

        Args:
            table: hits with the features `RETRIEVED`, of one index.
            contexts: the posts of the batch.
            weights: of hits that the retrieval knows.
        """
        if table.outlines is None:
            raise LookupError("the table is empty")
        outlines, views, degrees = outlines_of(table.outlines), dict[int, EventView](), np.zeros(len(table.rows))
        names, scripts = np.zeros(len(contexts)), np.zeros(len(contexts), np.int64)
        for place, own in table.by_post():
            post = contexts[place].post
            if post.text.strip():
                view = views[place] = event_view(post.text, post.posted_at)
                names[place], scripts[place] = math.sqrt(len(view.names)), outlines.script_number(view.script)
                if view.quantities:
                    degrees[own] = outlines.degrees(view, table.rows[own].tolist())
        scripts = scripts[table.owners]
        known = known_bits(table.features, weights, abroad=outlines.abroad(scripts, table.rows))
        return cls(views, known, degrees, names[table.owners], scripts, outlines.caps(table.rows))

    def at(self, hit: int) -> Bounded:
        """One of the hits."""
        depth, days = float(self.caps.depth[hit]), float(self.caps.days[hit])
        return Bounded(float(self.known[hit]), float(self.degrees[hit]), depth, days)

    def ceilings(self, worth: Worth) -> Floats:
        """What each comparison comes to at most, shape (hits,), before any place or date is read."""
        return ceilings(self.known, self.degrees, self.names, self.caps, worth)
