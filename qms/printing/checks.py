"""System checks: is there what a print needs, and what to install if not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from ctypes.util import find_library

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

#: Languages whose letters a name may have → the Debian package that draws them.
FONTS = {"pl": "fonts-dejavu-core", "ja": "fonts-noto-cjk"}


@register()
def prints_can_be_made(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Pango is needed for any print; fonts only for letters, so their absence is a warning."""
    if find_library("pango-1.0") is None and find_library("pango-1.0-0") is None:
        packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        hint = f"Debian and Ubuntu: apt install {packages}. macOS: brew install pango."
        return [Error("Pango is not installed, so no PDF can be made.", hint=hint, id="printing.E001")]
    return [
        Warning(
            f"No font draws the letters of language '{language}': they print as empty boxes.",
            hint=f"Debian and Ubuntu: apt install {package}.",
            id="printing.W001",
        )
        for language, package in FONTS.items()
        if not has_font(language)
    ]


def has_font(language: str) -> bool:
    """Whether fontconfig knows a font for a language; True where it cannot be asked."""
    command = shutil.which("fc-list")
    if command is None:
        return True
    found = subprocess.run([command, f":lang={language}", "family"], capture_output=True, timeout=20, check=False)
    return found.returncode != 0 or bool(found.stdout.strip())
