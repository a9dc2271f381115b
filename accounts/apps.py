from common.apps import PortalAppConfig


class AccountsConfig(PortalAppConfig):
    name = "accounts"
    default = True
