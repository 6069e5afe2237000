"""What is stored."""

from .acceptances import Acceptance
from .controls import Control
from .matrices import RiskMatrix
from .opportunities import Opportunity
from .risks import Risk

__all__ = ["Acceptance", "Control", "Opportunity", "Risk", "RiskMatrix"]
