"""Pages where a generic one would serve people badly."""

from . import evidence

urlpatterns = [*evidence.urlpatterns]

__all__ = ["urlpatterns"]
