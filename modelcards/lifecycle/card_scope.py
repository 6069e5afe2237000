"""What signatures of a card cover: content, the artifact's hash, metric files, the datasets it names (MC-04)."""

from typing import Any

from qms.lifecycle import Scope
from qms.links import edges

FIELDS = ("title", "system", "version", "sections", "metrics", "extra", "metadata")


def children(record: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The version with its artifact, and the datasets that the card rests on."""
    named = edges.targets(record.pk, "concerns", "datasets") if record.named is None else record.named
    version = record.version
    return [
        {"number": version.number, "version": version.version, "artifact": version.artifact},
        *({"number": entry.number, "kind": "dataset"} for entry in named),
    ]


CONTENT = Scope(fields=FIELDS, children=children)
CONDITIONAL = Scope(fields=(*FIELDS, "conditions", "valid_until"), children=children)
ADVICE = Scope(fields=(*FIELDS, "advice"), children=children)
