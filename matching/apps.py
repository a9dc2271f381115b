from common.apps import PortalAppConfig


class MatchingConfig(PortalAppConfig):
    name = "matching"
    default = True
