from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.utils.translation import get_language, override

from accounts.demo import demo_mode
from accounts.enums import MessageKind
from accounts.models import User
from accounts.post import post, post_to_address


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """People are invited; an open sign-up form would tell known addresses by time."""
        return False

    def pre_login(self, request, user, **kwargs):
        """Sign-in by code goes past the password backend, so the demo rule is asked here too."""
        if user.is_demo and not demo_mode():
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """A row as every other mail: whoever asks for a code never waits for the mail server.

        The same work for a known address as for an unknown one, so that time tells nothing.
        """
        known = User.objects.filter(email__iexact=email).first()
        language = known.language if known else get_language()

        def write():
            told = {"request": allauth_context.request, "email": email, **context}
            mail = self.render_mail(template_prefix, email, told)
            return mail.subject, mail.body

        if known and known.email == email:
            post(known, MessageKind.ACCOUNT, write=write)
        else:
            with override(language):
                post_to_address(email, MessageKind.ACCOUNT, language=language, write=write)
