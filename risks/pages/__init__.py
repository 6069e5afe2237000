"""Pages where a generic one would serve people badly."""

from . import fmea, losses, matrices, moves, overviews, safety

urlpatterns = [p for part in (fmea, losses, matrices, moves, overviews, safety) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
