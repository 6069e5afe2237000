"""Endpoints besides the generic ones, one module per matter."""

from . import cards, gate, systems

urlpatterns = [*gate.urlpatterns, *systems.urlpatterns, *cards.urlpatterns]

__all__ = ["urlpatterns"]
