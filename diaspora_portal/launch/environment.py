"""The variables of a portal that runs on one machine with private servers; .env.example explains each."""

from diaspora_portal.launch.home import Home
from diaspora_portal.launch.keeper import Addresses

# Commands that open no connection still load the settings, which insist on both addresses.
NOWHERE = Addresses("postgresql:///portal", "redis://127.0.0.1:1/0", "", "", "")
USUAL_PORT = 8000


def private_environment(home: Home, addresses: Addresses | None, port: int = USUAL_PORT) -> dict[str, str]:
    """Everything that settings ask for, with secrets generated once and kept in the home."""
    home.prepare()
    where = addresses or NOWHERE
    variables = {
        "DATABASE_URL": where.database_url,
        "REDIS_URL": where.redis_url,
        "PORTAL_DEMO": "1",
        "PORTAL_DATA_DIR": str(home.base),
        "PORTAL_SITE_URL": f"http://localhost:{port}",
        "PORTAL_SECRET_KEY": home.secret("secret-key"),
        "PORTAL_FIELD_KEYS": home.secret("field-keys"),
    }
    return {name: value for name, value in variables.items() if value}
