"""Endpoints besides the generic ones."""

from . import datasets, monitors

urlpatterns = [*datasets.urlpatterns, *monitors.urlpatterns]
