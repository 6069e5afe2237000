"""Pages where a generic one would serve people badly."""

from . import article30, fideslang

urlpatterns = [p for part in (article30, fideslang) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
