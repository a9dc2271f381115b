"""Where the faces of printed papers are: beside the portal's data, or with the system's fonts.

No font is kept in the repository. `manage.py fetch_fonts` brings the three families from their npm packages
into the first folder; Debian's fonts-noto-core puts them into the second.
"""

from pathlib import Path

from django.conf import settings

DEVELOPMENT_DIR = Path(settings.BASE_DIR) / "var" / "fonts"
SYSTEM_DIRS = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/google-noto"),
    Path("/usr/share/fonts/google-noto-vf"),
)
LATIN = ("NotoSans-Regular.ttf",)
LATIN_BOLD = ("NotoSans-Bold.ttf",)
# Urdu is read in Nastaliq; Naskh stands in where a machine has no other.
URDU = ("NotoNastaliqUrdu-Regular.ttf", "NotoNaskhArabic-Regular.ttf")


def fonts_dir() -> Path:
    """The folder that `fetch_fonts` fills."""
    return Path(settings.DATA_DIR) / "fonts"


def font_file(names: tuple[str, ...]) -> Path | None:
    """The first of these files that this machine has, by name before folder."""
    folders = (fonts_dir(), DEVELOPMENT_DIR, *SYSTEM_DIRS)
    return next((folder / name for name in names for folder in folders if (folder / name).is_file()), None)


def has_fonts() -> bool:
    return all(font_file(names) for names in (LATIN, LATIN_BOLD, URDU))
