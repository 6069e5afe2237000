"""Pages where a generic one would serve people badly."""

from . import datasets

urlpatterns = [*datasets.urlpatterns]
