"""Pages where a generic one would serve people badly."""

from . import badge, cards, datasets, gate, incidents, monitors, systems, tools

urlpatterns = [
    p for part in (cards, gate, systems, datasets, monitors, incidents, tools, badge) for p in part.urlpatterns
]

__all__ = ["urlpatterns"]
