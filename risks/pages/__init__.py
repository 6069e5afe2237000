"""Pages where a generic one would serve people badly."""

from . import matrices, moves, overviews

urlpatterns = [p for part in (matrices, moves, overviews) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
