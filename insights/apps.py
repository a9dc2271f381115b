from common.apps import PortalAppConfig


class InsightsConfig(PortalAppConfig):
    name = "insights"
    default = True
