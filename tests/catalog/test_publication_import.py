"""import_publications: original dates and addresses, all rows or none, nothing twice, nothing past the gate."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from functools import partial

import pytest
import xlsxwriter
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from catalog import ending, publication_log
from catalog.models import Attachment, GateCheck, LogEntry, OldPage, Publication
from catalog.publication_import import checking, storing, table
from linhai_portal.data_version import current
from linhai_portal.models import Counter
from linhai_portal.search.query import Question, search
from tests.at_once import at_once
from tests.make import make_item, make_organization, make_user, put_out

pytestmark = pytest.mark.django_db
IDENTITY = "331082199001019962"  # 示例号码
ADDRESS = "http://old.example.cn/art/2021/5/6/art_1_2.html"
ROW = {
    "标题": "关于防汛的通知",
    "单位": "水利局",
    "发布时间": "2021-05-06 09:30",
    "成文日期": "2021年5月4日",
    "原网址": ADDRESS,
    "正文": "<p style='color:red'>请注意防汛。</p><script>alert(1)</script>",
}


@pytest.fixture(autouse=True)
def unit():
    return make_organization("水利局")


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def write(folder, *rows, name="index.csv"):
    """A table whose columns are all those of its rows; gives the folder."""
    headers = list(dict.fromkeys(key for row in rows for key in row))
    with open(folder / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def run(path, *flags):
    """The JSON it prints; a refusal raises CommandError with the answer as its `answer`."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_publications", str(path), "--json", *flags, stdout=out, stderr=err)
    except CommandError as refusal:
        refusal.answer, refusal.words = json.loads(out.getvalue()), err.getvalue()
        raise
    return json.loads(out.getvalue())


def refused(path, *flags):
    before = current()
    with pytest.raises(CommandError) as refusal:
        run(path, *flags)
    assert not Publication.objects.exclude(imported_from="").exists()
    assert current() == before
    return [(each["row"], each["column"], each["message"]) for each in refusal.value.answer["problems"]]


def counts(**facts):
    return {"read": 1, "added": 0, "updated": 0, "unchanged": 0} | facts


def test_a_row_keeps_its_date_its_address_and_a_number_of_its_year(folder, unit, client):
    item = make_item()
    answer = run(
        write(
            folder,
            ROW | {"事项编码": item.code, "主题分类": "农业、林业、水利", "体裁": "通知", "政策文件": "是"},
        )
    )
    assert answer["counts"] == counts(added=1)
    page = Publication.objects.get()
    assert page.imported_from == ADDRESS
    assert timezone.localtime(page.published_at).isoformat() == "2021-05-06T09:30:00+08:00"
    assert page.index_number == f"{unit.slug}/2021-00001"
    assert (page.topic, page.form, page.is_policy) == ("agriculture", "notice", True)
    assert page.body == "<p>请注意防汛。</p>"
    assert page.issuer == unit.full_name
    assert (page.drafted_by, page.reviewed_by, page.approved_by, page.due_on) == (None, None, None, None)
    assert list(page.items.all()) == [item]
    assert [(entry.action, entry.by) for entry in page.log.all()] == [("imported", None)]
    assert publication_log.verify() == 1
    assert [hit.key for hit in search(Question("防汛"), visitor=AnonymousUser()).hits] == [page.index_number]
    shown = client.get("/art/2021/5/6/art_1_2.html", follow=True)
    assert shown.redirect_chain == [(page.get_absolute_url(), 301)]
    assert "从旧网站迁入" in shown.text and "迟了" not in shown.text


def test_numbers_follow_the_original_dates_without_a_gap(folder, unit):
    years = ["2021-12-31 23:59", "2020-03-01", "2021-01-02", "2020-01-01"]
    rows = [
        ROW | {"发布时间": at, "成文日期": "", "原网址": f"{ADDRESS}?{n}", "标题": at}
        for n, at in enumerate(years)
    ]
    run(write(folder, *rows))
    numbers = dict(Publication.objects.values_list("title", "index_number"))
    assert [numbers[at][-10:] for at in sorted(years)] == [
        "2020-00001",
        "2020-00002",
        "2021-00001",
        "2021-00002",
    ]
    assert str(Publication.objects.get(title="2020-03-01").formed_on) == "2020-03-01"


