"""What the page of a competence shows besides its fields: who has it, as far as the reader may see that."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from qms.records.access import visible_to

MOST = 50


def competence_panels(record: Any, actor: Any) -> list[Any]:
    """(title, template, context) of the panel of holders."""
    rows = visible_to(record.held.exclude(state="void"), actor).select_related("person").order_by("-pk")
    values = {"record": record, "rows": list(rows[:MOST]), "today": timezone.localdate()}
    return [(_("Who has it"), "competence/panels/holders.html", values)]
