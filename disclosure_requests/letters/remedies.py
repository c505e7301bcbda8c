"""What may be done against a letter, and where: rules requests §9. The wording is locked; whom to turn to is a fact."""

from disclosure_requests.letters.kinds import Remedy
from disclosure_requests.letters.pieces import Part, locked


def is_sent_online(facts):
    return facts.is_sent_online


# 复议法第二十三条第一款第（四）项, 第二款; 行政诉讼法第四十五条. No court is named: after the 复议 it may be another one.
FIRST_RECONSIDERATION = (
    "根据《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定，应当先自收到本告知书之日起60日内向{reconsideration_organ}申请行政复议；"
    "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
)
# 复议法第二十条第一款; 行政诉讼法第四十六条第一款.
EITHER = (
    "可以自收到本告知书之日起60日内向{reconsideration_organ}申请行政复议，"
    "也可以自收到本告知书之日起6个月内依法向{court}提起行政诉讼。"
)
# 复议法第二十二条第二款: whoever serves over the internet gives the channel for the 复议 too.
ONLINE = locked(
    "本告知书通过互联网渠道送达，行政复议申请书可以通过下列互联网渠道提交：{internet_channel}",
    when=is_sent_online,
)
COMPLAINT = locked(
    "{你}认为本机关在政府信息公开工作中侵犯{你}合法权益的，还可以根据{条例}第五十一条的规定，向{complaint_organ}投诉、举报。"
)
REMEDIES: dict[Remedy, tuple[Part, ...]] = {
    Remedy.R0: (),
    Remedy.R1: (locked("{你}对本告知书不予公开的决定不服的，" + FIRST_RECONSIDERATION), ONLINE),
    Remedy.R2: (locked("{你}对本告知书不服的，" + EITHER), ONLINE, COMPLAINT),
    Remedy.BOTH: (
        locked("{你}对本告知书中不予公开部分的决定不服的，" + FIRST_RECONSIDERATION),
        locked("{你}对本告知书的其他内容不服的，" + EITHER),
        ONLINE,
        COMPLAINT,
    ),
}
