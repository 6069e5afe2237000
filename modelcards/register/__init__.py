"""The registers of this folder."""

from .cards import ModelCards
from .datasets import Datasets
from .declarations import Declarations
from .deployments import Deployments
from .incidents import Incidents
from .monitors import Monitors
from .nonconforming import NonconformingSystems
from .policies import Policies
from .registrations import Registrations
from .systems import Systems
from .versions import SystemVersions

__all__ = [
    "Datasets", "Declarations", "Deployments", "Incidents", "ModelCards", "Monitors", "NonconformingSystems",
    "Policies", "Registrations", "SystemVersions", "Systems",
]  # fmt: skip
