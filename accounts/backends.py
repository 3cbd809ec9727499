from allauth.account.auth_backends import AuthenticationBackend

from accounts.demo import demo_mode


class Backend(AuthenticationBackend):
    """Sign-in by e-mail. A demo account works in demo mode only: its password is public.

    Django asks the same at each request of a session, so a session ends when the demo does.
    """

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (not user.is_demo or demo_mode())
