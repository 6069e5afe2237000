"""A monitor that watches the version of a card, by the people of that card."""

from typing import Any

from qms.registers import registry
from tests.factories.monitors import MonitorRecipe
from tests.modelcards.cards.made import Cards


class Watch(MonitorRecipe):
    """The recipe of monitors, in the organisation of these cards and about one of their versions."""

    def __init__(self, cards: Cards, version: Any) -> None:
        self.register = registry["monitors"]
        self.clock, self.org, self.story, self.version = cards.clock, cards.org, cards, version
