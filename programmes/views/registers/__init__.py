"""Registers: taking them, coming in, reading a webinar in, taking them out."""
