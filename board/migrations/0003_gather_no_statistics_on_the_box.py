from django.db import migrations

# PostgreSQL keeps samples of what it analyses, also of rows that are deleted since.
COLUMNS = (
    ("board_sealedballot", "envelope"),
    ("board_keylock", "box"),
    ("board_keyholder", "public"),
    ("board_keyholder", "salt"),
)


def gather(target):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor != "postgresql":
            return
        for table, column in COLUMNS:
            schema_editor.execute(
                f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS {target}'
            )

    return run


class Migration(migrations.Migration):
    dependencies = [("board", "0002_add_elections")]

    operations = [migrations.RunPython(gather(0), gather(-1))]
