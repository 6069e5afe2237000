"""Personal choices and absences: who is mailed what, and that a clock of the law reaches everybody it must."""

import datetime

import pytest
from django.core import mail as outbox

from qms.lib.errors import Forbidden, Invalid
from qms.notices.absence import kept_back, pass_on
from qms.notices.gathering import gather
from qms.notices.mails import deliver
from qms.notices.models import Absence, Choice, Mail, Notice
from qms.notices.notify import notify
from qms.notices.reminders import remind
from qms.records.models import LedgerRow
from qms.registers.absences import end_absence, enter_absence
from qms.registers.reaching import end_mail, set_choices

from .notice_entries import NOON, a_person, a_unit, an_entry, day

pytestmark = pytest.mark.django_db
MAILS = {"assigned": "now", "turn": "now", "mention": "now", "reminder": "daily", "other": "now"}


def sweep(at: datetime.datetime = NOON) -> list[outbox.EmailMessage]:
    outbox.outbox.clear()
    remind(at=at)
    pass_on(at)
    gather(at=at)
    deliver(at=at)
    return list(outbox.outbox)


def choose(user, *, wanted: bool = True, **mails: str) -> None:
    set_choices(user=user, mail_wanted=wanted, mails={**MAILS, **mails}, hooks={}, actor=user, at=NOON)


def away(user, deputy, first: int = 0, last: int = 3, actor=None) -> Absence:
    return enter_absence(
        user=user, starts=day(first), ends=day(last), deputy=deputy, actor=actor or user, at=NOON - HOUR
    )


HOUR = datetime.timedelta(hours=1)


def test_choice_of_no_mail_silences_one_event_and_no_other():
    unit = a_unit()
    ada = a_person("ada", unit)
    entry = an_entry(ada, unit)
    choose(ada, mention="off")
    notify(user=ada, entry=entry, rule="mention:1", at=NOON, text="Grace mentioned you.")
    notify(user=ada, entry=entry, rule="assigned:1", at=NOON, text="It is yours.")
    (sent,) = sweep()
    assert "It is yours." in sent.body and "Grace" not in sent.body
    assert Notice.objects.filter(user=ada).count() == 2, "in the app everything stands"


def test_choice_of_daily_puts_requests_into_the_digest_and_now_takes_reminders_out_of_it():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    choose(ada, assigned="daily")
    choose(bob, reminder="now")
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="It is yours.")
    an_entry(bob, unit, due=day(1))
    assert list(sweep(NOON - 11 * HOUR)) == [], "a digest waits for the morning, and so do reminders"
    sent = {mail.to[0]: mail.body for mail in sweep(NOON - 2 * HOUR)}
    assert set(sent) == {"ada@example.org", "bob@example.org"} and "It is yours." in sent["ada@example.org"]
    keys = {mail.user.username: mail.key.split(":")[0] for mail in Mail.objects.select_related("user")}
    assert keys == {"ada": "digest", "bob": "now"}


def test_no_choice_silences_a_clock_of_the_law():
    unit = a_unit()
    ada = a_person("ada", unit)
    choose(ada, wanted=False, **dict.fromkeys(MAILS, "off"))
    entry = an_entry(ada, unit)
    notify(user=ada, entry=entry, rule="clock:1", at=NOON, text="72 hours end soon.", statutory=True)
    notify(user=ada, entry=entry, rule="assigned:1", at=NOON, text="It is yours.")
    (sent,) = sweep()
    assert "72 hours end soon." in sent.body and "It is yours." not in sent.body
    assert "List-Unsubscribe" not in sent.extra_headers, "there is nothing to switch off"


def test_unsubscribing_ends_mail_that_waits_already_but_not_what_the_law_asks():
    unit = a_unit()
    ada = a_person("ada", unit)
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="It is yours.")
    end_mail(user=ada, at=NOON)
    assert sweep() == []
    assert LedgerRow.objects.filter(action="people.end_mail", subject="ada").count() == 1
    end_mail(user=ada, at=NOON)
    assert LedgerRow.objects.filter(action="people.end_mail").count() == 1


def test_choices_are_ones_own_and_in_the_ledger():
    unit = a_unit()
    ada, admin = a_person("ada", unit), a_person("admin", unit, "administrator")
    choose(ada)
    assert LedgerRow.objects.get(action="people.choices").subject == "ada"
    with pytest.raises(Forbidden):
        set_choices(user=ada, mail_wanted=False, mails={}, hooks={}, actor=admin, at=NOON)
    with pytest.raises(Invalid):
        choose(ada, nonsense="now")
    with pytest.raises(Invalid):
        choose(ada, assigned="sometimes")
    assert set(Choice.objects.filter(user=ada).values_list("event", "mail")) == set(MAILS.items())


@pytest.mark.requirement("MK-10")
def test_deputy_is_told_instead_once_and_says_for_whom():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    entry = an_entry(ada, unit)
    away(ada, bob)
    notify(user=ada, entry=entry, rule="assigned:1", at=NOON, text="It is Ada's.")
    (sent,) = sweep()
    assert sent.to == ["bob@example.org"]
    assert "instead of ada" in sent.body and "It is Ada's." in sent.body
    assert pass_on(NOON) == 0 and sweep() == []
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"ada", "bob"}, "in the app both"


