from django.urls import path

from programmes.views import assignments, case_list, impartiality, municipality_cases, reviews

urlpatterns = [
    path("utlysninger/<int:pk>/saker/", case_list.case_list, name="case-list"),
    path("utlysninger/<int:pk>/habilitet/", impartiality.many, name="impartiality-many"),
    path("utlysninger/<int:pk>/fordel/", assignments.assign_many, name="assign-many"),
    path("soknader/<int:pk>/habilitet/", impartiality.one, name="case-impartiality"),
    path("soknader/<int:pk>/fordel/", assignments.assign_one, name="case-assign"),
    path("vurderinger/", reviews.review_list, name="review-list"),
    path("vurderinger/<int:pk>/", reviews.review, name="review"),
    path("vurderinger/<int:pk>/apne/", reviews.review_reopen, name="review-reopen"),
    path("vurderinger/<int:pk>/ta-av/", assignments.take_off, name="review-take-off"),
    path("vurderinger/<int:pk>/minn/", assignments.remind, name="review-remind"),
    path("kommuner/<slug:code>/soknader/", municipality_cases.municipality_cases, name="municipality-cases"),
]
