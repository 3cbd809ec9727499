from programmes.urls import documents, enrolments, front, log, measures, municipalities

urlpatterns = [
    *front.urlpatterns,
    *municipalities.urlpatterns,
    *enrolments.urlpatterns,
    *measures.urlpatterns,
    *log.urlpatterns,
    *documents.urlpatterns,
]
