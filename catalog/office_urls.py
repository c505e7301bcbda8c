from django.urls import path

from catalog.views import imports

app_name = "office"

urlpatterns = [
    path("", imports.start, name="start"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<int:pk>/", imports.import_detail, name="import"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<int:pk>/rows/<int:position>/", imports.import_row, name="import_row"),
]
