from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "qms.registers"
    label = "registers"

    def ready(self) -> None:
        from qms.notices import reminders
        from qms.notices.ways import tell_clocks, tell_steps

        from . import checks  # noqa: F401  registers the system checks
        from .clock_notices import moments, tell
        from .ways import clocks_in, next_steps

        tell_steps(next_steps)
        tell_clocks(clocks_in)
        reminders.later.append(tell)
        reminders.moments.append(moments)
        autodiscover_modules("register")
