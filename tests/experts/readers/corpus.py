from pathlib import Path

FILES = Path(__file__).parent.parent / "files"


def content_of(name: str) -> bytes:
    return (FILES / name).read_bytes()


def files_in(folder: str) -> list[str]:
    return sorted(f"{folder}/{path.name}" for path in (FILES / folder).iterdir())
