"""The front matter in all the shapes that cards have: read, or refused with the line and what to do."""

import pytest

from modelcards.cards import yamlread
from modelcards.cards.hf import MOST_BYTES, read_readme
from modelcards.cards.hfwrite import write_readme
from qms.lib.errors import TooLarge
from tests.modelcards.cards.reading import TODAY, front, readme, refused

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)
REFUSED = {
    "a tab": ("---\ntags:\n\t- a\n---\n", 3, "a tab stands here"),
    "a key twice": ("---\nlicense: mit\nthumbnail:\nlicense: gpl\n---\n", 4, "“license” stands a second time"),
    "a nested key twice": ("---\na:\n  b: 1\n  b: 2\n---\n", 4, "“b” stands a second time"),
    "no end": ("---\nlicense: mit\n\n# Title\n", 1, "never ends"),
    "no end, blank lines first": ("\n\n---\nlicense: mit\n", 3, "never ends"),
    "blanks after the mark": ("---  \nlicense: mit\n---\n", 1, "blanks follow"),
    "a list": ("---\n- mit\n- en\n---\n", 2, "are a list"),
    "a text": ("---\nJust words\n---\n", 2, "is no metadata"),
    "a second colon": ("---\ntitle: a: b\n---\n", 2, "in quotes"),
    "a remark in HTML": ("---\n\n<!-- generated -->\n\nlanguage: de, en\n---\n", 5, "put # in front of remarks"),
    "a template": ("---\n{{ card_data }}\n---\n", 2, "fill in templates"),
    "an open list": ("---\na: 1\ntags: [x, y\n---\n", 3, "in “tags: [x, y” is never closed"),
    "an open list before a key": ("---\ntags: [x, y\nlicense: mit\n---\n", 2, "in “tags: [x, y” is never closed"),
    "an open list at the end": ("---\na: [\n---\n", 2, "in “a: [” is never closed"),
    "an open quote": ("---\na: 'b\nc: d\n---\n", 3, "is no YAML"),
    "an object of Python": ("---\na: 1\nb: !!python/object/apply:os.system [ls]\n---\n", 3, "is not allowed"),
    "a tag of one's own": ("---\na: !secret x\n---\n", 2, "“!secret” is not allowed"),
    "bytes in YAML": ("---\na: !!binary aGk=\n---\n", 2, "is not allowed"),
    "a merge key": ("---\na: &a {b: 1}\nc:\n  <<: *a\n---\n", 4, "merge keys"),
    "a bomb": (f"---\n{BOMB}---\n", 7, "unfold to more than 400000 values"),
    "itself": ("---\na: &a [*a]\n---\n", 2, "names nothing"),
    "no anchor": ("---\na: *b\n---\n", 2, "names nothing"),
    "depth": (f"---\na: {'[' * 50}\n---\n", 2, "nested more than 40 deep"),
    "great depth": (f"---\na: {'[' * 200_000}\n---\n", 2, "nested more than 40 deep"),
    "a list as key": ("---\n? [a, b]\n: c\n---\n", 2, "a key has to be text"),
    "an empty key": ("---\n'': c\n---\n", 2, "a key is empty"),
    "a second document": ("---\na: 1\n...\n---x: 1\nb: 2\n---\n", 4, "is no YAML"),
    "a control character": ("---\na: 1\nb: x\x0cy\n---\n", 3, "control character U+000C"),
    "a key Python cannot take": ("---\nself: 1\n---\n", 2, "huggingface_hub cannot read"),
    "a key huggingface_hub keeps for itself": ("---\na: 1\neval_results: x\n---\n", 2, "huggingface_hub cannot read"),
}


