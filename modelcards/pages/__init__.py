"""Pages where a generic one would serve people badly."""

from . import badge, cards, datasets, gate, systems

urlpatterns = [p for part in (cards, gate, systems, datasets, badge) for p in part.urlpatterns]

__all__ = ["urlpatterns"]
