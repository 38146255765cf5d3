"""What programmes remind of, one subject a file."""

from programmes.reminders import planning  # noqa: F401 - registers its rules
