"""The signatures of a record, each with whether it still holds."""

from django.http import HttpRequest, HttpResponse

from qms.registers.signing import signatures_of

from .front import RecordPage


class Signatures(RecordPage):
    """`/<register>/<number>/signatures/`"""

    tab = "signatures"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        return self.show("pages/signatures.html", signatures=signatures_of(self.record))
