"""Endpoints besides the generic ones, one module per matter."""

from . import cards, datasets, gate, monitors, systems, tools

urlpatterns = [m for part in (gate, systems, cards, datasets, monitors, tools) for m in part.urlpatterns]

__all__ = ["urlpatterns"]
