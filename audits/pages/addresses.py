"""Addresses of this folder's pages; the generic pages of the same registers come after them."""

from django.urls import path

from .checklist import Answer, Checklist, Draw
from .coverage import CoveragePage
from .raising import NewFinding, RaiseFinding, RaiseMajor, RaiseNonconformity
from .report import Report
from .scope import Scope

AUDITS, LINES, FINDINGS = {"register": "audits"}, {"register": "checklist-lines"}, {"register": "findings"}

urlpatterns = [
    path(
        "programmes/<str:number>/coverage/",
        CoveragePage.as_view(),
        {"register": "programmes"},
        name="programme-coverage",
    ),
    path("audits/<str:number>/scope/", Scope.as_view(), AUDITS, name="audit-scope"),
    path("audits/<str:number>/checklist/", Checklist.as_view(), AUDITS, name="audit-checklist"),
    path("audits/<str:number>/report/", Report.as_view(), AUDITS, name="audit-report"),
    path("audits/<str:number>/finding/", NewFinding.as_view(), FINDINGS, name="audit-finding"),
    path("audits/<str:number>/major/", RaiseMajor.as_view(), AUDITS, name="audit-major"),
    path("checklist-lines/<str:number>/answer/", Answer.as_view(), LINES, name="line-answer"),
    path("checklist-lines/<str:number>/sample/", Draw.as_view(), LINES, name="line-sample"),
    path("checklist-lines/<str:number>/finding/", RaiseFinding.as_view(), LINES, name="line-finding"),
    path("findings/<str:number>/nonconformity/", RaiseNonconformity.as_view(), FINDINGS, name="finding-nonconformity"),
]
