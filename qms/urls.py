"""Every address. Registers' own pages and endpoints come first, then the generic ones."""

from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.urls import include, path
from django.utils.module_loading import module_has_submodule


def modules(name: str) -> list[ModuleType]:
    """The modules of that name in the register folders."""
    ours = [c.module for c in apps.get_app_configs() if c.module and "." not in c.name]
    folders = [folder for folder in ours if module_has_submodule(folder, name)]
    return [import_module(f"{folder.__name__}.{name}") for folder in folders]


own_pages = [p for module in modules("pages") for p in getattr(module, "urlpatterns", [])]
own_api = [p for module in modules("api") for p in getattr(module, "urlpatterns", [])]

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("api/v1/", include(own_api)),
    path("api/", include("qms.api.urls")),
    path("", include(own_pages)),
    path("", include("qms.pages.urls")),
]
