"""Resources: /resources/."""

from django.urls import path

from programmes.views.resources import library, sharing

urlpatterns = [
    path("resources/", library.resource_list, name="resource_list"),
    path("resources/share/", sharing.choose_programme, name="choose_programme"),
    path("resources/share/outside/", sharing.share_resource, name="share_outside"),
    path("resources/share/<int:programme_id>/", sharing.share_resource, name="share_resource"),
    path("resources/broken-links/", library.broken_links, name="broken_links"),
    path("resources/<uuid:key>/", library.resource, name="resource"),
    path("resources/<uuid:key>/file/", library.resource_file, name="resource_file"),
    path("resources/<uuid:key>/describe/", sharing.describe_resource, name="describe_resource"),
    path("resources/<uuid:key>/withdraw/", sharing.withdraw_resource, name="withdraw_resource"),
]
