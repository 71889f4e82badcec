"""What the patterns of the package need (`provenance.text.needles`), worked out once: python -m benchmarks.needle_table

To be run whenever a wording changes; a wording that the table lacks costs a millisecond at start, and nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path

from provenance.alignment.event import another
from provenance.text import needles, stance, telling

TABLE = Path(needles.__file__).with_suffix(".json")
GATES = (stance._GATE, telling._GATE, another._GATE)


def main() -> None:
    table = {needles.name_of(pattern): needles.needles(pattern) for gate in GATES for pattern in gate.patterns}
    lines = [
        f"{json.dumps(name)}: {json.dumps(needed and sorted(needed), ensure_ascii=False)}"
        for name, needed in sorted(table.items())
    ]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    print(len(table), "patterns")


if __name__ == "__main__":
    main()
