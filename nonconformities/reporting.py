"""In under a minute: a few words and perhaps a photo become a nonconformity, a complaint or feedback."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from qms.records.transactions import in_one_transaction
from qms.registers import registry

from .choices import SEVERITIES

#: What can be reported, with the register that takes it.
KINDS = {"problem": "nonconformities", "complaint": "complaints", "idea": "feedback"}
LONGEST_TITLE = 200


@in_one_transaction
def report(
    *, kind: str, what: str, actor: Any, at: datetime.datetime, where: str = "", product: str = "", felt: str = "",
    photo: tuple[str, bytes] | None = None, source: str = "page",
) -> Any:  # fmt: skip
    """The new record. `felt` is a severity as the reporter feels it: of a nonconformity it is decided at triage, so
    there it is a sentence. `photo` is (name, bytes).

    Raises what `create` and `attach` raise; then nothing is kept.
    """
    title = what.strip().split("\n")[0].strip()
    title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    lines = [what.strip()]
    if kind == "idea" and where:
        lines.append(_("Where: %s") % where)
    if kind == "complaint" and where:
        lines.append(_("Who complains, or where: %s") % where)
    if kind != "complaint" and felt:
        lines.append(_("Felt as: %s") % dict(SEVERITIES)[felt])
    values: dict[str, Any] = {"title": title, "description": "\n\n".join(lines), "product": product}
    if kind == "complaint":
        values |= {"severity": felt, "channel": "other"}
    common = {"actor": actor, "at": at, "source": source}
    register: Any = registry[KINDS[kind]]
    if kind == "problem":
        record = register.create_and("report", place=where, **values, **common)
    else:
        record = register.create(**values, **common)
    if photo is not None:
        record = register.attach(record, name=photo[0], data=photo[1], rev=None, **common)
    return record
