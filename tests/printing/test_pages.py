"""Prints over HTTP: who gets which PDF, under which name, and what the ledger keeps of it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from qms.accounts.models import Grant, User
from qms.accounts.people import new_unit
from qms.records.models import LedgerRow
from qms.registers import registry
from tests.printing import pdfs

AT = datetime.datetime(2026, 1, 31, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Any, settings: Any) -> None:
    settings.QMS_DATA = tmp_path


@pytest.fixture
def quality(db: None) -> User:
    unit = new_unit(code="HQ", name="Head office")
    user = User.objects.create(username="quality", email="quality@example.org", unit=unit, first_name="Maren")
    Grant.objects.create(user=user, role="quality_manager", unit=unit, granted_by="test", granted_at=AT)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def made(user: User, title: str, importance: str = "high", **more: Any) -> Any:
    return registry["processes"].create(
        actor=user, at=AT, owner=user, unit=user.unit, title=title, purpose="x", importance=importance, **more
    )


def said(answer: Any) -> str:
    """A page without the tokens that differ on every answer."""
    return re.sub(r"[A-Za-z0-9_-]{20,}", "", answer.content.decode())


def test_record_is_served_as_pdf_under_its_number(quality: User) -> None:
    record = made(quality, "Training of models")
    answer = signed_in(quality).get(f"/processes/{record.number}/print/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{record.number}.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert "Training of models" in pdfs.text(answer.content)


def test_list_print_has_the_rows_of_the_filter_and_leaves_a_trace(quality: User) -> None:
    made(quality, "Training of models")
    made(quality, "Canteen", importance="low")
    answer = signed_in(quality).get("/processes/print/?phase=draft&importance=high")
    assert answer.status_code == 200
    text = pdfs.text(answer.content)
    assert "Training of models" in text
    assert "Canteen" not in text
    assert "Importance High" in text
    assert "1 record" in text
    assert LedgerRow.objects.filter(action="export", subject="processes", actor=quality).count() == 1


def test_list_print_refuses_unknown_parameters_as_the_list_does(quality: User) -> None:
    assert signed_in(quality).get("/processes/print/?importanec=high").status_code == 400


def test_print_of_an_invisible_record_answers_like_one_that_does_not_exist(quality: User) -> None:
    record = made(quality, "Training of models")
    stranger = User.objects.create(username="stranger", email="stranger@example.org", unit=quality.unit)
    client = signed_in(stranger)
    hidden = client.get(f"/processes/{record.number}/print/")
    absent = client.get("/processes/PRO-9999/print/")
    assert hidden.status_code == absent.status_code == 404
    assert said(hidden).replace(record.number, "") == said(absent).replace("PRO-9999", "")


def test_print_needs_somebody_signed_in(quality: User) -> None:
    record = made(quality, "Training of models")
    answer = Client().get(f"/processes/{record.number}/print/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
