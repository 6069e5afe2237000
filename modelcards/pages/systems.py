"""Addresses about systems; the generic pages of the same registers come after them."""

from django.urls import path

from .classification import ClassificationPage
from .overview import Overview
from .parts import NewDeployment, NewVersion
from .technical_file import TechnicalFilePage

SYSTEMS, VERSIONS, DEPLOYMENTS = {"register": "systems"}, {"register": "system-versions"}, {"register": "deployments"}

urlpatterns = [
    path("systems/overview/", Overview.as_view(), SYSTEMS, name="systems-overview"),
    path("systems/<str:number>/classification/", ClassificationPage.as_view(), SYSTEMS, name="system-classification"),
    path("systems/<str:number>/technical-file/", TechnicalFilePage.as_view(), SYSTEMS, name="system-technical-file"),
    path("systems/<str:number>/version/", NewVersion.as_view(), VERSIONS, name="system-version-new"),
    path("system-versions/<str:number>/deployment/", NewDeployment.as_view(), DEPLOYMENTS, name="deployment-new"),
]
