"""Bring the faces that letters are printed in: once per machine that lacks the system's Noto fonts."""

import base64
import hashlib
import io
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.fonts import fonts_dir, has_fonts

_REGISTRY = "https://registry.npmjs.org/@expo-google-fonts"
MOST_SECONDS = 60


@dataclass(frozen=True, slots=True)
class FontPackage:
    """An npm package at one version, its digest (sha512, as npm writes it), and which files become what."""

    name: str
    version: str
    digest: str
    files: dict[str, str]

    @property
    def url(self) -> str:
        return f"{_REGISTRY}/{self.name}/-/{self.name}-{self.version}.tgz"


# Both families are licensed under the SIL Open Font License 1.1; the licence is kept beside them.
PACKAGES = (
    FontPackage(
        "noto-sans",
        "0.4.2",
        "zYD8G2ijWLxqmquoQgghNh/x9p0yxWwArD0oxO1oXY1qx5vOd4t0Kbhnu/Cx8RTy08OgA8RtxuULZFaXwVPnPw==",
        {
            "package/400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
            "package/700Bold/NotoSans_700Bold.ttf": "NotoSans-Bold.ttf",
            "package/LICENSE_FONT": "NotoSans-LICENSE.txt",
        },
    ),
    FontPackage(
        "noto-nastaliq-urdu",
        "0.4.2",
        "ciSPIxljdusLFb66Ov5uP8vXNuP2/CPAxwHqF2lIHqQwxZ8YtYf1B9VGiK0hcwp4XqmX6/hog8QNgViWoY9KGg==",
        {
            "package/400Regular/NotoNastaliqUrdu_400Regular.ttf": "NotoNastaliqUrdu-Regular.ttf",
            "package/LICENSE_FONT": "NotoNastaliqUrdu-LICENSE.txt",
        },
    ),
)


class Command(BaseCommand):
    help = "Fetch the fonts of printed letters into the data folder, unless this machine has them."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if has_fonts():
            self.stdout.write("This machine has the fonts of letters.")
            return
        folder = fonts_dir()
        folder.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            self._unpack(package, self._fetched(package), folder)
        self.stdout.write(f"The fonts of letters are in {folder}.")

    def _fetched(self, package: FontPackage) -> bytes:
        try:
            with urllib.request.urlopen(package.url, timeout=MOST_SECONDS) as answer:  # noqa: S310  https only
                content = bytes(answer.read())
        except OSError as error:
            raise CommandError(
                f"{package.url} cannot be read ({error}). Install Debian's fonts-noto-core instead."
            ) from error
        if base64.b64encode(hashlib.sha512(content).digest()).decode() != package.digest:
            raise CommandError(f"{package.url} is not the file that was pinned: nothing was kept.")
        return content

    def _unpack(self, package: FontPackage, content: bytes, folder: Path) -> None:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for inside, name in package.files.items():
                member = archive.extractfile(inside)
                if member is None:
                    raise CommandError(f"{package.name} {package.version} holds no {inside}.")
                (folder / name).write_bytes(member.read())
