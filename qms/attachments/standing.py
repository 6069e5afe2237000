"""What is said in front of a file that is not handed out without a word, such as that of a superseded document."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileNotice:
    """Why a file is not simply handed out, and where to go instead.

    `original`: whether this reader may have the bytes as they were kept, when he asks for them by that name.
    """

    title: str
    sentences: tuple[str, ...]
    href: str
    label: str
    original: bool = False
