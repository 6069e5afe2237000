from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = _("Audits")

    def ready(self) -> None:
        """Evidence packs can be asked for in this way."""
        from qms.packs.hooks import add_kind

        from .packs import kind

        add_kind(kind)
