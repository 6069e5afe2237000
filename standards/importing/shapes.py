"""What the readers of all formats give: catalogues with nodes, mappings with pairs, and what was refused."""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """A row, node or part that is not taken: where it stands and why."""

    where: str
    why: str


@dataclass(frozen=True)
class Node:
    """One requirement of a file. `file_id` is its identity there, `parent_id` that of the one above it or ""."""

    file_id: str
    parent_id: str
    number: str
    title: str
    text: str = ""
    assessable: bool = True
    kind: str = "control"
    note: str = ""


@dataclass(frozen=True)
class Catalogue:
    """An edition of a standard as a file has it."""

    file_id: str
    standard: str
    standard_title: str
    edition: str
    name: str
    title: str
    nodes: list[Node]
    provider: str = ""
    in_force_from: datetime.date | None = None


@dataclass(frozen=True)
class Pair:
    """One row of a mapping. `source` and `target` are identities in their files, or keys of requirements."""

    where: str
    source: str
    target: str
    relation: str
    strength: str = ""
    rationale: str = ""


@dataclass(frozen=True)
class Mapping:
    """A mapping as a file has it. `source` and `target` name editions by the identity of their files or by key."""

    file_id: str
    title: str
    source: str
    target: str
    pairs: list[Pair]
    provenance: str = ""
    version: str = "1"


@dataclass
class Read:
    """A file that was understood. `refused` are parts that are not taken although the file is."""

    format: str
    catalogues: list[Catalogue] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Options:
    """What a person says of a file that does not say it itself (tables, OpenControl). `columns`: use → heading."""

    standard: str = ""
    edition: str = ""
    columns: dict[str, str] = field(default_factory=dict)
