"""Pages where a generic one would serve people badly."""

from .systems import urlpatterns as of_systems

urlpatterns = [*of_systems]

__all__ = ["urlpatterns"]
