from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self):
        from programmes import trail  # noqa: PLC0415 -- models are not ready before this
        from programmes.queries import practices  # noqa: PLC0415 -- as above
        from smart import usage  # noqa: PLC0415 -- as above

        trail.register()
        usage.register(practices.tried_by)
