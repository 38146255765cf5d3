from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0005_keep_extensions_with_their_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="nomination", name="nominated_once"),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["accepted", "proposed"])),
                fields=("contest", "nominee"),
                name="one_live_nomination",
            ),
        ),
    ]
