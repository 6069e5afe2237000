"""Beyond the generic endpoints, one module per matter."""

from .datasets import urlpatterns as of_datasets
from .monitors import urlpatterns as of_monitors
from .systems import urlpatterns as of_systems
from .tools import urlpatterns as of_tools

urlpatterns = [*of_systems, *of_datasets, *of_monitors, *of_tools]

__all__ = ["urlpatterns"]
