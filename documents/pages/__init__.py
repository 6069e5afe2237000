"""Pages where a generic one would serve people badly."""

from django.utils.translation import gettext_lazy as _

from qms.pages.menu import Place, places

from . import bringing, documents, evidence, reading, revisions

places.append(Place("do", _("Who has read what"), "/reading/", 41, inside=True))

urlpatterns = [p for part in (bringing, reading, documents, revisions, evidence) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
