from django.urls import path

from programmes.views import documents

urlpatterns = [
    path("dokumenter/", documents.document_list, name="document-list"),
    path("dokumenter/<int:pk>/", documents.document, name="document"),
    path("dokumenter/<int:pk>/fil/", documents.document_file, name="document-file"),
    path("dokumenter/<int:pk>/prov-igjen/", documents.document_retry, name="document-retry"),
]