@pytest.mark.requirement("MC-02")
@pytest.mark.parametrize("name", REFUSED)
def test_front_matter_with(name: str) -> None:
    text, line, words = REFUSED[name]
    refusal = refused(text)
    assert refusal.line == line
    assert refusal.sentences[0].startswith(f"Line {line}: ")
    assert words in refusal.sentences[0]
    assert len(refusal.sentences[0]) < 400


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "is empty"),
        (b" \r\n\n ", 1, "is empty"),
        (b"\xef\xbb\xbf", 1, "is empty"),
        ("---\na: ü\n".encode("latin-1"), 2, "0xFC is no UTF-8"),
        ("# T\n\nok\nnot ü".encode("cp1252"), 4, "is no UTF-8"),
        ("# T".encode("utf-16"), 1, "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, "is no UTF-8"),
        (b"# T\n\na\x00b", 3, "U+0000"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int, words: str) -> None:
    refusal = refused(data)
    assert refusal.line == line and words in refusal.sentences[0]


def test_file_beyond_the_limit_is_too_large() -> None:
    with pytest.raises(TooLarge, match="2 MB"):
        read_readme(b"#" * (MOST_BYTES + 1), today=TODAY)


@pytest.mark.requirement("MC-02")
@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("NO", "NO"),
        ("'no'", "no"),
        ("[no, en]", "no|en"),
        ("\n- en\n- no", "en|no"),
    ],
)
def test_norwegian_is_no_boolean(given: str, read: str) -> None:
    card = readme(front(f"language: {given}"))
    assert card.values["language"] == read.split("|")
    assert card.sections["language"] == ", ".join(read.split("|"))
    again = readme(write_readme(card))
    assert again.values == card.values
    from huggingface_hub import ModelCard

    language = ModelCard(write_readme(card)).data.language
    assert ([language] if isinstance(language, str) else language) == read.split("|")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_end_is_read(end: str) -> None:
    card = readme(
        "---\nlicense: mit\ntags:\n- a\n---\n\n# Title\n\n## Limitations\n\nSmall.\nVery.\n".replace("\n", end)
    )
    assert (card.title, card.values, card.sections["limitations"]) == (
        "Title",
        {"license": ["mit"], "tags": ["a"]},
        "Small.\nVery.",
    )
    assert [w for w in card.warnings if "CR CR LF" in w] == (
        [] if end != "\r\r\n" else ["12 line ends are doubled (CR CR LF); each was read as one."]
    )


def test_byte_order_mark_is_dropped() -> None:
    assert read_readme(b"\xef\xbb\xbf---\nlicense: mit\n---\n# T", today=TODAY).values == {"license": ["mit"]}


@pytest.mark.parametrize(
    ("text", "metadata", "title"),
    [
        ("# T\n\ntext", "", "T"),
        ("---\n---\n# T", "", "T"),
        ("---\n# only a remark\n---\n# T", "# only a remark", "T"),
        ("\n\n---\nlicense: mit\n---   \n# T", "license: mit", "T"),
        ("---\nlicense: mit\n---", "license: mit", ""),
        ("---\n---\n# T\n\n---\n\nmore", "", "T"),
    ],
)
def test_front_matter_is_found_or_is_none(text: str, metadata: str, title: str) -> None:
    card = readme(text)
    assert (card.metadata, card.title) == (metadata, title)


@pytest.mark.requirement("MC-02")
def test_three_thousand_tags() -> None:
    tags = [f"tag-{n}" for n in range(3000)]
    card = readme(front("tags:\n" + "".join(f"- {tag}\n" for tag in tags)))
    assert card.values["tags"] == tags
    assert readme(write_readme(card)).values["tags"] == tags


def test_values_keep_their_spelling() -> None:
    data = yamlread.load("a: 0.9120\nb: 2022-01-01\nc: 010\nd: 1e-5\ne: true\nf: ~\ng: '1'\nh: 1:30\ni: .nan\n")
    assert data == {
        "a": "0.9120",
        "b": "2022-01-01",
        "c": "010",
        "d": "1e-5",
        "e": True,
        "f": None,
        "g": "1",
        "h": "1:30",
        "i": ".nan",
    }
    assert [key for key, value in data.items() if isinstance(value, yamlread.Plain)] == ["a", "b", "c", "h", "i"]


def test_names_used_twice_are_read_where_they_are_used() -> None:
    card = readme(front("a: &x {b: [1, 2]}\nc: *x\ntags: &t [one]\ndatasets: *t"))
    assert card.values == {"tags": ["one"], "datasets": ["one"]}


def test_values_that_are_no_text_stay_and_are_said() -> None:
    card = readme(front("tags:\n- a\n- {b: c}\n- 2022\n- true"))
    assert card.values["tags"] == ["a", "2022"]
    assert any("“tags” holds values that are no text" in warning for warning in card.warnings)
    assert "{b: c}" in write_readme(card)
