"""Pages where a generic one would serve people badly."""

from . import badge, cards, gate

urlpatterns = [*cards.urlpatterns, *gate.urlpatterns, *badge.urlpatterns]
