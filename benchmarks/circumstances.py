"""When, where and with what a figure was found: without this a time says nothing."""

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.db import connection

from diaspora_portal.launch.evidence import git, machine
from matching.engine import ENGINE_VERSION
from matching.engine.spec import spec_hash

LIBRARIES = ("numpy", "numba", "ortools", "Django", "psycopg2-binary", "tantivy", "scikit-learn", "scipy")


def circumstances() -> dict[str, Any]:
    """Commit, machine and versions; nothing that names a host or a person."""
    return {
        "commit": git("rev-parse", "HEAD") or "unknown",
        "uncommitted_changes": bool(git("status", "--porcelain")),
        "processor": processor(),
        **machine(),
        "engine": ENGINE_VERSION,
        "spec": spec_hash(),
        "versions": {"PostgreSQL": _postgres(), **{name: _version(name) for name in LIBRARIES}},
    }


def load() -> list[float]:
    """Load average of the last 1, 5 and 15 minutes."""
    return [round(each, 1) for each in os.getloadavg()]


def processor() -> str:
    """The processor's name as the system gives it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def _postgres() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
