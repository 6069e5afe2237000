"""Beyond the generic endpoints, one module per matter."""

from .datasets import urlpatterns as of_datasets
from .monitors import urlpatterns as of_monitors
from .systems import urlpatterns as of_systems

urlpatterns = [*of_systems, *of_datasets, *of_monitors]

__all__ = ["urlpatterns"]
