"""Pages where a generic one would serve people badly."""

from . import matrices

urlpatterns = [p for part in (matrices,) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
