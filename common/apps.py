from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

# Modules that register what they hold: sentences, rules, mail templates, what a change of policy would do,
# personal data, handlers of work.
REGISTERING = ("labels", "policies", "notices", "selectors.effects", "services.personal_data", "tasks")


class PortalAppConfig(AppConfig):
    """An app of the portal: every process knows its sentences, rules, messages and handlers."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for name in REGISTERING:
            if self._has(name):
                import_module(f"{self.name}.{name}")

    def _has(self, name: str) -> bool:
        place = Path(self.path, *name.split("."))
        return place.is_dir() or place.with_suffix(".py").exists()


class CommonConfig(PortalAppConfig):
    name = "common"
    default = True
