"""Endpoints besides the generic ones."""

from . import datasets

urlpatterns = [*datasets.urlpatterns]
