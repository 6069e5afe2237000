"""What a sweep does. Every installed app may have a `jobs.py` whose functions carry `@job`."""

import datetime
import importlib
from collections.abc import Callable
from typing import Protocol

from django.apps import apps
from django.utils.module_loading import module_has_submodule


class Job(Protocol):
    def __call__(self, *, at: datetime.datetime) -> int:
        """Do what is due at `at` and give the number of things done. Safe to run twice and in many processes."""


_jobs: dict[str, Job] = {}


def job(name: str) -> Callable[[Job], Job]:
    """Add a function to every sweep, under a name for the log."""

    def add(function: Job) -> Job:
        assert name not in _jobs or _jobs[name] is function, f"two jobs are called {name}"
        _jobs[name] = function
        return function

    return add


def jobs() -> dict[str, Job]:
    """All jobs, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "jobs"):
            importlib.import_module(f"{config.name}.jobs")
    return _jobs
