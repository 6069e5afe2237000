"""Pages besides the generic ones, one module per register."""

from . import article30, assessments, breaches, fideslang, person, requests

urlpatterns = [p for part in (article30, assessments, breaches, fideslang, person, requests) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
