"""The programme at a glance: what its audits cover, what nobody audited, and how often each process should be."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from qms.lib.errors import BadRequest
from qms.pages.front import RecordPage

from ..queries.coverage import coverage_of, only_never, sees_whole
from ..queries.crossing import crossing_of
from ..queries.frequencies import frequencies


class CoveragePage(RecordPage):
    """`/programmes/<number>/coverage/`, with `?only=never` the rows that nobody audited."""

    template = "audits/coverage.html"
    allowed_parameters = frozenset({"only"})

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        only = request.GET.get("only", "")
        if only not in ("", "never"):
            raise BadRequest(f"“{only[:20]}” is nothing that can be shown alone.")
        whole = coverage_of(self.record, self.actor)
        chapters, crossing = crossing_of(self.record, self.actor)
        return self.show(
            whole=whole, coverage=only_never(whole) if only else whole, only=only, chapters=chapters, crossing=crossing,
            frequencies=frequencies(self.actor, today=timezone.localdate()),
            partly=not sees_whole(self.record, self.actor),
        )  # fmt: skip
