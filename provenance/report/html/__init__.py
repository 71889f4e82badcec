"""A report as one page that can be mailed: self-contained, readable without scripts, and with every text escaped."""

from provenance.report.html.page import render_html

__all__ = ["render_html"]
