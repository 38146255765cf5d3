"""What programmes remind of, one subject a file."""

from programmes.reminders import events, feedback, planning  # noqa: F401 - registers its rules
