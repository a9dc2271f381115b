from common.apps import PortalAppConfig


class IncubatorsConfig(PortalAppConfig):
    name = "incubators"
    default = True
