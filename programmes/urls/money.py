from django.urls import path

from programmes.views import enrolment_requests, payments, settlements

urlpatterns = [
    path(
        "deltakelser/<int:pk>/be-om/<slug:kind>/",
        enrolment_requests.request_new,
        name="enrolment-request-new",
    ),
    path("endringer/<int:pk>/", enrolment_requests.request_page, name="enrolment-request"),
    path(
        "endringer/<int:pk>/trekk-tilbake/",
        enrolment_requests.request_take_back,
        name="enrolment-request-take-back",
    ),
    path("tilskudd/<int:pk>/be-om-utbetaling/", payments.payment_new, name="payment-new"),
    path("tilskudd/<int:pk>/oppgjor/", settlements.settlement_edit, name="settlement-edit"),
    path("utbetalinger/", payments.payment_list, name="payment-list"),
    path("utbetalinger/regneark/", payments.payment_export, name="payment-export"),
    path("utbetalinger/<int:pk>/", payments.payment, name="payment"),
    path("utbetalinger/<int:pk>/fil/", payments.payment_file, name="payment-file"),
    path("utbetalinger/<int:pk>/trekk-tilbake/", payments.payment_take_back, name="payment-take-back"),
    path("oppgjor/<int:pk>/", settlements.settlement, name="settlement"),
]
