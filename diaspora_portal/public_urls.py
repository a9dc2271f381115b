"""Addresses of the pages for everyone."""

from django.urls import path

from diaspora_portal.views import catalogue, public, sitemap

urlpatterns = [
    path("", public.home, name="home"),
    path("how-it-works/", public.how_it_works, name="how_it_works"),
    path("privacy/", public.privacy, name="privacy"),
    path("terms/", public.terms, name="terms"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("help/", public.help_page, name="help"),
    path("report-a-concern/", public.report_concern, name="report_concern"),
    path("report-a-concern/thank-you/", public.concern_reported, name="concern_reported"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("ui/", catalogue.ui_catalogue, name="ui_catalogue"),
]
