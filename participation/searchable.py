"""What of participation can be found besides its publications; loaded by the search app (linhai_portal/search/apps.py)."""

from linhai_portal.search.sources import Source, join
from participation.answer_search import ANSWER, answer_documents, no_longer_in_force
from participation.inquiry_search import INQUIRY, inquiry_documents

join(Source(INQUIRY, "问答", inquiry_documents, place=36))
join(Source(ANSWER, "政策问答", answer_documents, place=7, outdated=no_longer_in_force))
