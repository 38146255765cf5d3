"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from hlp import health, home, styleguide

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", home.prospectus, name="prospectus"),
    path("home/", home.home, name="home"),
    path("", include("members.urls")),
    path("invoices/", include("invoicing.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.STYLEGUIDE:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
