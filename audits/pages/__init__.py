"""The pages that a generic one would serve badly: coverage, checklist, scope, report, and raising one from another."""

from .addresses import urlpatterns

__all__ = ["urlpatterns"]
