"""Registers and certificates: /registers/, /certificates/."""

from django.urls import path

from programmes.views.certificates import checking, own
from programmes.views.registers import door, files, taking

ONE = "registers/<int:register_id>/"
PLACE = "places/<int:place_id>/"

urlpatterns = [
    path("events/<int:event_id>/register/", taking.register, name="register"),
    path("events/<int:event_id>/register/open/", taking.open_register, name="open_register"),
    path(ONE, taking.take_register, name="take_register"),
    path(f"{ONE}sync/", taking.sync_register, name="sync_register"),
    path(f"{ONE}scan/", taking.scan_code, name="scan_code"),
    path(f"{ONE}walk-in/", taking.walk_in, name="walk_in"),
    path(f"{ONE}finish/", taking.finish_register, name="finish_register"),
    path(f"{ONE}log/", taking.register_log, name="register_log"),
    path(f"{ONE}import/", files.import_register, name="import_register"),
    path(f"{ONE}export/<slug:kind>/", files.export_register, name="export_register"),
    path(f"{ONE}poster/", door.register_poster, name="register_poster"),
    path("registers/here/<str:token>/", door.check_in, name="check_in"),
    path("registers/here/<str:token>/done/", door.checked_in, name="checked_in"),
    path("registers/code/<str:code>/", door.scanned, name="scanned"),
    path(f"{PLACE}code/", door.own_code, name="own_code"),
    path(f"{PLACE}certificate/", own.own_certificate, name="own_certificate"),
    path(f"{PLACE}certificate/file/", own.certificate_file, name="certificate_file"),
    path(f"{PLACE}certificate/name/", own.rename_certificate, name="rename_certificate"),
    path(f"{PLACE}certificate/revoke/", own.revoke_certificate, name="revoke_certificate"),
    path(f"{PLACE}forget/", own.forget_name, name="forget_name"),
    path("certificates/", checking.check_certificate, name="check_certificate"),
    path("certificates/<str:code>/", checking.certificate, name="certificate"),
]
