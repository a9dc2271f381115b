from common.apps import PortalAppConfig
from common.logs import configure_logging
from diaspora_portal.celery import app as celery_app


class ShellConfig(PortalAppConfig):
    name = "diaspora_portal"
    default = True

    def ready(self) -> None:
        # Here and not in the package: the launcher lives in it and must start without Celery.
        celery_app.set_default()
        configure_logging()
        super().ready()
