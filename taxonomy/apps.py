from common.apps import PortalAppConfig


class TaxonomyConfig(PortalAppConfig):
    name = "taxonomy"
    default = True
