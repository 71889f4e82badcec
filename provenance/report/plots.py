"""Plots of a report for notebooks. Altair comes from here alone; each plot shows itself, also as a still picture.

`report.plot.timeline()`, `report.plot.waterfall(finding)`, `report.plot.flood(cluster_id)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from provenance.errors import MissingExtra, UsageError
from provenance.model.finding import Finding, Pattern

if TYPE_CHECKING:
    import altair as alt

    from provenance.report.check_report import CheckReport

#: Pixels.
WIDTH, ROW_HEIGHT, LABEL = 640, 26, 420


class Plots:
    """The plots of one report."""

    def __init__(self, report: CheckReport) -> None:
        self._report = report

    def timeline(self) -> alt.Chart:
        """When the cited records were published and when the posts that repeat them appeared, a row per finding.

        Raises:
            MissingExtra: Altair is not installed.
            UsageError: no finding has a dated post and a dated record.
        """
        vega = altair_module()
        rows = list(_appearances(self._report))
        if not rows:
            raise UsageError("nothing to draw: no finding has both a dated post and a dated record")
        base = vega.Chart(vega.Data(values=rows)).encode(
            y=vega.Y("row:N", title=None, sort=None), x=vega.X("when:T", title=None)
        )
        lines = base.mark_line(color="#999999").encode(detail="row:N")
        points = base.mark_point(filled=True, size=90).encode(
            color=vega.Color(
                "side:N", title=None, scale=vega.Scale(domain=["record", "post"], range=["#1b6ca8", "#b3541e"])
            ),
            shape=vega.Shape(
                "side:N", title=None, scale=vega.Scale(domain=["record", "post"], range=["square", "circle"])
            ),
            tooltip=["what:N", "when:T"],
        )
        height = ROW_HEIGHT * len({row["row"] for row in rows}) + ROW_HEIGHT
        chart: alt.Chart = (lines + points).properties(width=WIDTH, height=height, title="Known appearances")
        return chart

    def waterfall(self, finding: Finding) -> alt.Chart:
        """The reasons of one finding, from the base rate to the sum, in bits.

        Raises:
            MissingExtra: Altair is not installed.
        """
        vega = altair_module()
        rows = waterfall_steps(finding)
        encoding = vega.Chart(vega.Data(values=rows)).encode(
            y=vega.Y("text:N", title=None, sort=None, axis=vega.Axis(labelLimit=LABEL))
        )
        bars = encoding.mark_bar().encode(
            x=vega.X("start:Q", title="bits (log2 odds)"),
            x2="end:Q",
            color=vega.Color(
                "kind:N",
                title=None,
                scale=vega.Scale(domain=["for", "against", "sum"], range=["#1b6ca8", "#b3541e", "#555555"]),
            ),
            tooltip=["text:N", vega.Tooltip("bits:Q", format="+.1f")],
        )
        labels = encoding.mark_text(align="left", dx=4).encode(
            x=vega.X("right:Q"), text=vega.Text("bits:Q", format="+.1f")
        )
        title = f"{finding.post_id}: {finding.pattern}"
        chart: alt.Chart = (bars + labels).properties(width=WIDTH, height=ROW_HEIGHT * len(rows), title=title)
        return chart

    def flood(self, cluster_id: str) -> alt.Chart:
        """The posts of one flood over time, an account a row; the first post stands out.

        Raises:
            MissingExtra: Altair is not installed.
            UsageError: no finding belongs to that cluster, or its posts carry no dates.
        """
        vega = altair_module()
        rows = list(_members(self._report, cluster_id))
        if not rows:
            raise UsageError(f"no dated post belongs to the cluster {cluster_id!r}")
        points = vega.Chart(vega.Data(values=rows)).mark_point(filled=True, size=80)
        chart: alt.Chart = points.encode(
            x=vega.X("when:T", title=None),
            y=vega.Y("account:N", title="account", sort=None),
            color=vega.Color(
                "role:N", title=None, scale=vega.Scale(domain=["first", "copy"], range=["#b3541e", "#1b6ca8"])
            ),
            tooltip=["post:N", "when:T"],
        ).properties(
            width=WIDTH, height=max(120, 14 * len({row["account"] for row in rows})), title=f"Flood {cluster_id}"
        )
        return chart


def waterfall_steps(finding: Finding) -> list[dict[str, Any]]:
    """Where each bar begins and ends; the last is the sum."""
    rows, at = [], 0.0
    for reason in finding.reasons:
        end = at + reason.weight_bits
        kind = "for" if reason.weight_bits >= 0 else "against"
        rows.append(
            {
                "text": reason.text,
                "bits": reason.weight_bits,
                "start": at,
                "end": end,
                "right": max(at, end),
                "kind": kind,
            }
        )
        at = end
    total = finding.weight_bits
    rows.append({"text": "in all", "bits": total, "start": 0.0, "end": total, "right": max(0.0, total), "kind": "sum"})
    return rows


def _appearances(report: CheckReport) -> Iterable[dict[str, Any]]:
    for finding in report.findings:
        post = report.posts.get(finding.post_id)
        dated = [
            (citation.title or citation.evidence_id, record.published_at)
            for citation in finding.citations
            if (record := report.evidence.get(citation.evidence_id)) and record.published_at
        ]
        if post is None or post.posted_at is None or not dated:
            continue
        row = f"{finding.post_id} · {finding.pattern}"
        for title, when in dated:
            yield {"row": row, "side": "record", "when": when.start.isoformat(), "what": title}
        yield {"row": row, "side": "post", "when": post.posted_at.start.isoformat(), "what": finding.post_id}


def _members(report: CheckReport, cluster_id: str) -> Iterable[dict[str, Any]]:
    for finding in report.findings:
        if finding.pattern is not Pattern.FLOODING or finding.details.get("cluster_id") != cluster_id:
            continue
        post = report.posts.get(finding.post_id)
        if post is None or post.posted_at is None:
            continue
        first = finding.details.get("origin_post_id") == post.id
        yield {
            "post": post.id,
            "account": post.author or "unknown",
            "when": post.posted_at.start.isoformat(),
            "role": "first" if first else "copy",
        }


def altair_module() -> Any:
    """Altair, imported when a plot is asked for.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import altair
    except ImportError:
        raise MissingExtra("notebook", "altair") from None
    return altair
