"""Pages where a generic one would serve people badly."""

from . import badge, cards, gate, systems

urlpatterns = [*cards.urlpatterns, *gate.urlpatterns, *systems.urlpatterns, *badge.urlpatterns]

__all__ = ["urlpatterns"]
