"""The words of an uploaded file, by its hash: read once, outside of any transaction, and made again at will."""

from django.db import models

from qms.records.backdoor import AppendOnly


class FileText(AppendOnly):
    """What a PDF, DOCX or XLSX says, as plain text, for comparing and finding. Derived, and therefore no record."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.sha256
