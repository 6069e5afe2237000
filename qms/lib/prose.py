"""Markdown that people wrote, as HTML that cannot hurt, for pages and prints: the one place that calls it safe."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# In texts that come from elsewhere, such as model cards, people write HTML for what Markdown cannot do.
MORE_TAGS = {"details", "summary", "sub", "sup", "kbd", "b", "i", "dl", "dt", "dd"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_with_html = MarkdownIt("commonmark", {"html": True, "breaks": False}).enable(["table", "strikethrough"])


def prose(text: object, *, html: bool = False) -> SafeString:
    """`text` rendered from Markdown. No pictures from elsewhere, links without a referrer.

    HTML in the text is shown as the signs it is made of; with `html` its harmless tags count, and of all others only
    the words inside are left, of scripts and styles nothing.
    """
    rendered = (_with_html if html else _markdown).render(str(text or ""))
    tags = TAGS | MORE_TAGS if html else TAGS
    clean = nh3.clean(
        rendered, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return mark_safe(clean)  # nh3 has just removed everything but the tags named above
