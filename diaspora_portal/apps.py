from common.apps import PortalAppConfig
from common.logs import configure_logging


class ShellConfig(PortalAppConfig):
    name = "diaspora_portal"
    default = True

    def ready(self) -> None:
        configure_logging()
        super().ready()
