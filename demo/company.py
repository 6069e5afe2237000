"""Fennwick Analytics, an invented company: four units, three products, about forty people at example.org."""

import datetime
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from qms.accounts.models import Unit, User
from qms.accounts.people import system_user
from qms.registers import people

PASSWORD = "plumbline demo only"

UNITS = (  # code, name, parent, time zone, country
    ("FW", "Fennwick Analytics", "", "Europe/Berlin", "DE"),
    ("ME", "Model Engineering", "FW", "Europe/Berlin", "DE"),
    ("DO", "Data Operations", "FW", "Europe/Warsaw", "PL"),
    ("CS", "Customer Solutions", "FW", "Europe/Paris", "FR"),
)

#: The sign-ins that `make run` prints: user name, printed name, home unit, roles as role@unit.
SIGN_INS = (
    ("quality", "Maren Holt", "FW", "quality_manager@FW contributor@FW auditor@FW"),
    ("lead", "Jonas Weiß", "FW", "auditor@FW contributor@FW"),
    ("auditor", "Inés Calderón", "CS", "auditor@FW contributor@CS"),
    ("compliance", "Tom Okafor", "FW", "compliance_officer@FW contributor@FW"),
    ("ml", "Aylin Demir", "ME", "contributor@ME contributor@DO"),
    ("validator", "Łukasz Wójcik", "DO", "validator@FW contributor@DO"),
    ("approver", "Petra Novák", "FW", "approver@FW contributor@FW"),
    ("approver2", "Henrik Sørby", "FW", "approver@FW"),
    ("dpo", "Lea Schmid", "FW", "privacy_officer@FW"),
    ("executive", "Adaeze Nwosu", "FW", "executive@FW"),
    ("reader", "Noor Haddad", "CS", "reader@FW"),
    ("stranger", "Sam Outside", "", ""),
    ("external", "Mira Castell", "", "external_auditor@FW"),
    ("admin", "Robin Keller", "FW", "administrator@FW"),
)

#: Everybody else: home unit, then user name and printed name. Each third one only reads.
STAFF = (
    ("ME", (
        ("b.trinh", "Bao Trinh"),
        ("c.mendes", "Carla Mendes"),
        ("d.volkov", "Dmitri Volkov"),
        ("e.kaya", "Elif Kaya"),
        ("f.adeyemi", "Femi Adeyemi"),
        ("g.lindqvist", "Greta Lindqvist"),
        ("h.mori", "Hana Mori"),
        ("i.petrov", "Ivo Petrov"),
        ("j.krause", "Jana Krause"),
    )),
    ("DO", (
        ("k.nowak", "Kasia Nowak"),
        ("l.fischer", "Leon Fischer"),
        ("m.zielinska", "Marta Zielińska"),
        ("n.berg", "Nils Berg"),
        ("o.kowalczyk", "Ola Kowalczyk"),
        ("p.dvorak", "Pavel Dvořák"),
        ("q.ng", "Queenie Ng"),
        ("r.lis", "Rafał Lis"),
    )),
    ("CS", (
        ("s.rossi", "Sofia Rossi"),
        ("t.martin", "Théo Martin"),
        ("u.jansen", "Ulla Jansen"),
        ("v.horvath", "Viktor Horváth"),
        ("w.leroy", "Wanda Leroy"),
        ("x.dubois", "Xavier Dubois"),
        ("y.tanaka", "Yuki Tanaka"),
        ("z.bernard", "Zoé Bernard"),
    )),
    ("FW", (
        ("a.diallo", "Amara Diallo"),
        ("t.yamada", "山田 太郎"),
    )),
)  # fmt: skip


@dataclass
class Company:
    """The people and units that the demo's records name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, username: str) -> User:
        return self.people[username]


def found(at: datetime.datetime, *, until: datetime.date) -> Company:
    """Make units and people as of `at`; whoever is from outside may look in to the end of `until`."""
    company, clock = Company(), system_user()
    for code, name, parent, zone, country in UNITS:
        company.units[code] = people.add_unit(
            code=code, name=name, parent=company.units.get(parent), actor=clock, at=at, time_zone=zone,
            country=country, source="demo",
        )  # fmt: skip
    for username, name, home, roles in SIGN_INS:
        _employ(company, username, name, home, roles, at, until if "external" in roles else None)
    for home, staff in STAFF:
        for place, (username, name) in enumerate(staff):
            _employ(company, username, name, home, f"{'reader' if place % 3 == 2 else 'contributor'}@{home}", at)
    # One hash for all: hashing is slow on purpose, and the password is printed at every start. And eighteen months of
    # back-dated changes must not end in anybody's mailbox.
    theirs = User.objects.filter(pk__in=[person.pk for person in company.people.values()])
    theirs.update(password=make_password(PASSWORD), mail_wanted=False)
    company.people = {person.username: person for person in theirs.select_related("unit")}
    return company


def _employ(
    company: Company, username: str, name: str, home: str, roles: str, at: datetime.datetime,
    until: datetime.date | None = None,
) -> None:  # fmt: skip
    person = people.create_user(
        username=username, name=name, email=f"{username}@example.org", unit=company.units.get(home), password=None,
        actor=system_user(), at=at, source="demo", must_set_password=False, identity_verified_by="Robin Keller",
    )  # fmt: skip
    for role, unit in (r.split("@") for r in roles.split()):
        people.grant_role(
            user=person, role=role, unit=company.units[unit], actor=system_user(), at=at, source="demo", until=until
        )
    if roles:
        people.accept_statement(actor=person, at=at, source="demo")
    company.people[username] = person
