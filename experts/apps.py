from common.apps import PortalAppConfig


class ExpertsConfig(PortalAppConfig):
    name = "experts"
    default = True
