from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModelCardsConfig(AppConfig):
    name = "modelcards"
    verbose_name = _("Model cards")

    def ready(self) -> None:
        from qms.registers import retention

        from . import checks  # noqa: F401  (registers itself)
        from .queries.retention import keeper

        retention.keepers.append(keeper)
