"""The shipped sample: records on publicly documented cases, posts to check, and what a check should find.

Everything but the lines of `quote` records is in our own words (`wording: ours`), so no text here may be cited as a
publisher's own. Ratings follow the publisher's usual terms. `url_scope` says whether an address names the very page
(`article`) or the publisher's entrance (`landing`); dates are only as precise as we know them, and times of transcripts
are illustrative. Posts that mislead do so on purpose and carry a `label` in the expectations. Look a record up at its
publisher before using it outside a demonstration.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
#: Evidence records, DESIGN section 3; paths of media are relative to `FOLDER`.
EVIDENCE = FOLDER / "evidence.jsonl"
#: Posts to check.
POSTS = FOLDER / "posts.jsonl"
#: One object a post: `post_id`, `pattern` (or `none`), `evidence_ids`, `why`. `also` names patterns that are right as
#: well; `lookalike_of` and `lookalike` say which pattern a harmless post resembles and how; `label` marks posts that
#: are false on purpose.
EXPECTED = FOLDER / "expected.jsonl"
