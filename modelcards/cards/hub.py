"""huggingface_hub, asked for what it knows and nothing else: offline, without telemetry, and only when a card is read.

Importing this module takes a tenth of a second, so it is imported inside functions. `validate` and `push_to_hub` of a
card ask a server and are never called.
"""

import os
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

from huggingface_hub.repocard_data import EvalResult, ModelCardData


def eval_results(data: dict[str, Any]) -> list[EvalResult]:
    """The evaluation results that huggingface_hub finds in the metadata of a card, in order.

    Raises ValueError, TypeError, KeyError or AttributeError where it gives up.
    """
    return ModelCardData(**data).eval_results or []
