"""Matching's part of the API under the portal's addresses."""

from django.urls import include, path

from diaspora_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from matching.api.urls import router

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("api/v1/", include((router.urls, "matching-api")))]
