"""Endpoints besides the generic ones."""

from . import evidence

urlpatterns = [*evidence.urlpatterns]

__all__ = ["urlpatterns"]
