from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import trail  # noqa: PLC0415 -- models are not ready before this

        trail.register()