def test_clock_of_the_law_reaches_whoever_is_away_and_the_deputy():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    away(ada, bob)
    notify(user=ada, entry=an_entry(ada, unit), rule="clock:1", at=NOON, text="Today.", statutory=True)
    assert sorted(m.to[0] for m in sweep()) == ["ada@example.org", "bob@example.org"]


@pytest.mark.requirement("MK-10")
def test_deputy_who_may_not_see_the_record_is_not_told_and_the_one_away_is_mailed_after_all():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", a_unit("ELSEWHERE"))
    secret = an_entry(ada, unit, title="Unannounced product")
    absence = away(ada, bob)
    notify(user=ada, entry=secret, rule="assigned:1", at=NOON, text="Unannounced product is yours.")
    (sent,) = sweep()
    assert sent.to == ["ada@example.org"]
    assert not Notice.objects.filter(user=bob).exists()
    assert [n.entry for n in kept_back(absence, NOON)] == [secret]


def test_deputy_who_is_away_too_passes_it_on():
    unit = a_unit()
    ada, bob, cem = (a_person(name, unit) for name in ("ada", "bob", "cem"))
    away(ada, bob)
    away(bob, cem)
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="It is Ada's.")
    (sent,) = sweep()
    assert sent.to == ["cem@example.org"]


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-3, -1)])
def test_absence_that_does_not_hold_today_changes_nothing(first, last):
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    Absence.objects.create(user=ada, deputy=bob, starts=day(first), ends=day(last))
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="It is Ada's.")
    assert [m.to for m in sweep()] == [["ada@example.org"]]


def test_absence_that_ended_early_ends_at_once():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    end_absence(absence=away(ada, bob), actor=ada, at=NOON)
    notify(user=ada, entry=an_entry(ada, unit), rule="assigned:1", at=NOON, text="It is Ada's.")
    assert [m.to for m in sweep()] == [["ada@example.org"]]


def test_absence_holds_by_the_days_of_the_persons_own_time_zone():
    unit = a_unit(time_zone="Pacific/Auckland")  # 12 hours ahead of Berlin at that time of the year
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    Absence.objects.create(user=ada, deputy=bob, starts=day(1), ends=day(1))
    entry = an_entry(ada, unit)
    notify(user=ada, entry=entry, rule="assigned:1", at=NOON + 2 * HOUR, text="It is Ada's.")
    assert [m.to for m in sweep(NOON + 2 * HOUR)] == [["bob@example.org"]], "there it is tomorrow already"


def test_circle_of_deputies_is_refused_also_through_others_and_only_where_days_meet():
    unit = a_unit()
    ada, bob, cem = (a_person(name, unit) for name in ("ada", "bob", "cem"))
    away(ada, bob, 0, 5)
    with pytest.raises(Invalid, match="bob → ada → bob"):
        away(bob, ada, 3, 8)
    away(bob, ada, 6, 8)
    away(bob, cem, 1, 4)
    with pytest.raises(Invalid, match="cem → ada → bob → cem"):
        away(cem, ada, 2, 2)
    away(cem, ada, 5, 5)


def test_absence_is_refused_where_it_makes_no_sense():
    unit = a_unit()
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    for first, last in ((3, 1), (-9, -5), (0, 900)):
        with pytest.raises(Invalid):
            away(ada, bob, first, last)
    with pytest.raises(Invalid):
        away(ada, ada)
    away(ada, bob, 0, 3)
    with pytest.raises(Invalid, match="already"):
        away(ada, bob, 3, 5)
    bob.is_active = False
    bob.save()
    with pytest.raises(Invalid, match="no access"):
        away(ada, bob, 20, 21)


def test_absence_is_entered_by_the_person_the_quality_manager_of_the_unit_or_an_administrator():
    unit, other = a_unit(), a_unit("ELSEWHERE")
    ada, bob = a_person("ada", unit), a_person("bob", unit)
    for number, (name, role, where, may) in enumerate((
        ("grace", "quality_manager", unit, True), ("root", "administrator", other, True),
        ("far", "quality_manager", other, False), ("cem", "contributor", unit, False),
    )):  # fmt: skip
        actor, first = a_person(name, where, role), 10 * number
        if may:
            away(ada, bob, first, first, actor=actor)
        else:
            with pytest.raises(Forbidden):
                away(ada, bob, first, first, actor=actor)
    assert LedgerRow.objects.filter(action="people.absence", subject="ada").count() == 2


def test_person_without_address_stands_among_what_failed_and_says_why():
    unit = a_unit()
    ada = a_person("ada", unit)
    ada.email = ""
    ada.save()
    an_entry(ada, unit, due=day(1))
    assert sweep() == []
    failed = Mail.objects.get()
    assert (failed.queue_state, failed.attempts) == ("failed", 1) and "no e-mail address" in failed.error
