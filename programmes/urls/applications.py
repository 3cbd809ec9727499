from django.urls import path, register_converter

from programmes.enums.calls import Section
from programmes.views import application_fields, application_history, application_sections, applications
from programmes.views import proposed_measures as measures

S = Section
ADDRESSES = {
    S.ABOUT: "om",
    S.APPROACH: "tilnaerming",
    S.NEED: "behov",
    S.COOPERATION: "samarbeid",
    S.ANCHORING: "forankring",
    S.MEASURES: "tiltak",
    S.EVALUATION: "evaluering",
    S.BUDGET: "budsjett",
    S.CRITERIA: "kriterier",
    S.OWN: "sporsmal",
    S.ATTACHMENTS: "filer",
}
SECTIONS = {address: section for section, address in ADDRESSES.items()}


class SectionConverter:
    """A step in the address, in Norwegian: no other address under /soknader/<pk>/ is taken for one."""

    regex = "|".join(SECTIONS)

    def to_python(self, value):
        return SECTIONS[value]

    def to_url(self, value):
        return ADDRESSES[Section(value)]


register_converter(SectionConverter, "section")

urlpatterns = [
    path("soknader/<int:pk>/", applications.application, name="application"),
    path("soknader/<int:pk>/historikk/", application_history.application_history, name="application-history"),
    path(
        "soknader/<int:pk>/felt/<slug:key>/", application_fields.application_field, name="application-field"
    ),
    path("soknader/<int:pk>/tiltak/nytt/", measures.proposed_measure_new, name="proposed-measure-new"),
    path(
        "soknader/<int:pk>/tiltak/<int:measure>/",
        measures.proposed_measure_edit,
        name="proposed-measure-edit",
    ),
    path(
        "soknader/<int:pk>/tiltak/<int:measure>/ta-bort/",
        measures.proposed_measure_remove,
        name="proposed-measure-remove",
    ),
    path(
        "soknader/<int:pk>/<section:section>/",
        application_sections.application_section,
        name="application-section",
    ),
]
