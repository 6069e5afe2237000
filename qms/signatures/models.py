from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qms.records.backdoor import AppendOnly
from qms.records.models import Entry

#: How a signer proved to be the person; a demo's signature has to be told from a real one wherever it is shown.
METHODS = {
    "password": _("given with user name and password"),
    "demo": _("written by the demo, without a password"),
}


class Signature(AppendOnly):
    """One signature. Whether it is valid is computed: the hash of its scope today must equal the signed one."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="signatures")
    rev = models.PositiveIntegerField()
    register = models.CharField(max_length=30)
    verb = models.CharField(max_length=40)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_name = models.CharField(_("printed name"), max_length=150)
    meaning = models.CharField(max_length=20)
    role = models.CharField(max_length=120, blank=True)
    covers = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    method = models.CharField(max_length=20)
    context = models.JSONField(default=dict)
    scope_hash = models.BinaryField(max_length=32)
    challenge = models.CharField(max_length=40, null=True, unique=True)
    statement = models.CharField(max_length=20)

    class Meta(AppendOnly.Meta):
        abstract = False
        indexes = [models.Index(fields=["entry", "id"], name="signature_entry")]

    @property
    def method_words(self) -> str:
        """How it was given, in words."""
        return str(METHODS.get(self.method, self.method))

    def __str__(self) -> str:
        return f"{self.printed_name}, {self.meaning}, {self.at:%Y-%m-%d %H:%M} UTC"
