"""Events and places: finding, planning, booking, organising."""