def test_the_same_table_again_changes_nothing(folder):
    write(folder, ROW)
    run(folder)
    before = current()
    assert run(folder)["counts"] == counts(unchanged=1)
    assert current() == before
    assert LogEntry.objects.count() == 1


def test_a_changed_row_is_updated_and_never_doubled(folder):
    run(write(folder, ROW))
    old = Publication.objects.get()
    assert run(write(folder, ROW | {"标题": "关于防台的通知"}))["counts"] == counts(updated=1)
    new = Publication.objects.get()
    assert (new.pk, new.index_number, new.title) == (old.pk, old.index_number, "关于防台的通知")
    assert [entry.action for entry in new.log.all()] == ["imported", "imported"]
    assert publication_log.verify() == 2


def test_the_item_counts_what_was_taken_over_and_is_left_by_what_moves_on(folder):
    first, second = make_item(), make_item()
    run(write(folder, ROW | {"事项编码": first.code}))
    first.refresh_from_db()
    assert first.publication_count == 1
    run(write(folder, ROW | {"事项编码": second.code}))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.publication_count, second.publication_count) == (0, 1)


def test_what_the_office_has_corrected_or_taken_down_since_is_not_overwritten(folder):
    run(write(folder, ROW))
    page = Publication.objects.get()
    ending.take_down(page, by=make_user("head"), reason="内容有误", text_stays=False, now=timezone.now())
    assert run(folder)["counts"] == counts(unchanged=1)
    write(folder, ROW | {"标题": "改过的标题"})
    with pytest.raises(CommandError) as refusal:
        run(folder)
    assert "不能再用旧网站的内容覆盖" in refusal.value.answer["problems"][0]["message"]
    page.refresh_from_db()
    assert page.title == ROW["标题"]


