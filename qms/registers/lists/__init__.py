"""A list of one register as an address asks for it; shared by pages, API and prints."""

from .cursor import page
from .filters import filters_for, late, states_in
from .listing import PHASES, Column, Listing

__all__ = ["PHASES", "Column", "Listing", "filters_for", "late", "page", "states_in"]
