"""Beyond the generic endpoints, one module per matter."""

from .systems import urlpatterns as of_systems

urlpatterns = [*of_systems]

__all__ = ["urlpatterns"]
