"""Pages besides the generic ones, one module per register."""

from . import breaches, person, requests

urlpatterns = [p for part in (breaches, requests, person) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