def test_a_dry_run_says_what_would_be_done_and_stores_nothing(folder):
    write(folder, ROW)
    (folder / "名单.txt").write_text("没有号码", encoding="utf-8")
    write(folder, ROW | {"附件": "名单.txt"}, ROW | {"原网址": f"{ADDRESS}?2", "单位": "没有的局"})
    answer = run(folder, "--dry-run")
    assert answer["counts"] == counts(read=2, added=1)
    assert [each["column"] for each in answer["problems"]] == ["单位"]
    for model in (Publication, OldPage, LogEntry, Attachment, GateCheck):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"标题": ""}, "标题", "不能空着"),
        ({"标题": "长" * 301}, "标题", "最多 300 字，现在 301 字"),
        ({"单位": "没有的局"}, "单位", "没有名称或者别名是“没有的局”的单位"),
        ({"发布时间": "昨天"}, "发布时间", "2021-05-06 09:30"),
        ({"发布时间": "2999-01-01"}, "发布时间", "在将来"),
        ({"发布时间": "1021-05-06"}, "发布时间", "早于 1949 年"),
        ({"成文日期": "2021-05-07"}, "成文日期", "晚于发布时间"),
        ({"成文日期": "", "发文字号": "临政发〔2021〕1号"}, "成文日期", "要写成文日期"),
        ({"原网址": "/art/1.html"}, "原网址", "完整的网址"),
        ({"原网址": "javascript:alert(1)"}, "原网址", "完整的网址"),
        ({"原网址": "http://old.example.cn/"}, "原网址", "首页"),
        ({"原网址": f"http://old.example.cn/{'%20' * 300}"}, "原网址", "太长"),
        ({"事项编码": "99-99-99"}, "事项编码", "没有编码是 99-99-99 的事项"),
        ({"栏目": "没有的栏目"}, "栏目", "没有“没有的栏目”"),
        ({"政策文件": "也许"}, "政策文件", "“是”或者“否”"),
        ({"施行日期": "2021-05-06", "有效期至": "2020-01-01"}, "有效期至", "早于施行日期"),
        ({"政策文件": "是", "有效性": "废止"}, "失效、废止日期", "从哪一天起"),
        ({"政策文件": "是", "有效性": "有效", "失效、废止日期": "2022-01-01"}, "有效性", "请写明是失效"),
        (
            {"政策文件": "是", "有效性": "废止", "失效、废止日期": "2020-01-01"},
            "失效、废止日期",
            "早于成文日期",
        ),
        ({"政策文件": "是", "有效性": "也许"}, "有效性", "没有“也许”"),
        ({"有效性": "废止", "失效、废止日期": "2022-01-01"}, "有效性", "只有政策文件"),
        ({"正文": ""}, "正文", "都是空的"),
        ({"正文": "<p>图<img src='/pic/1.jpg' alt='图'></p>"}, "正文", "有 1 张图片没有文件"),
        ({"正文": f"<p>{IDENTITY}</p>"}, "正文", "身份证号 3310***********962"),
        ({"标题": f"关于{IDENTITY}的通知"}, "正文", "身份证号 3310***********962"),
        ({"附件": "没有.pdf"}, "附件", "没有文件“没有.pdf”"),
        ({"附件": "../index.csv"}, "附件", "不在导入的文件夹里"),
        ({"附件": "/etc/passwd"}, "附件", "不在导入的文件夹里"),
        ({"附件": "link.txt"}, "附件", "不在导入的文件夹里"),
        ({"附件": "假.pdf"}, "附件", "后缀和内容不一致"),
        ({"附件": "名单.txt"}, "附件", "身份证号 3310***********962"),
        ({"附件": "坏.pdf"}, "附件", "查不了个人信息"),
        ({"附件": "图.png"}, "附件", "写进“查看人”一栏"),
        ({"附件": "图.png", "查看人": "谁"}, "查看人", "没有登录名是“谁”"),
        ({"附件": "名单.txt", "查看人": "reviewer"}, "附件", "身份证号 3310***********962"),
        ({"附件": "空.txt"}, "附件", "是空的"),
    ],
)
def test_every_bad_row_is_named_and_nothing_is_stored(folder, unit, change, column, words):
    make_user("reviewer", unit, username="reviewer")
    picture(folder / "图.png")
    (folder / "假.pdf").write_text("不是 PDF", encoding="utf-8")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "空.txt").touch()
    (folder / "名单.txt").write_text(f"张三 {IDENTITY}", encoding="utf-8")
    (folder / "link.txt").symlink_to("/etc/hostname")
    good = ROW | {"原网址": f"{ADDRESS}?good"}
    problems = refused(write(folder, good, ROW | change))
    assert [(row, name) for row, name, _ in problems] == [(3, column)]
    assert words in problems[0][2]
    assert IDENTITY not in problems[0][2]


@pytest.mark.parametrize(
    ("words", "facts", "validity"),
    [
        ("废止", {"废止日期": "2022-01-01", "废止依据": "临政发〔2021〕9号"}, "repealed"),
        ("失效", {"失效日期": "2022-01-01"}, "lapsed"),
        ("失效", {"有效期至": "2022-01-01"}, "lapsed"),
        ("已修改", {"失效、废止日期": "2022-01-01"}, "amended"),
        ("有效", {}, "in_force"),
        ("尚未施行", {"施行日期": "2999-01-01"}, "not_yet"),
        ("", {}, "in_force"),
    ],
)
def test_a_policy_comes_with_the_validity_it_had(folder, client, words, facts, validity):
    run(write(folder, ROW | {"政策文件": "是", "效力状况": words} | facts))
    page = Publication.objects.get()
    assert page.validity(on=timezone.localdate()) == validity
    assert facts.get("废止依据", "") == page.ending_basis
    html = client.get(page.get_absolute_url()).text
    assert page.ending_basis in html and page.get_ending_display() in html
    assert run(folder)["counts"] == counts(unchanged=1)


