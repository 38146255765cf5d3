import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0004_keep_the_paper"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("elected", "Elected"),
                            ("named", "Named by the body it represents"),
                            ("appointed", "Appointed after open competition"),
                            ("coopted", "Co-opted by the board"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="where it is written down"
                    ),
                ),
                (
                    "declared_on",
                    models.DateField(blank=True, null=True, verbose_name="declared independent on"),
                ),
                ("appointed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stepped_down", "Stepped down"),
                            ("replaced", "The body it represents named somebody else"),
                            ("removed", "Decision of the board"),
                            ("no_longer", "No longer what the seat asks for"),
                            ("next_board", "Went on in the next board"),
                            ("mistake", "Entered by mistake"),
                        ],
                        max_length=20,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "roles",
                    models.ManyToManyField(editable=False, related_name="+", to="members.roleheld"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="members.school",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("chair", "Independent chair"),
                            ("primary_forum", "Primary Forum representative"),
                            ("hash", "HASH representative"),
                            ("primary_head", "Primary head"),
                            ("secondary_head", "Secondary head"),
                            ("la", "LA representative"),
                            ("special", "Special school representative"),
                            ("coopted", "Co-opted member"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("has_vote", models.BooleanField(default=True, verbose_name="votes on the board")),
                (
                    "skill",
                    models.CharField(blank=True, max_length=100, verbose_name="skill wanted"),
                ),
                (
                    "added_on",
                    models.DateField(blank=True, null=True, verbose_name="added by decision of"),
                ),
                ("minute_reference", models.CharField(blank=True, max_length=60)),
                (
                    "closed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="taken away by decision of"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="members.period",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Chairing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.CharField(
                        choices=[("acting", "Acting chair"), ("deputy", "Deputy chair")],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="to")),
                ("decided_on", models.DateField(verbose_name="decision of the board on")),
                ("minute_reference", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chairings",
                        to="board.appointment",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="members.roleheld",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="board.seat",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="appointment",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="board.seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=("period", "kind", "number"), name="one_row_per_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "coopted"), _negated=True),
                    models.Q(
                        models.Q(("skill", ""), _negated=True),
                        ("added_on__isnull", False),
                        models.Q(("minute_reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_coopted_seat_has_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "coopted"),
                    models.Q(
                        ("added_on", None), ("closed_on", None), ("has_vote", True), ("skill", "")
                    ),
                    _connector="OR",
                ),
                name="the_ten_seats_stay",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on__gte", models.F("from_on")),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="chairing_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairing",
            constraint=models.CheckConstraint(
                condition=models.Q(("minute_reference", ""), _negated=True),
                name="chairing_has_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_on", None),
                    ("to_on__gte", models.F("from_on")),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="appointment_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_because", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("to_on__isnull", False),
                        models.Q(("ended_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_early_end_has_a_reason",
            ),
        ),
    ]
