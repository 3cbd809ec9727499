from allauth.account.adapter import DefaultAccountAdapter

from accounts.demo import demo_mode


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People are invited; an open sign-up form would tell known addresses by time."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Sign-in by code goes past the password backend, so the demo rule is asked here too."""
        if user.is_demo and not demo_mode():
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)
