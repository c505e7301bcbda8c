from django.urls import path

from catalog.views import domains, downloads, items, organizations, responsibilities, search

app_name = "catalog"

urlpatterns = [
    path("domains/", domains.domains, name="domains"),
    path("domains/<slug:number>/", domains.domain, name="domain"),
    path("domains/<slug:number>.xlsx", downloads.domain_file, {"format": "xlsx"}, name="domain_xlsx"),
    path("domains/<slug:number>.csv", downloads.domain_file, {"format": "csv"}, name="domain_csv"),
    path("domains/<slug:number>.json", downloads.domain_file, {"format": "json"}, name="domain_json"),
    path("domains.xlsx", downloads.all_domains_file, {"format": "xlsx"}, name="domains_xlsx"),
    path("domains.csv", downloads.all_domains_file, {"format": "csv"}, name="domains_csv"),
    path("domains.json", downloads.all_domains_file, {"format": "json"}, name="domains_json"),
    path("items/<slug:code>/", items.item, name="item"),
    path("organizations/", organizations.organizations, name="organizations"),
    path("organizations/<slug:slug>/", organizations.organization, name="organization"),
    path("villages/", organizations.villages, name="villages"),
    path("public-bodies/", organizations.public_bodies, name="public_bodies"),
    path("responsibilities/", responsibilities.responsibilities, name="responsibilities"),
    path("search/", search.search, name="search"),
]
