"""The API of needs and of the vocabulary under its real prefix."""

from django.urls import include, path

from diaspora_portal import urls as portal
from incubators.api.urls import router as needs
from taxonomy.api.urls import router as vocabulary

handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500

urlpatterns = [
    path("api/v1/", include(([*needs.urls, *vocabulary.urls], "api"))),
    *portal.urlpatterns,
]
