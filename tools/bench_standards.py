"""What bringing a mapping of 3,200 rows in costs, from the file to the tables."""

import tempfile
from pathlib import Path
from typing import Any

NODES, ROWS = 400, 3200


def figures(clocked: Any) -> dict[str, float]:
    """Seconds for a mapping between two made-up standards, and for bringing it again."""
    from django.utils import timezone

    from qms.accounts.people import system_user
    from standards.importing.bring import bring
    from standards.importing.shapes import Options

    def brought(path: Path, **said: str) -> None:
        given: dict[str, Any] = {"actor": system_user(), "at": timezone.now(), "source": "command"}
        (result,) = bring([(path, path.name)], options=Options(**said), **given)
        assert result.outcome != "refused", result.reason

    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        for name in ("old", "new"):
            lines = [f"{n},Requirement number {n}" for n in range(1, NODES + 1)]
            (folder / f"{name}.csv").write_text("ref,title\n" + "\n".join(lines))
            brought(folder / f"{name}.csv", standard="Bench", edition=name)
        ends = [(n // 8 + 1, (n * 7) % NODES + 1) for n in range(ROWS)]
        rows = [f"bench-old:{one},bench-new:{other},subset,6,measured" for one, other in ends]
        mapping = folder / "mapping.csv"
        mapping.write_text("source,target,relation,strength,rationale\n" + "\n".join(rows))
        first = clocked(lambda: brought(mapping)) / 1000
        again = clocked(lambda: brought(mapping)) / 1000
    return {"mapping of 3,200 rows brought in, s": first, "the same mapping again, s": again}
