"""Endpoints besides the generic ones, one module per register."""

from . import breaches, requests

urlpatterns = [p for part in (breaches, requests) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
