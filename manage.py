#!/usr/bin/env python3
"""Run the portal: `python3 manage.py up`, `python3 manage.py test`, or any Django command."""

import os
import runpy
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OLDEST_PYTHON = (3, 11)


def main():
    if sys.version_info < OLDEST_PYTHON:
        restart_with_newer_python()
    # Loaded by path: importing the package would ask for Celery, which may not be installed yet.
    bootstrap = runpy.run_path(os.path.join(HERE, "diaspora_portal", "launch", "bootstrap.py"))
    bootstrap["enter_environment"](sys.argv)

    from diaspora_portal.launch.commands import run

    sys.exit(run(sys.argv))


def restart_with_newer_python():
    """This part must be readable by any Python 3: no newer syntax."""
    for minor in range(14, OLDEST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, os.path.abspath(__file__), *sys.argv[1:]])
    sys.exit(f"The portal needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")


if __name__ == "__main__":
    main()
