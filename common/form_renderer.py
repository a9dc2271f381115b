"""Every form of the portal is drawn by the same two templates (docs/adr/0005)."""

from django.forms.renderers import TemplatesSetting


class PortalFormRenderer(TemplatesSetting):
    """Error summary first, then label, hint, error and input of each field.

    The errors' list is templates/django/forms/errors/list/default.html.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
