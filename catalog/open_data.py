"""What data there is, described for other catalogs: DCAT 3 (W3C) as JSON-LD, one data set a domain, one for each list."""

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.timezone import localtime

from catalog.models import Domain, Item
from linhai_portal.data_version import current
from linhai_portal.formats import CONTENT_TYPES, published

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_DOMAINS = "domains"  # each domain is a data set of its own


def catalog_document(absolute):
    """`absolute` makes an address of a path."""
    changed_at = current().changed_at
    datasets = [_domain_dataset(domain, changed_at) for domain in _domains()]
    datasets += [_list_dataset(each, changed_at) for each in _lists()]
    return {
        "@context": _CONTEXT,
        "@id": absolute("/open-data/catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": _words(f"{settings.SITE['portal_name']}开放数据"),
        "dct:description": _words(
            "基层政务公开标准目录、政府信息、政策文件、动态调整、单位、责任清单、负面清单和公众参与。"
        ),
        "dct:language": "zh",
        "foaf:homepage": {"@id": absolute("/open-data/")},
        "dct:publisher": _publisher(settings.SITE["site_name"]),
        "dct:modified": _time(changed_at),
        "dct:license": {"@id": _license_address(absolute)},
        "dcat:dataset": [_made_absolute(each, absolute) for each in datasets],
    }


def _domains():
    """Each with the time of its last change, found in the index of changes."""
    changes = Item.objects.current().filter(domain=OuterRef("pk")).order_by("-updated_at")
    return Domain.objects.select_related("lead").annotate(
        changed_at=Subquery(changes.values("updated_at")[:1])
    )


def _domain_dataset(domain, changed_at):
    return {
        "path": f"/domains/{domain.number}",
        "identifier": f"domain-{domain.number}",
        "title": domain.title,
        "description": f"{domain.title}：{domain.item_count} 个事项，每项写明内容、依据、时限、主体、渠道、对象、方式和层级。",
        "keywords": ["政务公开", "标准目录", domain.name, *domain.aliases],
        "publisher": domain.lead.full_name if domain.lead else settings.SITE["site_name"],
        "modified": domain.changed_at or changed_at,
    }


def _lists():
    """Every list of the whole portal that is offered in all formats, whichever part joined it."""
    for each in published.values():
        if "<" not in each.place and each.place != _DOMAINS and set(each.formats) == set(CONTENT_TYPES):
            yield each


def _list_dataset(each, changed_at):
    listing = each.listing
    return {
        "path": f"/{each.place}",
        "identifier": each.place,
        "title": listing.title,
        "description": f"{listing.title}：" + "、".join(column.label for column in listing.columns) + "。",
        "keywords": ["政务公开", listing.title],
        "publisher": settings.SITE["site_name"],
        "modified": changed_at,
    }


def _made_absolute(facts, absolute):
    page = absolute(f"{facts['path']}/")
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": facts["identifier"],
        "dct:title": _words(facts["title"]),
        "dct:description": _words(facts["description"]),
        "dcat:keyword": [_words(word) for word in facts["keywords"]],
        "dct:publisher": _publisher(facts["publisher"]),
        "dct:modified": _time(facts["modified"]),
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            _distribution(absolute(f"{facts['path']}.{format}"), format, _license_address(absolute))
            for format in CONTENT_TYPES
        ],
    }


def _distribution(address, format, license_address):
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": _words(format.upper()),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + CONTENT_TYPES[format].partition(";")[0]},
        "dct:license": {"@id": license_address},
        "dct:rights": _words(settings.SITE["data_license"]),
    }


def _license_address(absolute):
    return settings.SITE["data_license_address"] or absolute("/open-data/#license")


def _words(text):
    return {"@value": text, "@language": "zh"}


def _publisher(name):
    return {"@type": "foaf:Organization", "foaf:name": _words(name)}


def _time(moment):
    return {"@value": localtime(moment).isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
