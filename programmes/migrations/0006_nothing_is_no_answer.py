"""Four rules let a row pass that left out what they ask for: to the database, unknown is not false."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0005_law_of_the_grant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="callversion",
            name="call_version_sketch_has_its_deadline",
        ),
        migrations.RemoveConstraint(
            model_name="callversion",
            name="call_version_appeal_is_whole",
        ),
        migrations.RemoveConstraint(
            model_name="criterion",
            name="criterion_weight_and_scale_follow_kind",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_reserve_has_its_rank",
        ),
        migrations.AddConstraint(
            model_name="callversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("has_sketch", False), ("sketch_closes_on", None)),
                    models.Q(
                        ("has_sketch", True),
                        ("sketch_closes_on__gte", models.F("opens_on")),
                        ("sketch_closes_on__isnull", False),
                        ("sketch_closes_on__lt", models.F("closes_on")),
                    ),
                    _connector="OR",
                ),
                name="call_version_sketch_has_its_deadline",
                violation_error_message="Med skisse må det være en frist for skissen, etter åpningen og før søknadsfristen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="callversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appeal_instance", ""), ("appeal_weeks", None), ("has_appeal", False)),
                    models.Q(
                        ("appeal_weeks__isnull", False),
                        ("appeal_weeks__range", (1, 52)),
                        ("has_appeal", True),
                        models.Q(("appeal_instance", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="call_version_appeal_is_whole",
                violation_error_message="Med klageadgang må klageinstansen og antall uker være med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "must"), ("scale", None), ("weight", None)),
                    models.Q(
                        ("kind", "weighed"),
                        ("scale__isnull", False),
                        ("scale__range", (1, 10)),
                        ("weight__isnull", False),
                        ("weight__range", (1, 100)),
                    ),
                    _connector="OR",
                ),
                name="criterion_weight_and_scale_follow_kind",
                violation_error_message="Et kriterium som vektes, må ha vekt fra 1 til 100 og høyeste poeng fra 1 til 10.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("outcome", "reserve"), ("reserve_rank__gte", 1), ("reserve_rank__isnull", False)
                    ),
                    models.Q(models.Q(("outcome", "reserve"), _negated=True), ("reserve_rank", None)),
                    _connector="OR",
                ),
                name="decision_reserve_has_its_rank",
                violation_error_message="En søknad på ventelista må ha en plass på den.",
            ),
        ),
    ]
