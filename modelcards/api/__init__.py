"""Endpoints besides the generic ones."""

from . import cards, gate

urlpatterns = [*gate.urlpatterns, *cards.urlpatterns]
