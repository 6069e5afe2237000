"""Tables, CSV or XLSX, read by the importer's reader: an outline of requirements, or the rows of a mapping.

What stands above what is told by a column with the parent's reference, by a column with the depth, by indentation, or
by the references themselves (8.10 stands below 8); a column with a group makes a heading of each of its values.
"""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qms.imports.reading import Table, open_table
from qms.imports.words import fold
from qms.lib.errors import Invalid, TooLarge

from .limits import MOST_BYTES, MOST_NODES, MOST_PAIRS
from .shapes import Catalogue, Mapping, Node, Options, Pair, Read
from .values import is_true, line, text, title

OUTLINE, PAIRS = "table of requirements", "table of mappings"
#: Headings by use, folded; the first that is there counts.
COLUMNS = {
    "ref": (
        "ref", "reference", "ref id", "clause", "control id", "requirement id", "id", "number", "no", "nr", "kapitel",
        "article",
    ),
    "title": ("title", "name", "requirement", "heading", "control", "short title", "titel", "bezeichnung"),
    "text": ("text", "description", "requirement text", "beschreibung"),
    "parent": ("parent", "parent ref", "parent id", "above"),
    "depth": ("depth", "level", "indent", "ebene"),
    "assessable": ("assessable", "auditable"),
    "group": ("group", "domain", "section", "family", "chapter"),
}  # fmt: skip
MAPPED = {
    "source": ("source", "from", "source requirement"),
    "target": ("target", "to", "target requirement"),
    "relation": ("relation", "relationship"),
    "strength": ("strength", "strength of relationship"),
    "rationale": ("rationale", "why", "comment"),
}
USES = (*COLUMNS, *MAPPED)


def read(path: Path, name: str, options: Options) -> Read:
    """The table as a standard or a mapping. Raises Invalid where its columns are neither, TooLarge, WrongType."""
    if path.stat().st_size > MOST_BYTES:
        raise TooLarge(_("A standard may have at most %d MB.") % (MOST_BYTES // 1024**2))
    known = {h for headings in (*COLUMNS.values(), *MAPPED.values()) for h in headings}
    table = open_table(path, name=name, known=known)
    pairs = proposed(table.columns, MAPPED, options)
    if {"source", "target", "relation"} <= set(pairs):
        return Read(PAIRS, mappings=[_mapping(table, pairs)], notes=table.notes)
    columns = proposed(table.columns, COLUMNS, options)
    missing = [use for use in ("ref", "title") if use not in columns]
    if missing:
        said = _("No column holds the %(use)s of a requirement. The columns are: %(all)s.")
        uses = {"ref": _("reference"), "title": _("title")}
        raise Invalid(said % {"use": uses[missing[0]], "all": ", ".join(table.columns)[:300]})
    return Read(OUTLINE, catalogues=[_catalogue(table, columns, Path(name).stem, options)], notes=table.notes)


def proposed(columns: tuple[str, ...], known: dict[str, tuple[str, ...]], options: Options) -> dict[str, str]:
    """Column by use: what a person chose, else what the headings say; a column serves one use only."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(fold(column), column)
    found = {use: column for use, column in options.columns.items() if column in columns and use in known}
    for use, headings in known.items():
        free = (by_name[h] for h in headings if h in by_name and by_name[h] not in found.values())
        if use not in options.columns and (column := next(free, None)):
            found[use] = column
    return found


def _rows(table: Table, columns: dict[str, str], most: int) -> list[tuple[int, dict[str, str]]]:
    places = {use: table.columns.index(column) for use, column in columns.items()}
    rows = []
    for row in table.rows():
        if row.problem:
            raise Invalid(_("Line %(n)d: %(why)s") % {"n": row.line, "why": row.problem})
        rows.append((row.line, {use: row.cells[place] for use, place in places.items()}))
        if len(rows) > most:
            raise TooLarge(_("The table has more than %d rows.") % most)
    return rows


def _catalogue(table: Table, columns: dict[str, str], stem: str, options: Options) -> Catalogue:
    rows = _rows(table, columns, MOST_NODES)
    standard = options.standard or stem
    return Catalogue(
        file_id=f"table:{standard}:{options.edition}", standard=standard[:60], standard_title=standard[:200],
        edition=(options.edition or "1")[:40], name="" if options.edition else standard[:100], title=standard[:200],
        nodes=_nodes(rows),
    )  # fmt: skip


def _nodes(rows: list[tuple[int, dict[str, str]]]) -> list[Node]:
    nodes: list[Node] = []
    refs = {line(cells["ref"]) for _n, cells in rows}
    above: list[tuple[int, str]] = []  # the path of open headings, with their depths
    groups: set[str] = set()
    for number, cells in rows:
        ref, called = line(cells["ref"]), line(cells["title"])
        if not ref:
            raise Invalid(_("Line %d has no reference.") % number)
        parent = _parent(cells, ref, refs, above, number)
        if not parent and (group := line(cells.get("group", ""))):
            parent = f"group:{group}"
            if group not in groups:
                groups.add(group)
                nodes.append(Node(parent, "", group[:80], title(group), assessable=False, kind="clause"))
        assessable = is_true(cells["assessable"]) if "assessable" in cells else True
        nodes.append(Node(
            ref, parent, ref[:80], title(called, cells.get("text"), ref), text(cells.get("text", "")), assessable,
            "clause",
        ))  # fmt: skip
    return nodes if "assessable" in rows[0][1] else _with_headings(nodes)


def _parent(cells: dict[str, Any], ref: str, refs: set[str], above: list[tuple[int, str]], number: int) -> str:
    if "parent" in cells:
        return line(cells["parent"])
    depth = _depth(cells, number)
    while above and above[-1][0] >= depth:
        above.pop()
    parent = above[-1][1] if above else ""
    above.append((depth, ref))
    if parent or "depth" in cells:
        return parent
    while ref := ref.rpartition(".")[0]:
        if ref in refs:
            return ref
    return ""


def _depth(cells: dict[str, str], number: int) -> int:
    if "depth" in cells:
        said = line(cells["depth"])
        if not (said.isascii() and said.isdigit() and len(said) < 3):
            raise Invalid(_("Line %(n)d: “%(said)s” is no depth.") % {"n": number, "said": said[:20]})
        return int(said)
    return max(len(c) - len(c.lstrip()) for c in (cells["ref"], cells["title"]))


def _with_headings(nodes: list[Node]) -> list[Node]:
    """Where no column says what is assessable: what has something below it is a heading."""
    over = {n.parent_id for n in nodes}
    return [
        Node(n.file_id, n.parent_id, n.number, n.title, n.text, assessable=False, kind="clause")
        if n.file_id in over else n
        for n in nodes
    ]  # fmt: skip


def _mapping(table: Table, columns: dict[str, str]) -> Mapping:
    """Rows whose ends are keys such as `iso9001-2015:9.2.2`; the editions are those of the first row."""
    pairs = [
        Pair(
            _("line %d") % number, line(cells["source"]), line(cells["target"]), line(cells["relation"]),
            line(cells.get("strength", "")), title(cells.get("rationale", "")),
        )
        for number, cells in _rows(table, columns, MOST_PAIRS)
    ]  # fmt: skip
    if not pairs:
        raise Invalid(_("The table has no rows."))
    ends = [pairs[0].source.partition(":")[0], pairs[0].target.partition(":")[0]]
    stem = Path(table.name).stem
    return Mapping(f"table:{stem}", stem, ends[0], ends[1], pairs, provenance=_("Imported from %s") % table.name)
