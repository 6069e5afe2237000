from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModelCardsConfig(AppConfig):
    name = "modelcards"
    verbose_name = _("Model cards")

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers itself)
