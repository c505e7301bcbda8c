"""Which sites outside the government texts may link to: the second person's word, and what a text still lacks."""

from django.db import transaction
from django.utils import timezone

from catalog.leaving import host_of, is_government
from catalog.models import LinkApproval
from linhai_portal.data_version import bump
from linhai_portal.rich_text import external_links
from linhai_portal.workflow import InvalidMove

Status = LinkApproval.Status
_NAMED = 10  # hosts in one sentence


@transaction.atomic
def approve(approval, *, by, note=""):
    """From now on texts may link there; what was published as words only becomes a link again."""
    if by == approval.drafted_by:
        raise InvalidMove("自己申请的要由另一个人批准。")
    approval.move(Status.APPROVED, by=by, note=note, approved_by=by, approved_at=timezone.now())
    bump()
    approval.tell(approval.if_still_here(approval.drafted_by), f"可以链接到 {approval}，已批准", note)


@transaction.atomic
def end(approval, *, by, reason):
    """At once and by one person: a site may have been taken over. Pages keep the words and lose the link."""
    if not reason.strip():
        raise InvalidMove("请写明为什么取消批准。")
    approval.move(Status.ENDED, by=by, note=reason, ended_reason=reason)
    bump()
    approval.tell(approval.if_still_here(approval.drafted_by), f"不能再链接到 {approval}，批准已取消", reason)


def refusal(publication):
    """None, or the sentence why the links of its text can't go out yet."""
    hosts = {address: host_of(address) for address in external_links(publication.body)}
    if nowhere := [address for address, host in hosts.items() if not host]:
        return f"正文里有不能用的链接：{_listed(nowhere)}。链接要写网站的域名，不能写数字地址，也不能带账号和密码。"
    foreign = {host for host in hosts.values() if not is_government(host)}
    if lacking := foreign and sorted(foreign - LinkApproval.objects.hosts()):
        return (
            f"正文链接到政府网站以外的 {_listed(lacking)}，还没有批准。"
            "请删去链接，或者在工作台左边的“外部链接”里申请，负责人批准后再提交。"
        )
    return None


def _listed(names):
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
