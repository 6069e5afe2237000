"""What a text in Markdown will look like, before it is saved."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qms.lib.errors import BadRequest, TooLarge
from qms.lib.prose import prose

from .front import Page

MOST = 200_000  # characters


class Preview(Page):
    """`/preview/`: POST only. `preview` names the input of the form that holds the text; nothing is kept."""

    http_method_names = ["post"]
    keeps_nothing = True  # without script the whole form comes along, whatever it holds

    def post(self, request: HttpRequest) -> HttpResponse:
        name = request.POST.get("preview", "")
        if name not in request.POST or name == "preview":
            raise BadRequest(_("Say which text is to be shown."))
        text = request.POST[name]
        if len(text) > MOST:
            raise TooLarge(_("A text has at most %d characters.") % MOST)
        template = "pages/preview_text.html" if request.htmx else "pages/preview.html"  # type: ignore[attr-defined]
        return self.show(template, text=text, body=prose(text))
