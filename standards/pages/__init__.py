"""The pages of standards: catalogues, clauses, mappings, imports and edition changes."""

from django.urls import path

from .catalogue import ClausePage, EditionPage, Standards, edition_of
from .importing import Import, Imports
from .mappings import MappingPage
from .succession import Change

__all__ = ["edition_of", "urlpatterns"]

urlpatterns = [
    path("standards/", Standards.as_view(), name="standards"),
    path("standards/imports/", Imports.as_view(), name="standards-imports"),
    path("standards/imports/<int:pk>/", Import.as_view(), name="standards-import"),
    path("standards/mappings/<slug:key>/", MappingPage.as_view(), name="standards-mapping"),
    path("standards/mappings/<slug:key>/change/", Change.as_view(), name="standards-change"),
    path("standards/<slug:edition>/", EditionPage.as_view(), name="standards-edition"),
    path("standards/<slug:edition>/<str:ref>/", ClausePage.as_view(), name="standards-clause"),
]
