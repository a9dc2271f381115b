"""All addresses of the portal."""

from django.urls import include, path

from diaspora_portal.views import errors, health, today

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

urlpatterns = [
    path("", include("diaspora_portal.public_urls")),
    path("today/", today.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("experts/", include("experts.urls")),
    path("", include("incubators.urls")),
    path("matching/", include("matching.urls")),
    path("", include("exchanges.urls")),
    path("", include("insights.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
