"""Pages where a generic one would serve people badly."""

from . import badge, cards, datasets, gate, incidents, law_forms, monitors, retention, systems, tools

#: `retention` before `systems`: its address would else be taken for a number.
PARTS = (cards, gate, retention, systems, datasets, monitors, incidents, law_forms, tools, badge)
urlpatterns = [p for part in PARTS for p in part.urlpatterns]

__all__ = ["urlpatterns"]
