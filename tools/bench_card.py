"""Reads a model card of 750 KB with 11,000 metrics in a process of its own; prints seconds and megabytes."""

import datetime
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

METRICS = 11_000
HEAD = "model-index:\n- name: m\n  results:\n  - task: {type: t}\n    dataset: {type: d, name: D}\n    metrics:\n"
METRIC = "    - type: accuracy\n      value: 0.{0:05d}\n      name: share of right answers {0}\n"


def card() -> bytes:
    """The README."""
    return f"---\n{HEAD}{''.join(METRIC.format(n) for n in range(METRICS))}---\n# Large\n".encode()


def main() -> None:
    import django

    django.setup()
    from modelcards.cards.hf import read_readme

    data = card()
    assert len(data) > 750_000
    start = time.perf_counter()
    assert len(read_readme(data, today=datetime.datetime.now(datetime.UTC).date()).metrics) == METRICS
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(seconds, peak)


if __name__ == "__main__":
    main()
