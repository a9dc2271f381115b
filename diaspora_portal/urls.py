"""All addresses of the portal."""

from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from diaspora_portal.views import audit, errors, finding, health, today

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

urlpatterns = [
    path("", include("diaspora_portal.public_urls")),
    path("today/", today.today, name="today"),
    path("find/", finding.find, name="find"),
    path("oversight/audit/", audit.audit, name="audit"),
    path("oversight/audit/chains/", audit.audit_check, name="audit_check"),
    path("oversight/audit/<slug:kind>/<slug:code>/", audit.audit_chain, name="audit_chain"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("programmes.urls")),
    path("experts/", include("experts.urls")),
    path("", include("incubators.urls")),
    path("", include("matching.urls")),
    path("", include("exchanges.urls")),
    path("", include("insights.urls")),
    path("api/v1/", include("diaspora_portal.api_urls")),
    path("language/", require_POST(set_language), name="set_language"),
]
