app_name = "participation_office"

urlpatterns = []
