"""Markdown that people wrote, as HTML that cannot hurt, for pages and prints: the one place that calls it safe."""

from collections.abc import Iterable

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
#: Texts stand under the heading of their section, which is an h2 on pages and on paper.
HIGHEST, DEEPEST = 3, 6
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


def prose(text: object) -> SafeString:
    """`text` rendered from Markdown. No raw HTML, no pictures from elsewhere, links without a referrer."""
    tokens = _markdown.parse(str(text or ""))
    _set_levels(tokens)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    clean = nh3.clean(
        rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # nh3 has just removed everything but the tags named above


def _set_levels(tokens: Iterable[Token]) -> None:
    """Give headings levels below the section's, none passed over: one hears how a text is built (WCAG 1.3.1)."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1:])
            above = [level for level in above if level < typed] + [typed]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(HIGHEST + len(above) - 1, DEEPEST)}"
