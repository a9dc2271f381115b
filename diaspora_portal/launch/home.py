"""Where everything of one machine's portal lives: `var/`, or a scratch folder for tests."""

import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class LaunchFailed(Exception):
    """Something cannot be started; the text says why and what to do, for a person to read."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folders below `base`. A scratch home trades durability for speed and is thrown away."""

    base: Path
    scratch: bool = False

    @property
    def run(self) -> Path:
        return self.base / "run"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def secrets(self) -> Path:
        return self.base / "secrets"

    @property
    def state(self) -> Path:
        return self.run / "services.json"

    def prepare(self) -> None:
        # `static` may stay empty, since the demonstration serves from the sources; missing, it is warned of.
        public = ((self.base, 0o755), (self.log, 0o755), (self.base / "static", 0o755))
        for folder, mode in (*public, (self.run, 0o700), (self.secrets, 0o700)):
            try:
                folder.mkdir(mode=mode, parents=True, exist_ok=True)
                writable = os.access(folder, os.W_OK | os.X_OK)
            except PermissionError:
                writable = False
            except (FileExistsError, NotADirectoryError) as error:
                raise LaunchFailed(f"{folder} is not a folder.") from error
            if not writable:
                raise LaunchFailed(f"{folder} belongs to somebody else. Run this as its owner, or delete it.")

    def secret(self, name: str) -> str:
        """Read the generated secret of that name, made on first use and readable by its owner alone."""
        file = self.secrets / name
        try:
            return file.read_text().strip()
        except FileNotFoundError:
            descriptor, part = tempfile.mkstemp(dir=self.secrets)
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_hex(32))
            # The first of two processes wins: link() refuses to replace what is there.
            try:
                os.link(part, file)
            except FileExistsError:
                pass
            finally:
                os.unlink(part)
            return file.read_text().strip()


def usual_home() -> Home:
    return Home(Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / "var").absolute())


def read_json(file: Path) -> dict[str, Any]:
    """The object in that file; empty when it is absent or just being replaced."""
    try:
        content: dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content


def write_json(file: Path, content: dict[str, Any]) -> None:
    part = file.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        json.dump(content, handle)
    part.replace(file)
