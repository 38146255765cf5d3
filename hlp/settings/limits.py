"""How often one may try: a number, a time, and whose tries count together."""

RATES = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # a school's people share one address
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
    "invitation": "30/m/ip",
    "enquiry": "30/10m/ip,4/h/key",  # each sends a mail to the address that was typed
    "certificate": "60/m/ip",  # nobody tries out codes
    "check_in": "300/5m/ip",  # a whole room shares one address
}
