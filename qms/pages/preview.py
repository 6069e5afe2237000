"""What a text in Markdown will look like, before it is saved."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, TooLarge
from qms.lib.prose import prose

from .front import Page

MOST = 200_000  # characters


class Preview(Page):
    """`/preview/?of=text`: POST only. `of` names the input of the form that holds the text; nothing is kept."""

    http_method_names = ["post"]
    allowed_parameters = frozenset({"of"})

    def post(self, request: HttpRequest) -> HttpResponse:
        # Without script a button sends the whole form that it stands in: the other inputs come along and are not read.
        self.check_inputs(None, *request.POST, *request.FILES)
        self.check_parameters()
        name = request.GET.get("of", "")
        if name not in request.POST:
            raise BadRequest(_("Say which text is to be shown."))
        text = request.POST[name]
        if len(text) > MOST:
            raise TooLarge(_("A text has at most %d characters.") % MOST)
        template = "pages/preview_text.html" if request.htmx else "pages/preview.html"  # type: ignore[attr-defined]
        return self.show(template, text=text, body=prose(text))
