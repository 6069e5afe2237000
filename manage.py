#!/usr/bin/env python3
"""Plumbline's command line: `manage.py help` lists the commands.

Any Python may start it: the one that `make run` has filled takes over where Django is not at hand.
"""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        folder = Path(__file__).resolve().parent / ".venv"
        ours = folder / "bin" / "python"
        if not ours.exists() or Path(sys.prefix).resolve() == folder.resolve():
            sys.exit("Nothing is installed here yet. Run `make run` once; it installs what Plumbline needs.")
        os.execv(ours, [str(ours), *sys.argv])
    execute_from_command_line(sys.argv)