def test_one_address_stands_in_one_row(folder):
    assert refused(write(folder, ROW, ROW)) == [(3, "原网址", "和第 2 行的网址相同。")]


def picture(path, color="red"):
    exif = Image.Exif()
    exif[0x010E] = "secret-place"  # ImageDescription
    Image.new("RGB", (8, 8), color).save(path, exif=exif)


def test_files_and_pictures_come_with_their_row_stripped_and_checked(folder, unit, client):
    picture(folder / "图.jpg")
    (folder / "说明.txt").write_text("灌溉说明", encoding="utf-8")
    body = "<p>见图<img src='http://old.example.cn/pic/图.jpg'>，<a href='/files/说明.txt'>说明</a></p>"
    reviewer = make_user("reviewer", unit)
    write(folder, ROW | {"正文": body, "附件": "图.jpg\n说明.txt", "查看人": reviewer.username})
    run(folder)
    page = Publication.objects.get()
    shown, text = page.attachments.order_by("position")
    assert (shown.kind, text.kind) == ("picture", "file")
    assert shown.alternative.startswith("关于防汛的通知")
    assert b"secret-place" not in shown.file.read()
    assert f'<img src="{shown.get_absolute_url()}" alt="{shown.alternative}">' in page.body
    assert f'href="{text.get_absolute_url()}"' in page.body
    checks = GateCheck.objects.filter(publication=page)
    assert {(str(each.attachment or "正文"), each.unreadable, each.override_by) for each in checks} == {
        ("正文", False, None),
        ("图.jpg", True, reviewer),
        ("说明.txt", False, None),
    }
    assert all(each.passes for each in checks)
    assert [hit.key for hit in search(Question("灌溉说明"), visitor=AnonymousUser()).hits] == [
        page.index_number
    ]
    assert client.get(text.get_absolute_url()).status_code == 200
    assert publication_log.verify() == 1
    assert run(folder)["counts"] == counts(unchanged=1)
    kept = {each.file.name for each in page.attachments.all()}
    picture(folder / "图.jpg", "blue")
    assert run(folder)["counts"] == counts(updated=1)
    assert not kept & {each.file.name for each in page.attachments.all()}
    assert publication_log.verify() == 2


def test_a_failure_half_way_leaves_neither_rows_nor_files(folder):
    (folder / "说明.txt").write_text("说明", encoding="utf-8")
    rows = [ROW | {"原网址": f"{ADDRESS}?{n}", "附件": "说明.txt"} for n in range(3)]
    write(folder, *rows)
    stored = []

    def stop(done):
        stored.extend(Attachment.objects.values_list("file", flat=True))
        if done == 2:
            raise KeyboardInterrupt

    checked = checking.check(table.read(folder))
    with pytest.raises(KeyboardInterrupt):
        storing.store(checked, progress=stop)
    assert stored
    assert not Publication.objects.exists()
    assert not any(default_storage.exists(name) for name in stored)


def test_a_file_changed_between_the_look_and_the_storing_stops_the_import(folder):
    (folder / "说明.txt").write_text("说明", encoding="utf-8")
    checked = checking.check(table.read(write(folder, ROW | {"附件": "说明.txt"})))
    (folder / "说明.txt").write_text(IDENTITY, encoding="utf-8")
    with pytest.raises(ValueError, match="被改动了"):
        storing.store(checked)
    assert not Publication.objects.exists()


