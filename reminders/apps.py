from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Reminder rules")

    def ready(self) -> None:
        from qms.notices.rules import keepers

        from .reading import rules_in_force

        if rules_in_force not in keepers:
            keepers.append(rules_in_force)
