"""Who acts, where, and in which role. People outside the organisation are contacts, named by id only."""

from typing import ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .roles import ROLE_CHOICES


class Unit(models.Model):
    """A site, department or team; a tree. `path` is "/1/4/": every ancestor's id and its own."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Berlin")
    country = models.CharField(_("country"), max_length=2, default="DE")

    class Meta:
        verbose_name = _("unit")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the root down to this unit."""
        return [int(p) for p in self.path.split("/") if p]


NO_DELETING = "a user is deactivated, never deleted (21 CFR 11.100(a))"


class Kept(models.QuerySet["User"]):
    """Reads and writes people, and deletes none."""

    def delete(self) -> NoReturn:
        raise RuntimeError(NO_DELETING)


class People(UserManager.from_queryset(Kept)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractUser):
    """A person of the organisation, or the `system` user. Never deleted: deactivated (21 CFR 11.100(a))."""

    display_name = models.CharField(_("printed name"), max_length=150, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    must_set_password = models.BooleanField(default=False)
    identity_verified_by = models.CharField(max_length=150, blank=True)
    mail_wanted = models.BooleanField(_("mail"), default=True)
    pseudonym = models.CharField(max_length=20, blank=True, editable=False)
    former_username = models.CharField(max_length=150, blank=True, editable=False)

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_ci"),
            models.UniqueConstraint(Lower("email"), name="user_email_ci", condition=~models.Q(email="")),
        ]

    @property
    def printed_name(self) -> str:
        """The name as signatures and prints show it."""
        return self.pseudonym or self.display_name or self.get_full_name() or self.username

    def __str__(self) -> str:
        return self.printed_name

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise RuntimeError(NO_DELETING)


class Contact(models.Model):
    """A person or body outside the organisation. Records refer to it by id only, so that it can be erased."""

    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.name or f"contact {self.pk}"


class Grant(models.Model):
    """A role that a person holds in a unit and below it, until it is withdrawn."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    granted_by = models.CharField(max_length=150)
    granted_at = models.DateTimeField()
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role", "unit"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} in {self.unit}"


class ApiToken(models.Model):
    """A bearer token for a program. Only its hash is kept; it can never sign."""

    SCOPES = (("read", _("Read")), ("write", _("Read and write")))

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("scope"), max_length=10, choices=SCOPES, default="write")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.user})"


class Acceptance(models.Model):
    """That a person accepted a version of the statement on signature accountability (21 CFR 11.10(j))."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="acceptance_once")]


class Attempt(models.Model):
    """A refused proof at signing; counted to lock the account for a while (21 CFR 11.300(d))."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)
    subject = models.CharField(max_length=80)
