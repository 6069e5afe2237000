"""What is stored: systems, their versions and deployments, datasets, cards, policies, monitors and gate answers."""

from .cards import ModelCard
from .datasets import Dataset
from .declarations import ConformityDeclaration
from .deployments import Deployment
from .gate import Badge, GateAnswer
from .incidents import Incident
from .monitors import Monitor
from .nonconforming import NonconformingSystem
from .points import MonitorPoint, MonitorSeries
from .policies import Policy
from .registrations import Registration
from .systems import System
from .versions import SystemVersion

__all__ = [
    "Badge", "ConformityDeclaration", "Dataset", "Deployment", "GateAnswer", "Incident", "ModelCard", "Monitor",
    "MonitorPoint", "MonitorSeries", "NonconformingSystem", "Policy", "Registration", "System", "SystemVersion",
]  # fmt: skip
