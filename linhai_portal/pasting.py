"""What the editor asks while a person pastes, so that it shows at once what will be saved."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from linhai_portal import rich_text
from linhai_portal.office import for_staff


@for_staff()
@require_POST
def clean_pasted(request):
    """The body of the request is the HTML of the clipboard; pictures of other places are counted and left out."""
    html = request.body.decode(errors="replace")
    try:
        cleaned = rich_text.clean(html, is_own_picture=_is_on_this_site)
    except rich_text.Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422, json_dumps_params={"ensure_ascii": False})
    lost = rich_text.lost_pictures(html, is_own_picture=_is_on_this_site)
    message = f"有 {lost} 张图片没有带过来。请先上传图片，再用“图片”插入。" if lost else ""
    return JsonResponse({"html": cleaned, "message": message}, json_dumps_params={"ensure_ascii": False})


def _is_on_this_site(src):
    """Only for a first look; the form asks whether the picture belongs to the text."""
    return src.startswith("/") and not src.startswith(("//", "/\\"))
