"""Comments and mentions: no content, and no word to anybody who may not see the record."""

from typing import Any

import pytest

from qms.comments.models import Comment
from qms.comments.talk import mentioned
from qms.lib.errors import Forbidden, Invalid, NotVisible
from qms.notices.models import Notice
from qms.records.models import LedgerRow
from tests.engine.trials.models import Trial


def test_a_comment_is_kept_with_its_author_and_changes_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    ledger, at = LedgerRow.objects.count(), clock()
    org.person("reader", "reader")
    ledger = LedgerRow.objects.count()
    said = trials.comment(trial, actor=org["reader"], at=at, text="  Is this still\r\nso?  ")
    assert (said.text, said.by_name, said.at) == ("Is this still\nso?", "Reader Example", at)
    assert Trial.objects.get(pk=trial.pk).rev == 1 and LedgerRow.objects.count() == ledger


def test_mentions_tell_those_who_may_see_and_nobody_else(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    org.person("anna.b", "reader")
    text = "@approver and @Anna.B, see @stranger, @nobody, @author and mail@approver.org, @anna.b."
    trials.comment(trial, actor=org["author"], at=clock(), text=text)
    told = Notice.objects.filter(rule__startswith="mention")
    assert set(told.values_list("user__username", flat=True)) == {"approver", "anna.b"}
    assert all(trial.number in n.text and "Author Example" in n.text for n in told)


def test_a_stranger_is_told_nothing_and_may_say_nothing(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trials.comment(trial, actor=org["author"], at=clock(), text="@stranger look")
    assert not Notice.objects.filter(user=org["stranger"]).exists()
    with pytest.raises(NotVisible):
        trials.comment(trial, actor=org["stranger"], at=clock(), text="Let me in")
    assert Comment.objects.count() == 1


def test_one_who_sees_only_his_own_part_may_not_comment(trials: Any, org: Any, trial: Any, clock: Any) -> None:
    trial = trials.edit(trial, rev=1, actor=org["author"], at=clock(), team=[org["stranger"].pk])
    with pytest.raises(Forbidden):
        trials.comment(trial, actor=org["stranger"], at=clock(), text="I was here")


@pytest.mark.parametrize("text", ["", "   ", "\n", "x" * 5001, "a\x00b", "\ud800"])
def test_bad_comments_are_refused(trials: Any, org: Any, trial: Any, clock: Any, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        trials.comment(trial, actor=org["author"], at=clock(), text=text)
    assert "text" in caught.value.fields and not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@author", {"author"}), ("(@author)", {"author"}), ("@author's", {"author"}), ("@author.", {"author"}),
        ("@author, @author", {"author"}), ("a@author", set()), ("@@author", set()), ("@auth", set()), ("@", set()),
        ("@AUTHOR", {"author"}),
    ],
)  # fmt: skip
def test_a_mention_is_an_at_sign_before_a_user_name(org: Any, text: str, names: set[str]) -> None:
    assert set(mentioned(text).values_list("username", flat=True)) == names
