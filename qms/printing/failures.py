"""Why a print failed, in a sentence for the person who asked for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qms.lib.errors import Refused

#: What the child or the worker saw → the answer's status and the sentence.
CAUSES = {
    "large": (413, _("This print is too large. Narrow the list, or take the CSV export.")),
    "time": (413, _("This print took too long and was stopped. Narrow the list, or take the CSV export.")),
    "memory": (413, _("This print needed too much memory and was stopped. Narrow the list, or take the CSV export.")),
    "busy": (429, _("Other prints are under way. Try again in a minute.")),
    "broken": (422, _("This print could not be laid out.")),
}


class PrintFailed(Refused):
    """No PDF was made. `cause` is a key of CAUSES; `detail` is for the log, never for the person."""

    code = "print-failed"

    def __init__(self, cause: str, detail: str = "") -> None:
        self.cause = cause if cause in CAUSES else "broken"
        self.detail = detail
        self.status, sentence = CAUSES[self.cause]
        super().__init__(sentence)
