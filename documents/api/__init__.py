"""Endpoints besides the generic ones."""

from . import documents, evidence

urlpatterns = [*documents.urlpatterns, *evidence.urlpatterns]

__all__ = ["urlpatterns"]
