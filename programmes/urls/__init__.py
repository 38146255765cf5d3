"""The addresses of delivery, one file a subject."""

from programmes.urls import events, impact, programmes, registers, resources, surveys

app_name = "programmes"
urlpatterns = [
    *programmes.urlpatterns,
    *events.urlpatterns,
    *registers.urlpatterns,
    *surveys.urlpatterns,
    *resources.urlpatterns,
    *impact.urlpatterns,
]
