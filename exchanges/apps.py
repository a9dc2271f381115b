from common.apps import PortalAppConfig


class ExchangesConfig(PortalAppConfig):
    name = "exchanges"
    default = True
