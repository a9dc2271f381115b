"""The REST API, version 1, with its OpenAPI document and a page to read it."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from exchanges.api.urls import router as exchanges
from experts.api.urls import router as experts
from incubators.api.urls import router as incubators
from matching.api.urls import router as matching
from taxonomy.api.urls import router as taxonomy

app_name = "api"

urlpatterns = [
    path(
        "",
        login_not_required(RedirectView.as_view(pattern_name="api:docs", http_method_names=["get", "head"])),
        name="root",
    ),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    *taxonomy.urls,
    *incubators.urls,
    *matching.urls,
    *experts.urls,
    *exchanges.urls,
]
