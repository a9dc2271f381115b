from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule

# Modules that register what they hold: sentences, rules, mail templates, handlers of work.
REGISTERING = ("labels", "policies", "notices", "tasks")


class PortalAppConfig(AppConfig):
    """An app of the portal: every process knows its sentences, rules, messages and handlers."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for name in REGISTERING:
            if module_has_submodule(self.module, name):
                import_module(f"{self.name}.{name}")


class CommonConfig(PortalAppConfig):
    name = "common"
    default = True
