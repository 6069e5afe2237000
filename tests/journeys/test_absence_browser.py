"""An absence, from the holiday to the return: entered, work passed on to the deputy, and one's own again."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from qms.jobs.sweep import tick
from qms.notices.models import Mail, Notice
from qms.registers import registry
from tests.factories.people import Organisation
from tests.journeys.by_browser import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.requirement("MK-10")]


def give(company: Organisation, title: str) -> str:
    """The manager gives the worker something to do; the number."""
    register, now = registry["actions"], timezone.now()
    made = register.create(
        actor=company["manager"], at=now, title=title, kind="corrective", unit=company.units["NORTH"],
        owner=company["worker"], due_on=now.date() + datetime.timedelta(days=20), description="Do it well.",
    )  # fmt: skip
    tick(at=timezone.now())
    return str(made.number)


def test_an_absence(company: Organisation, visitor: Callable[..., Visitor], axe, today: datetime.date) -> None:
    worker = visitor("worker", PHONE).go("/me/")
    assert axe(worker.page) == []
    days = {"First day": today.isoformat(), "Last day": (today + datetime.timedelta(days=7)).isoformat()}
    worker.fill({**days, "Deputy": "verifier"}).press("Enter an absence")
    assert "Verifier Example is told instead" in worker.text()
    assert worker.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    worker.fill({**days, "Deputy": "verifier"}).press("Enter an absence")
    assert f"There is an absence from {today:%-d %b %Y} to" in worker.text()
    worker.go("/me/")
    tick, choice = worker.page.get_by_label("Mail me"), worker.page.locator("#told select").first
    tick.uncheck()
    assert choice.is_disabled()
    tick.check()
    assert choice.is_enabled(), "the choices open with the tick"

    number = give(company, "Calibrate the gauge")
    deputy = visitor("verifier").go("/notices/")
    assert number in deputy.text() and "Instead of Worker Example, who is away" in deputy.text()
    deputy.go("/me/")
    assert "You stand in for Worker Example" in deputy.text()
    told = Notice.objects.get(user=company["verifier"], entry__number=number)
    assert told.instead_of == company["worker"] and told.mail is not None
    assert not Mail.objects.filter(user=company["worker"]).exists(), "whoever is away is not mailed"

    circle = visitor("verifier").go("/me/")
    circle.fill({**days, "Deputy": "worker"}).press("Enter an absence")
    assert "In the end nobody would be told" in circle.text()

    worker.go("/me/")
    worker.page.locator("#absence table").get_by_role("button", name="End").click()
    worker.page.wait_for_load_state()
    assert "You are told yourself again" in worker.text()
    later = give(company, "Another gauge")
    assert Mail.objects.filter(user=company["worker"], notices__entry__number=later).exists()
    assert not Notice.objects.filter(user=company["verifier"], entry__number=later).exists()
