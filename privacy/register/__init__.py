"""The registers of this folder."""

from .breaches import Breaches
from .requests import SubjectRequests

__all__ = ["Breaches", "SubjectRequests"]
