"""What is kept of a deployment that the gate refused."""

import datetime
from typing import Any

from qms.records.transactions import in_one_transaction
from qms.registers import registry


@in_one_transaction
def keep_refusal(record: Any, *, actor: Any, at: datetime.datetime, source: str = "page") -> None:
    """Ask the gate once more, so that its log holds who was refused: the first answer went with the move."""
    from . import gate

    version = registry["deployments"].model.objects.select_related("version__system").get(pk=record.pk).version
    gate.answer(version.system, version=version.version, artifact=version.artifact, actor=actor, at=at, source=source)
