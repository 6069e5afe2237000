"""Pages where a generic one would serve people badly."""

from .datasets import urlpatterns as of_datasets
from .systems import urlpatterns as of_systems

urlpatterns = [*of_systems, *of_datasets]

__all__ = ["urlpatterns"]
