from django.urls import path

from programmes.views import (
    agreements,
    conditions,
    decisions,
    decisions_edit,
    decisions_meeting,
    decisions_page,
)

urlpatterns = [
    path("utlysninger/<int:pk>/vedtak/", decisions.decision_table, name="decision-table"),
    path("utlysninger/<int:pk>/vedtak/innstill/", decisions.decision_recommend, name="decision-recommend"),
    path("utlysninger/<int:pk>/vedtak/mote/", decisions_meeting.decision_meeting, name="decision-meeting"),
    path("soknader/<int:pk>/vedtak/", decisions_edit.decision_edit, name="decision-edit"),
    path("soknader/<int:pk>/vedtak/prov/", decisions.decision_try, name="decision-try"),
    path("vedtak/<int:pk>/", decisions_page.decision, name="decision"),
    path("vedtak/<int:pk>/ta-tilbake/", decisions_edit.decision_take_back, name="decision-take-back"),
    path("vedtak/<int:pk>/kast/", decisions_edit.decision_discard, name="decision-discard"),
    path("vedtak/<int:pk>/avtale/", agreements.agreement, name="agreement"),
    path("vedtak/<int:pk>/avtale/fil/", agreements.agreement_file, name="agreement-file"),
    path("vilkar/", conditions.condition_list, name="condition-list"),
    path("vilkar/<int:pk>/", conditions.condition_edit, name="condition-edit"),
]
