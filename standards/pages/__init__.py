"""The pages of standards: catalogues, clauses, mappings, imports and edition changes."""

from django.urls import path

from ..coverage.pages import urlpatterns as coverage_patterns
from ..queries import edition_of
from .catalogue import ClausePage, EditionPage, Keep, Picker, Standards
from .importing import Import, Imports
from .mappings import MappingPage
from .scopes import urlpatterns as of_scopes
from .statements import urlpatterns as of_statements
from .succession import Change

__all__ = ["edition_of", "urlpatterns"]

urlpatterns = [
    path("standards/", Standards.as_view(), name="standards"),
    path("standards/imports/", Imports.as_view(), name="standards-imports"),
    path("standards/imports/<int:pk>/", Import.as_view(), name="standards-import"),
    path("standards/mappings/<slug:key>/", MappingPage.as_view(), name="standards-mapping"),
    path("standards/mappings/<slug:key>/change/", Change.as_view(), name="standards-change"),
    path("standards/<slug:edition>/picker/", Picker.as_view(), name="standards-picker"),
    path("standards/<slug:edition>/keep/", Keep.as_view(), name="standards-keep"),
    *coverage_patterns,
    *of_statements,
    *of_scopes,
    path("standards/<slug:edition>/", EditionPage.as_view(), name="standards-edition"),
    path("standards/<slug:edition>/<str:ref>/", ClausePage.as_view(), name="standards-clause"),
]
