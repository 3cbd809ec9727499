from django.urls import path

from programmes.views import call_builder, call_feeds, call_items, call_publishing, calls

urlpatterns = [
    path("utlysninger/", calls.call_list, name="call-list"),
    path("utlysninger/atom.xml", call_feeds.call_feed, name="call-feed"),
    path("utlysninger/mine/", call_builder.call_manage_list, name="call-manage-list"),
    path("utlysninger/ny/", call_builder.call_new, name="call-new"),
    path("utlysninger/<int:pk>/", calls.call, name="call"),
    path("utlysninger/<int:pk>/kalender.ics", call_feeds.call_ics, name="call-ics"),
    path("utlysninger/<int:pk>/versjoner/", calls.call_versions, name="call-version-list"),
    path("utlysninger/<int:pk>/versjoner/<int:number>/", calls.call_version, name="call-version"),
    path("utlysninger/<int:pk>/kopier/", call_builder.call_copy, name="call-copy"),
    path("utlysninger/<int:pk>/rediger/", call_builder.call_edit, name="call-edit"),
    path("utlysninger/<int:pk>/rediger/<slug:part>/", call_items.call_part, name="call-part"),
    path("utlysninger/<int:pk>/rediger/<slug:part>/<slug:key>/", call_items.call_item, name="call-item"),
    path("utlysninger/<int:pk>/forhandsvis/", call_publishing.call_preview, name="call-preview"),
    path("utlysninger/<int:pk>/publiser/", call_publishing.call_publish, name="call-publish"),
    path("utlysninger/<int:pk>/slett/", call_publishing.call_discard, name="call-discard"),
    path("utlysninger/<int:pk>/avlys/", call_publishing.call_cancel, name="call-cancel"),
    path("utlysninger/<int:pk>/prov/", call_publishing.call_trial, name="call-trial"),
    path(
        "utlysninger/<int:pk>/prov/<int:trial>/slett/",
        call_publishing.call_trial_remove,
        name="call-trial-remove",
    ),
]
