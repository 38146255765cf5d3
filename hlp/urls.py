"""Every address of the portal."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from hlp import health, home, reminders, styleguide
from hlp.pages import guides, machines, prospectus, standing
from hlp.subject_access import urls as subject_access

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# One page changes passwords: it counts tries and tells the owner.
admin.site.password_change = RedirectView.as_view(  # type: ignore[method-assign, assignment]
    pattern_name="account_change_password"
)

urlpatterns = [
    path("", prospectus.prospectus, name="prospectus"),
    path("home/", home.home, name="home"),
    *guides.urlpatterns,
    path("privacy/", standing.privacy, name="privacy"),
    path("cookies/", standing.cookies, name="cookies"),
    path("accessibility/", standing.accessibility, name="accessibility"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.favicon, name="favicon"),
    *reminders.urlpatterns,
    *subject_access.urlpatterns,
    path("", include("members.urls")),
    path("invoices/", include("invoicing.urls")),
    path("bids/", include("bids.urls")),
    path("", include("board.urls")),
    path("", include("programmes.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.STYLEGUIDE:
    urlpatterns += [path("styleguide/", styleguide.styleguide, name="styleguide")]
