from django.urls import path

from municipalities.views import colleagues, invitations

urlpatterns = [
    path("kommune/kolleger/", colleagues.colleague_list, name="colleague-list"),
    path("kommune/kolleger/inviter/", colleagues.colleague_invite, name="colleague-invite"),
    path("kommune/invitasjoner/<int:pk>/trekk/", colleagues.invitation_withdraw, name="invitation-withdraw"),
    path("invitasjon/<str:token>/", invitations.invitation, name="invitation"),
]
