"""The pages of nonconformities besides the generic ones."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from qms.pages.contacts import NewFrom, WhoItIs

from .actions import AddAction
from .causes import Causes
from .concerns import Answer, Confidential
from .concerns import Report as ReportConcern
from .costs import CostFigures
from .eight_d import EightD
from .figures import Behind, Figures
from .pictures import FaultTree, Ishikawa
from .report import Report
from .similar import Similar

WHO = _("Who complains")
COMPLAINTS = {"register": "complaints"}
HERE = {"register": "nonconformities"}
ONE = "nonconformities/<str:number>"
urlpatterns = [
    path("complaints/new/", NewFrom.as_view(who=WHO), COMPLAINTS, name="complaint-new"),
    path("complaints/<str:number>/contact/", WhoItIs.as_view(who=WHO), COMPLAINTS, name="complaint-contact"),
    path("report/", Report.as_view(), name="report"),
    path("concerns/report/", ReportConcern.as_view(), name="concern-report"),
    path("concerns/answer/", Answer.as_view(), name="concern-answer"),
    path("concerns/confidential/", Confidential.as_view(), name="concern-confidential"),
    path("quality-costs/figures/", CostFigures.as_view(), {"register": "quality-costs"}, name="quality-cost-figures"),
    path("nonconformities/figures/", Figures.as_view(), HERE, name="nonconformity-figures"),
    path("nonconformities/figures/list/", Behind.as_view(), HERE, name="nonconformity-behind"),
    path("nonconformities/similar/", Similar.as_view(), name="nonconformity-similar"),
    path(f"{ONE}/causes/", Causes.as_view(), HERE, name="nonconformity-causes"),
    path(f"{ONE}/causes/ishikawa/", Ishikawa.as_view(), HERE, name="nonconformity-ishikawa"),
    path(f"{ONE}/causes/fault-tree/", FaultTree.as_view(), HERE, name="nonconformity-fault-tree"),
    path(f"{ONE}/8d/", EightD.as_view(), HERE, name="nonconformity-8d"),
    path(f"{ONE}/actions/new/", AddAction.as_view(), HERE, name="nonconformity-action"),
]
