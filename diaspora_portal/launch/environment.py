"""The variables of a portal that runs on one machine with private servers; .env.example explains each."""

import base64

from diaspora_portal.launch.home import Home
from diaspora_portal.launch.keeper import Addresses

USUAL_PORT = 8000


def private_environment(home: Home, addresses: Addresses | None, port: int = USUAL_PORT) -> dict[str, str]:
    """Everything that settings ask for, with secrets generated once and kept in the home."""
    home.prepare()
    field_key = base64.urlsafe_b64encode(bytes.fromhex(home.secret("field-key"))).decode()
    variables = {
        "DJANGO_SETTINGS_MODULE": "diaspora_portal.settings",
        "PORTAL_DEMO": "1",
        "PORTAL_DATA_DIR": str(home.base),
        "PORTAL_SITE_URL": f"http://localhost:{port}",
        "PORTAL_SECRET_KEY": home.secret("secret-key"),
        "PORTAL_FIELD_KEYS": f"1:{field_key}",
    }
    if addresses is not None and addresses.database_url:
        variables["DATABASE_URL"] = addresses.database_url
    if addresses is not None and addresses.redis_url:
        variables["REDIS_URL"] = addresses.redis_url
    return variables


def production_environment() -> dict[str, str]:
    """What differs in production, for checking the settings as they will be deployed."""
    return {
        "PORTAL_DEMO": "0",
        "PORTAL_DEBUG": "0",
        "PORTAL_SITE_URL": "https://portal.example.org",
        "PORTAL_ALLOWED_HOSTS": "portal.example.org",
        "PORTAL_TRUSTED_ORIGINS": "https://portal.example.org",
    }
