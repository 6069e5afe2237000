from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    name = "qms.registers"
    label = "registers"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks

        autodiscover_modules("register")
