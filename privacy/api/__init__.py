"""Endpoints besides the generic ones, one module per register."""

from . import breaches

urlpatterns = [p for part in (breaches,) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