def test_a_workbook_with_other_names_for_its_columns_is_read(folder, unit):
    rows = [
        ["旧网站导出"],
        ["信息标题", "发布机构 ", "公开单位", "发布日期*", "URL", "文章内容", "点击数"],
        [
            "老通知",
            "临海市水利局",
            "临海市水利局",
            dt.datetime(2019, 7, 1, 8, 5),
            ADDRESS,
            "第一段\n第二段",
            7,
        ],
    ]
    with xlsxwriter.Workbook(folder / "old.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    assert run(folder / "old.xlsx")["counts"] == counts(added=1)
    page = Publication.objects.get()
    assert page.organization == unit
    assert page.body == "<p>第一段</p>\n<p>第二段</p>"
    assert timezone.localtime(page.published_at).isoformat() == "2019-07-01T08:05:00+08:00"


def test_a_table_alone_brings_no_files(folder):
    write(folder, ROW | {"附件": "说明.txt"}, name="old.csv")
    ((_, column, message),) = refused(folder / "old.csv")
    assert column == "附件" and "index.xlsx" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "没有文件"),
        ("标题,单位\nx,y\n", "没有找到表头"),
        ("标题,单位,成文日期\nx,y,z\n", "表头缺少这些列：发布时间、原网址"),
        ("标题,名称,单位,发布时间,原网址\nx,y,z,1,2\n", "意思相同，只能留一列：标题、名称"),
        ("标题,单位,发布时间,原网址\n", "没有内容"),
        ("", "空的"),
    ],
)
def test_what_is_no_such_table_is_refused_in_a_sentence(folder, content, words):
    path = folder / "old.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=words) as refusal:
        run(path)
    assert refusal.value.answer["refused"] is True


def test_a_folder_has_one_table(folder):
    with pytest.raises(CommandError, match="只能有一个"):
        run(folder)


def test_a_link_to_a_site_not_approved_comes_as_words_and_is_named(folder, client):
    write(folder, ROW | {"正文": "<p><a href='https://news.example.com/1'>报道</a></p>"})
    err = io.StringIO()
    call_command("import_publications", str(folder), stdout=io.StringIO(), stderr=err)
    assert "news.example.com" in err.getvalue()
    page = client.get(Publication.objects.get().get_absolute_url()).text
    assert "报道" in page and "/leave/" not in page


def test_the_numbers_of_what_is_published_here_go_on_after_those_taken_over(folder, unit):
    today = timezone.localtime().strftime("%Y-%m-%d 00:00")
    run(write(folder, ROW | {"发布时间": today}))
    published = put_out(drafted_by=make_user("editor", unit))
    assert published.index_number.endswith("-00002")


KILLED = """
import os, pathlib, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from catalog.publication_import import checking, storing, table
def stop(done):
    if done == 20:
        os.kill(os.getpid(), 9)
storing.store(checking.check(table.read(pathlib.Path({folder!r}))), progress=stop)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_leaves_nothing_and_the_next_run_does_it_all(folder):
    write(folder, *[ROW | {"原网址": f"{ADDRESS}?{n}"} for n in range(40)])
    script = KILLED.format(name=str(connection.settings_dict["NAME"]), folder=str(folder))
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert not Publication.objects.exists()
    assert not LogEntry.objects.exists()
    assert run(folder)["counts"] == counts(read=40, added=40)
    assert publication_log.verify() == 40


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_take_nothing_over_twice(folder):
    write(folder, *[ROW | {"原网址": f"{ADDRESS}?{n}"} for n in range(5)])
    checked = [checking.check(table.read(folder)) for _ in range(2)]
    series = Counter.objects.create(series="publication-import")
    deeds = [partial(storing.store, each) for each in checked]
    answers = at_once(*deeds, held=[Counter.objects.filter(pk=series.pk)])
    assert sorted(answer["added"] for answer in answers) == [0, 5]
    assert publication_log.verify() == 5


def test_many_rows_cost_a_bounded_number_of_queries_each(folder, django_assert_max_num_queries):
    write(folder, *[ROW | {"原网址": f"{ADDRESS}?{n}"} for n in range(30)])
    with django_assert_max_num_queries(40 + 30 * 30):
        run(folder)
    with django_assert_max_num_queries(30):
        run(folder)
