"""Pages where a generic one would serve people badly."""

from . import article30, assessments, fideslang

urlpatterns = [p for part in (article30, assessments, fideslang) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
