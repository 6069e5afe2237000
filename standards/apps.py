from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardsConfig(AppConfig):
    name = "standards"
    verbose_name = _("Standards")

    def ready(self) -> None:
        """System checks; evidence packs can be asked for by a standard, and take its coverage along."""
        from qms.packs.hooks import add_kind, contributions

        from . import checks  # noqa: F401  (registers itself)
        from .packs import coverage, kind

        add_kind(kind)
        contributions.append(coverage)
