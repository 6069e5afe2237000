"""The causes as pictures: the cause diagram, and the fault tree with the combinations that suffice."""

from django.http import HttpRequest, HttpResponse

from qms.pages.front import RecordPage

from .. import pictures
from ..whowhen import by_row

#: Combinations that a page lists; how many there are is said.
MOST = 50


class Ishikawa(RecordPage):
    """`/nonconformities/<number>/causes/ishikawa/`"""

    template = "nonconformities/ishikawa.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        branches = pictures.branches(self.record, by_row(self.record))
        return self.show(
            views=pictures.views(self.record, "ishikawa"), branches=branches, picture=pictures.ishikawa(self.record)
        )


class FaultTree(RecordPage):
    """`/nonconformities/<number>/causes/fault-tree/`"""

    template = "nonconformities/fault_tree.html"

    def get(self, request: HttpRequest, register: str, number: str) -> HttpResponse:
        self.check_parameters()
        reading = pictures.reading(self.record)
        return self.show(
            views=pictures.views(self.record, "fault"), reading=reading, shown=reading.combinations[:MOST],
            picture=pictures.fault_tree(self.record), gates=pictures.gate_words(self.record),
        )  # fmt: skip
