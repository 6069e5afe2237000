"""A card from a stranger on our page: its words are shown, its scripts and pictures are not."""

from html.parser import HTMLParser

import pytest

from qms.lib.prose import ATTRIBUTES, prose
from tests.modelcards.cards.reading import readme

HOSTILE = """# T

<script>steal()</script><img src=https://evil.example/x.png onerror=steal()>
![pixel](https://evil.example/pixel.png)
[click](javascript:steal()) [data](data:text/html;base64,PHNjcmlwdD4=) <javascript:steal()>
<a href="javascript:steal()" onclick="steal()">here</a> <a href=" java\tscript:steal()">there</a>
<iframe src="https://evil.example"></iframe><object data="https://evil.example"></object>
<style>@import url(https://evil.example/s.css);</style><link rel=stylesheet href=https://evil.example/s.css>
<svg onload=steal()><use href="https://evil.example#x"/></svg><form action=https://evil.example><input></form>
<p style="background:url(https://evil.example/b.png)">shown</p> <video src=https://evil.example/v autoplay></video>
<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">

<details><summary>More</summary>

**inside** H<sub>2</sub>O

</details>

| a |
|---|
| [ok](https://example.org/paper) |
"""


class Seen(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@pytest.mark.parametrize("html", [False, True])
def test_nothing_of_a_hostile_card_acts_or_asks_another_host(html: bool) -> None:
    shown = prose(readme(HOSTILE).sections["summary"], html=html)
    seen = Seen(shown)
    assert (
        seen.tags & {"script", "img", "iframe", "object", "style", "link", "svg", "form", "video", "base", "meta"}
        == set()
    )
    for tag, name, value in seen.attributes:
        assert name in (*ATTRIBUTES.get(tag, ()), "rel"), (tag, name)
        assert name != "href" or value.startswith(("https://example.org/", "https://evil.example")) and tag == "a"
    assert ("a", "href", "https://example.org/paper") in seen.attributes
    assert "inside" in shown and "shown" in shown


def test_html_is_shown_as_signs_or_as_what_it_means() -> None:
    text = "a <b>bold</b> <script>alert(1)</script> word <!-- remark --> H<sub>2</sub>O <img src=x>"
    assert prose(text) == (
        "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; word &lt;!-- remark --&gt; "
        "H&lt;sub&gt;2&lt;/sub&gt;O &lt;img src=x&gt;</p>\n"
    )
    assert prose(text, html=True) == "<p>a <b>bold</b>  word  H<sub>2</sub>O </p>\n"
