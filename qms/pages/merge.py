"""Two people edited the same record: the page that shows both texts and asks which shall stand (answer 412)."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.text import capfirst

from qms.lib.worddiff import word_diff

from .forms import RecordForm, same
from .texts import text, text_of
from .values import Names

#: Not carried over: the new page brings its own.
OWN = ("csrfmiddlewaretoken", "rev")


class MergeAnswer:
    """One edit that came too late, and later the answer to the question it raised."""

    def __init__(self, register: Any, record: Any, form: RecordForm, posted: QueryDict, names: Names) -> None:
        self.register, self.record, self.form, self.posted, self.names = register, record, form, posted, names

    def chosen(self, changed: dict[str, Any]) -> dict[str, Any]:
        """Without the fields for which the present text was chosen."""
        return {n: v for n, v in changed.items() if self.posted.get(f"keep-{n}") != "theirs"}

    def page(self, request: HttpRequest, changed: dict[str, Any]) -> dict[str, Any]:
        """What errors/412.html shows: each field that differs, mine first where I was the one to change it."""
        base = self.register.model.history.filter(entry_id=self.record.pk, rev=self.form.cleaned_data["rev"]).first()
        rows = [self._row(name, value, base) for name, value in changed.items()]
        return {
            "rows": rows,
            "action": request.get_full_path(),
            "keep": self._keep(),
            "changed_by": self.record.changed_by,
        }

    def _row(self, name: str, mine: Any, base: Any) -> dict[str, Any]:
        field = self.register.fields[name]
        now = text_of(self.record, name, self.names)
        typed = str(mine) if field.is_relation and mine is not None else text(field, mine, self.names)
        untouched = base is not None and same(field, mine, getattr(base, field.attname))
        return {
            "name": name,
            "label": capfirst(str(field.verbose_name)),
            "theirs": now or "–",
            "pieces": word_diff(now, typed),
            "mine_first": not untouched,
        }

    def _keep(self) -> str:
        """Everything that was typed, as hidden inputs, with the revision that is there now."""
        typed = [
            (k, v) for k, values in self.posted.lists() for v in values if k not in OWN and not k.startswith("keep-")
        ]
        return render_to_string("components/hidden.html", {"pairs": [("rev", self.record.rev), *typed]})
