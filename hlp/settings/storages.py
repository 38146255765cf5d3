"""Where files lie: documents in a folder, or in a private bucket where S3_BUCKET names one."""

from typing import Any

from hlp.settings.environment import text

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
S3_BUCKET = text("S3_BUCKET", "")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": text("S3_ENDPOINT_URL", "") or None,
            "region_name": text("S3_REGION", "") or None,
            "access_key": text("S3_ACCESS_KEY_ID", "") or None,
            "secret_key": text("S3_SECRET_ACCESS_KEY", "") or None,
            "default_acl": "private",
            "querystring_auth": True,  # nobody reads a file by its bare address
            "file_overwrite": False,  # what is made once is never made again
        },
    }
