"""The language group of every record: as its source states it, else as its script shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from provenance.store.records import RecordTable

#: Scripts in the order in which they decide: Japanese and Korean texts hold Chinese characters, too.
_SCRIPTS = {
    "ja": r"[\p{Hiragana}\p{Katakana}]",
    "ko": r"\p{Hangul}",
    "zh": r"\p{Han}",
    "cyrillic": r"\p{Cyrillic}",
    "arabic": r"\p{Arabic}",
    "devanagari": r"\p{Devanagari}",
}
#: All others, most of them written in Latin letters.
OTHER = "other"
#: Characters at the beginning of a record that are looked at.
_LOOKED_AT = 60


def language_groups(records: RecordTable) -> npt.NDArray[np.int32]:
    """For each row the number of its group, numbered from 0 in the order of their names; shape (rows,)."""
    shown = [pc.utf8_slice_codeunits(records.column(name), 0, _LOOKED_AT) for name in ("claim", "title", "text")]
    text = pc.coalesce(*shown)
    names = pa.array([*_SCRIPTS, OTHER])
    conditions = pc.make_struct(*(pc.match_substring_regex(text, pattern) for pattern in _SCRIPTS.values()))
    by_script = pc.case_when(conditions, *(names[place] for place in range(len(names))))
    groups = pc.coalesce(records.column("lang"), by_script)
    return np.unique(np.asarray(groups.to_pylist(), dtype=object).astype(str), return_inverse=True)[1].astype(np.int32)
