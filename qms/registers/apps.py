from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "qms.registers"
    label = "registers"

    def ready(self) -> None:
        from qms.notices.ways import tell_steps

        from . import checks  # noqa: F401  registers the system checks
        from .ways import next_steps

        tell_steps(next_steps)
        autodiscover_modules("register")
