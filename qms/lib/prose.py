"""Markdown that people wrote, as HTML that cannot hurt, for pages and prints: the one place that calls it safe."""

from collections.abc import Iterable

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# In texts that come from elsewhere, such as model cards, people write HTML for what Markdown cannot do.
MORE_TAGS = {"details", "summary", "sub", "sup", "kbd", "b", "i", "dl", "dt", "dd"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
#: Texts stand under the heading of their section, which is an h2 on pages and on paper.
HIGHEST, DEEPEST = 3, 6
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_with_html = MarkdownIt("commonmark", {"html": True, "breaks": False}).enable(["table", "strikethrough"])


def prose(text: object, *, html: bool = False, highest: int = HIGHEST) -> SafeString:
    """`text` rendered from Markdown. No pictures from elsewhere, links without a referrer.

    HTML in the text is shown as the signs it is made of; with `html` its harmless tags count, and of all others only
    the words inside are left, of scripts and styles nothing. `highest` is the level of its first heading, 1 to 6.
    """
    markdown = _with_html if html else _markdown
    tokens = markdown.parse(str(text or ""))
    _set_levels(tokens, highest)
    rendered = markdown.renderer.render(tokens, markdown.options, {})
    tags = TAGS | MORE_TAGS if html else TAGS
    clean = nh3.clean(
        rendered, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # nh3 has just removed everything but the tags named above


def _set_levels(tokens: Iterable[Token], highest: int) -> None:
    """Give headings levels below the section's, none passed over: one hears how a text is built (WCAG 1.3.1)."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1:])
            above = [level for level in above if level < typed] + [typed]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(highest + len(above) - 1, DEEPEST)}"
