"""Certificates: of one's own places, and checked by anybody."""
