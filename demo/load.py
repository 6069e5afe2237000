"""The whole demo, in the order in which things happened."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from competence.services import let_run_out as qualifications_run_out
from documents.services.evidence import let_run_out as evidence_runs_out
from qms.notices.models import Notice
from qms.notices.reminders import remind

from . import (
    applicability,
    auditing,
    away,
    company,
    competence,
    fmea,
    intake,
    lists,
    lives,
    nonconformities,
    outside,
    papers,
    procedures,
    programmes,
    tasks,
)
from .applicability import Applicability
from .audit_plots import Audit, Programme
from .case_plots import Case
from .competence import Course
from .fmea import Fmea
from .lives import Life
from .papers import Paper
from .pen import SOURCE, Pen
from .plots import Alone
from .procedures import Process
from .stories import stories
from .timeline import Step, Timeline

START = -540
REMINDED = 12  # days over which people were told what the clock tells
UNREAD = datetime.timedelta(days=5)
#: Folder of data, form of its stories, their steps; those before and after what people from outside do.
EARLIER: tuple[tuple[str, type[Any], Callable[[Pen, Any], list[Step]]], ...] = (
    ("processes", Process, procedures.steps),
    ("documents", Paper, papers.steps),
    ("programmes", Programme, programmes.steps),
    ("audits", Audit, auditing.steps),
    ("nonconformities", Case, nonconformities.steps),
    ("actions", Alone, tasks.steps_alone),
    ("models", Life, lives.steps),
    ("competence", Course, competence.steps),
    ("evidence", Life, lives.steps),
)
LATER: tuple[tuple[str, type[Any], Callable[[Pen, Any], list[Step]]], ...] = (
    ("applicability", Applicability, applicability.steps),
    ("context", Life, lives.steps),
    ("risks", Life, lives.steps),
    ("costs", Life, lives.steps),
    ("fmea", Fmea, fmea.steps),
    ("intake", Life, intake.steps),
    ("privacy", Life, lives.steps),
    ("breaches", Life, lives.steps),
    ("requests", Life, intake.steps),
    ("reminders", Life, lives.steps),
)


@transaction.atomic
def load(*, today: datetime.datetime) -> None:
    """Write the company's eighteen months before `today`, all or nothing.

    Each change carries its own time, later than every one before it and none later than `today`.
    """
    timeline = Timeline(today)
    pen = Pen(company.found(today + datetime.timedelta(days=START), until=timeline.day(outside.LAST_DAY)), timeline)
    for folder, plot, steps in EARLIER:
        for story in stories(folder, plot):
            timeline.tell(steps(pen, story))
    timeline.tell(outside.steps(pen))
    for folder, plot, steps in LATER:
        for story in stories(folder, plot):
            timeline.tell(steps(pen, story))
    timeline.tell(lists.steps(pen))
    timeline.tell(away.steps(pen))
    timeline.tell(_reminders(timeline))
    timeline.run()
    Notice.objects.filter(at__lt=today - UNREAD, read_at=None).update(read_at=F("at"))


def _reminders(timeline: Timeline) -> list[Step]:
    """What the clock told people of late, and what it let run out."""
    return [(day, partial(_clock, timeline)) for day in range(-REMINDED, 0)]


def _clock(timeline: Timeline) -> None:
    remind(at=timeline.at())
    evidence_runs_out(at=timeline.at(), source=SOURCE)
    qualifications_run_out(at=timeline.at(), source=SOURCE)
