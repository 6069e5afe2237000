from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompetenceConfig(AppConfig):
    name = "competence"
    verbose_name = _("Competence")

    def ready(self) -> None:
        from qms.signatures import permits

        from .signing import missing

        if missing not in permits.checks:
            permits.checks.append(missing)
