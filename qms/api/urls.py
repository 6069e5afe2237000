"""Addresses under /api/: the engine's own, then the same set for every register."""

from typing import Any

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from qms.registers import registry

from . import around, bulk, clocks, engine, imports, moves, packs, records, saved_views
from .schema import documented


def of_register(register: Any) -> list[URLPattern]:
    """The addresses of one register."""
    here, one = f"v1/{register.key}/", f"v1/{register.key}/<str:number>/"
    views: list[tuple[str, Any]] = [
        (here, records.Records),
        (f"{here}bulk/", bulk.Bulk),
        (f"{here}views/", saved_views.Views),
        (f"{here}views/<int:pk>/", saved_views.OneView),
        (one, records.OneRecord),
        (f"{one}transitions/", moves.Transitions),
        (f"{one}transitions/<slug:verb>/", moves.OneTransition),
        (f"{one}history/", around.History),
        (f"{one}signatures/", around.Signatures),
        (f"{one}links/", around.Links),
        (f"{one}links/<int:pk>/", around.OneLink),
        (f"{one}files/", around.Files),
        (f"{one}files/<int:pk>/", around.OneFile),
        (f"{one}comments/", around.Comments),
        (f"{one}print/", around.Print),
    ]
    return [path(address, documented(view, register).as_view()) for address, view in views]


urlpatterns = [
    path("v1/", engine.Start.as_view()),
    path("v1/me/", engine.Me.as_view()),
    path("v1/search/", engine.Search.as_view()),
    path("v1/notices/", engine.Notices.as_view()),
    path("v1/ledger/", engine.Ledger.as_view()),
    path("v1/clocks/", clocks.Clocks.as_view()),
    path("v1/imports/", imports.Imports.as_view()),
    path("v1/imports/<int:pk>/", imports.OneImport.as_view()),
    path("v1/imports/<int:pk>/columns/", imports.Columns.as_view()),
    path("v1/imports/<int:pk>/confirm/", imports.Confirm.as_view()),
    path("v1/packs/", packs.Packs.as_view()),
    path("v1/packs/<int:pk>/", packs.OnePack.as_view()),
    path("v1/packs/<int:pk>/file/", packs.PackFile.as_view()),
    path("v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema", template_name="api/docs.html"), name="api-docs"),
    *[p for register in registry for p in of_register(register)],
    re_path(r"^v1/.*[^/]$", engine.WithoutSlash.as_view()),
]
