"""Registers the system checks of printing."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Prints: no models, only system checks."""

    name = "qms.printing"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from qms.printing import checks  # noqa: F401
