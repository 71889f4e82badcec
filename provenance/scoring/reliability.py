"""How honest a confidence is, in words and as a reliability plot (stated against observed share)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from provenance.errors import UsageError
from provenance.model.disposition import Decision, Disposition
from provenance.report.plots import altair_module
from provenance.scoring.recalibrate import (
    LEAST_DECISIONS,
    Recalibration,
    held_out_confidence,
    reliability,
)

#: Pixels.
SIDE = 320


def calibration_lines(results: Sequence[Recalibration]) -> Iterator[str]:
    """One line a pattern: how many decisions, and the expected calibration error before and after."""
    if not results:
        yield "no confirmed or rejected findings: nothing to calibrate\n"
    for each in results:
        before = "none stated" if each.error_before is None else f"{each.error_before:.3f}"
        if each.calibration is None:
            few = f"{each.decisions} decisions, {LEAST_DECISIONS} needed"
            yield f"{each.pattern}: {few}; expected calibration error {before}; left as it is\n"
        else:
            yield (
                f"{each.pattern}: {each.decisions} decisions; expected calibration error {before} before, "
                f"{each.error_after:.3f} after (on folds not fitted on)\n"
            )


def save_reliability_plot(rows: Sequence[Disposition], path: Path) -> None:
    """Draw stated against observed share, before and after refitting, a panel per pattern.

    Args:
        rows: decisions.
        path: ends in .html, .png or .svg.

    Raises:
        MissingExtra: Altair is not installed.
        UsageError: another ending, or nothing to draw.
    """
    if path.suffix not in {".html", ".png", ".svg"}:
        raise UsageError(f"a plot can be .html, .png or .svg, not {path.name}")
    altair = altair_module()
    points = list(_points(rows))
    if not points:
        raise UsageError("nothing to draw: no confirmed or rejected finding states a confidence")
    chart = altair.Chart(altair.Data(values=points))
    share = altair.Scale(domain=[0, 1])
    dots = chart.mark_line(point=True).encode(
        x=altair.X("stated:Q", title="confidence stated", scale=share),
        y=altair.Y("observed:Q", title="share confirmed", scale=share),
        color=altair.Color("when:N", title=None),
        tooltip=["pattern:N", "when:N", "stated:Q", "observed:Q", "size:Q"],
    )
    ideal = chart.mark_line(color="#999999", strokeDash=[4, 4]).encode(x="ideal:Q", y="ideal:Q")
    panels = (ideal + dots).properties(width=SIDE, height=SIDE).facet(facet="pattern:N", columns=2)
    panels.save(str(path))


def _points(rows: Sequence[Disposition]) -> Iterator[dict[str, object]]:
    for pattern in sorted({row.pattern for row in rows}):
        decided = [row for row in rows if row.pattern is pattern and row.decision is not Decision.UNSURE]
        right = [row.decision is Decision.CONFIRMED for row in decided]
        stated = [(row.confidence, hit) for row, hit in zip(decided, right, strict=True) if row.confidence is not None]
        series = {"before": ([share for share, _ in stated], [hit for _, hit in stated])}
        if len(decided) >= LEAST_DECISIONS:
            series["after"] = (held_out_confidence([row.weight_bits for row in decided], right), right)
        for when, (shares, hits) in series.items():
            for share, observed, size in reliability(shares, hits):
                place = {"stated": share, "observed": observed, "size": size, "ideal": share}
                yield {"pattern": pattern.value, "when": when, **place}
