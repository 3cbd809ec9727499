from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "municipalities"

    def ready(self):
        from municipalities import trail  # noqa: PLC0415 -- models are not ready before this

        trail.register()
