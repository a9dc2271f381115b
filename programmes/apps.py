from common.apps import PortalAppConfig


class ProgrammesConfig(PortalAppConfig):
    name = "programmes"
    default = True
