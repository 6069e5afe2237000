"""What is stored."""

from .acceptances import Acceptance
from .controls import Control
from .fmea_lines import FmeaLine
from .fmea_worksheets import FmeaWorksheet
from .matrices import RiskMatrix
from .opportunities import Opportunity
from .risks import Risk

__all__ = ["Acceptance", "Control", "FmeaLine", "FmeaWorksheet", "Opportunity", "Risk", "RiskMatrix"]
