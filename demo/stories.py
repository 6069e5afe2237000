"""Reading the stories: TOML files become the plots that the steps make records of."""

import dataclasses
import tomllib
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

P = TypeVar("P")
DATA = Path(__file__).with_name("data")


def stories(folder: str, plot: type[P]) -> list[P]:
    """Every story of a folder, in the order of the files' names. Raises TypeError for a name that the plot lacks."""
    return [_plot(plot, table) for path in sorted((DATA / folder).glob("*.toml")) for table in _tables(path)]


def file_text(name: str) -> str:
    """The content of a file that a story attaches."""
    return (DATA / "files" / name).read_text(encoding="utf-8")


def _tables(path: Path) -> Iterator[dict[str, Any]]:
    """A file holds one story, or several as [[story]]."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    yield from found.get("story", [found])


def _plot(plot: type[P], table: dict[str, Any]) -> P:
    hints = typing.get_type_hints(plot)
    if unknown := table.keys() - hints.keys():
        raise TypeError(f"{plot.__name__} has no {sorted(unknown)}: {table.get('key', '')}")
    return plot(**{name: _value(hints[name], value) for name, value in table.items()})


def _value(hint: Any, value: Any) -> Any:
    """A value as its type hint asks; texts that run over several lines become one."""
    if isinstance(hint, types.UnionType):
        hint = next(h for h in typing.get_args(hint) if h is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], one) for one in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _plot(hint, value)
    if isinstance(value, dict):
        return {name: _value(Any, one) for name, one in value.items()}
    return " ".join(value.split()) if isinstance(value, str) else value
