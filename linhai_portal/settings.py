"""One settings file for every place the portal runs; what differs between places is read from the environment.

A missing secret is an error, never a default: `make setup` writes a `.env` with random ones.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # everything the running portal writes; git-ignored
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
env.read_env(BASE_DIR / ".env")

SECRET_KEY = env("SECRET_KEY")
# What identity data are sealed with, as `1:key,2:key` with the newest last, and what they are found again by; keep a
# copy of both outside this machine: without them the data are lost (docs/adr/0018).
DATA_KEYS = env.list("DATA_KEYS")
INDEX_KEY = env("INDEX_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", default=False)

INSTALLED_APPS = [
    "linhai_portal.apps.PortalConfig",
    "linhai_portal.accounts",
    "linhai_portal.search",
    "catalog",
    "disclosure_requests",
    "participation",
    "linhai_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linhai_portal.page_cache.page_cache",
    "csp.middleware.CSPMiddleware",
    "catalog.old_addresses.old_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "linhai_portal.urls"
WSGI_APPLICATION = "linhai_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linhai_portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time: readers never wait (WAL), a second writer waits its turn instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "linhai_portal.postgresql"  # a health check without a query
    # The plan of a query asked again and again is kept; a pooler between must pass prepared statements on.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 5)
# On SQLite an index holds its key columns only; that is said at every start otherwise.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Public pages kept in the memory of each worker; 0 keeps none.
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_BYTES", default=16_000_000)

SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "linhai_portal.accounts.backends.RoleBackend",
]
PASSWORD_HASHERS = env.list(
    "PASSWORD_HASHERS",
    default=[
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ],
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "linhai_portal.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "linhai_portal.views.csrf_failure"

# Five wrong passwords lock this name from this address for a quarter of an hour (GB/T 22239-2019 身份鉴别).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = env.float("LOGIN_LOCKOUT_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "linhai_portal.accounts.addresses.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
if BEHIND_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    # Uploads are private: nothing under MEDIA_ROOT has an address of its own.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "linhai_portal.static_storage.MinifiedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},  # the proxy reads them too
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
BACKUP_DIR = env.path("BACKUP_DIR", default=str(VAR_DIR / "backups"))
MAX_IMPORT_BYTES = env.int("MAX_IMPORT_BYTES", default=30_000_000)
MAX_ATTACHMENT_BYTES = env.int("MAX_ATTACHMENT_BYTES", default=50_000_000)
# clamd's socket or host:port; empty = uploads are not scanned for viruses.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")
# 索引号; `unit` is the unit's 机构代码, or its address name while it has none (rules: catalog §7).
INDEX_NUMBER = env("INDEX_NUMBER", default="{unit}/{year}-{serial:05d}")
DUE_SOON_WORKDAYS = env.int("DUE_SOON_WORKDAYS", default=3)
# More publications of one batch than this are put out by the worker, so that no browser waits for them.
BATCH_AT_ONCE = env.int("BATCH_AT_ONCE", default=100)
# More dates than this are looked at by the worker when a calendar is handed in, some 2,000 within a second.
CALENDAR_AT_ONCE = env.int("CALENDAR_AT_ONCE", default=2000)
# 合理的补正期限 and the time to give reasons: the regulation names no number (条例第三十条、第三十五条).
CORRECTION_WORKDAYS = env.int("CORRECTION_WORKDAYS", default=15)
# Years a dossier is kept before it may be destroyed, by the unit's 文书档案保管期限表; 0 for ever.
OWN_RECORDS_WORKDAYS = env.int("OWN_RECORDS_WORKDAYS", default=20)  # 条例第四十一条 names no number
RETENTION_YEARS = env.int("RETENTION_YEARS", default=30)
# How long a disclosure waits after the third party was told of it in spite of its objection (条例第三十二条).
OBJECTION_WORKDAYS = env.int("OBJECTION_WORKDAYS", default=5)
# 复议法第二十四条、第二十二条第二款: who decides on reconsideration, and where it is applied for online.
RECONSIDERATION_ORGAN = env("RECONSIDERATION_ORGAN", default="临海市人民政府")
RECONSIDERATION_ABOVE = env("RECONSIDERATION_ABOVE", default="台州市人民政府")
RECONSIDERATION_CHANNEL = env("RECONSIDERATION_CHANNEL", default="全国行政复议服务平台（示例）")
REASONS_WORKDAYS = env.int("REASONS_WORKDAYS", default=10)
# How many workdays before a limit of a request those at work on it are reminded; after it, on every workday.
REMINDER_WORKDAYS = env.list("REMINDER_WORKDAYS", cast=int, default=[5, 1, 0])
# An undelivered letter of consultation, and a case that no handler of the unit has accepted, after so many workdays.
UNDELIVERED_WORKDAYS = env.int("UNDELIVERED_WORKDAYS", default=3)
UNCLAIMED_WORKDAYS = env.int("UNCLAIMED_WORKDAYS", default=1)
# The public form: what keeps machines out, from one address within an hour; how long a draft waits; how large a file may be.
MOST_DRAFTS_AN_HOUR = env.int("MOST_DRAFTS_AN_HOUR", default=30)
MOST_SUBMISSIONS_AN_HOUR = env.int("MOST_SUBMISSIONS_AN_HOUR", default=30)
MOST_LOOKUPS_AN_HOUR = env.int("MOST_LOOKUPS_AN_HOUR", default=30)
MOST_OPINIONS_AN_HOUR = env.int("MOST_OPINIONS_AN_HOUR", default=30)
MOST_INQUIRIES_AN_HOUR = env.int("MOST_INQUIRIES_AN_HOUR", default=30)
MOST_ANSWERS_AN_HOUR = env.int("MOST_ANSWERS_AN_HOUR", default=60)
HEARING_REGISTRATION_DAYS = env.int("HEARING_REGISTRATION_DAYS", default=15)
# Days after the report in which who registered for a hearing stays known (《个人信息保护法》第十九条); 0 for ever.
HEARING_IDENTITY_DAYS = env.int("HEARING_IDENTITY_DAYS", default=365)
# The same for who gave an opinion, after the feedback, and who asked or booked a seat, after the event; 0 for ever.
PARTICIPATION_IDENTITY_DAYS = env.int("PARTICIPATION_IDENTITY_DAYS", default=365)
MOST_HEARING_SEATS = env.int("MOST_HEARING_SEATS", default=500)
MOST_STATUS_DEEDS_AN_HOUR = env.int("MOST_STATUS_DEEDS_AN_HOUR", default=30)
SHORTEST_FILLING = env.float("SHORTEST_FILLING", default=2)  # seconds
DRAFT_DAYS = env.int("DRAFT_DAYS", default=30)
MAX_APPLICANT_FILE_BYTES = env.int("MAX_APPLICANT_FILE_BYTES", default=10_000_000)
# 办事咨询: workdays to accept, to answer (国办发〔2014〕57号: 7, complex ones 15), to answer 我为政府网站找错, and within
# which an inspector's simple question wants its answer (指标2019).
INQUIRY_ACCEPT_WORKDAYS = env.int("INQUIRY_ACCEPT_WORKDAYS", default=1)
INQUIRY_ANSWER_WORKDAYS = env.int("INQUIRY_ANSWER_WORKDAYS", default=7)
INQUIRY_EXTENDED_WORKDAYS = env.int("INQUIRY_EXTENDED_WORKDAYS", default=15)
INQUIRY_ERROR_WORKDAYS = env.int("INQUIRY_ERROR_WORKDAYS", default=3)
INQUIRY_TEST_WORKDAYS = env.int("INQUIRY_TEST_WORKDAYS", default=5)
# Days after the answer or the refusal until the name, the contact and the lookup code are due to be destroyed; 0: never.
INQUIRY_RETENTION_DAYS = env.int("INQUIRY_RETENTION_DAYS", default=1095)
NEGATIVE_LIST_REVIEW_DAYS = env.int("NEGATIVE_LIST_REVIEW_DAYS", default=365)

# Fonts of official letters as PDF, in the order they are tried: the official ones are commercial and used where they are
# installed, then what Debian has (rules: documents §2). A further font is put first by its variable.
LETTER_FONTS = {
    "title": env.list(
        "LETTER_FONT_TITLE",
        default=["方正小标宋简体", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC"],
    ),
    "fangsong": env.list(
        "LETTER_FONT_FANGSONG",
        default=["仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "FandolFang", "Noto Serif CJK SC"],
    ),
    "kai": env.list(
        "LETTER_FONT_KAI",
        default=["楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "AR PL UKai CN", "Noto Serif CJK SC"],
    ),
    "hei": env.list("LETTER_FONT_HEI", default=["黑体", "SimHei", "Noto Sans CJK SC"]),
    "number": env.list("LETTER_FONT_NUMBER", default=["宋体", "SimSun", "Noto Serif CJK SC"]),
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Without a mail server, letters are kept as files, so that nothing is lost and nothing is sent by mistake.
_mail = env.email_url("EMAIL_URL", default=f"filemail://{VAR_DIR / 'mail'}")
if _mail["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    _mail["EMAIL_FILE_PATH"] = "/" + _mail["EMAIL_FILE_PATH"].lstrip("/")  # environ cuts the root off
vars().update(_mail)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")
EMAIL_TIMEOUT = 10  # seconds; a person waits for the answer
# Notices of the staff: how long their mail waits for more to come, how old one is still mailed, how long a read one stays.
NOTICE_MAIL_DELAY = env.int("NOTICE_MAIL_DELAY", default=100)  # seconds
NOTICE_MAIL_DAYS = env.int("NOTICE_MAIL_DAYS", default=3)
NOTICE_DAYS = env.int("NOTICE_DAYS", default=365)

# The import/export of plain tables in the admin needs the right to change the table, not only to see it.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True

MESSAGE_TAGS = {message_levels.ERROR: "error", message_levels.WARNING: "warning"}

# What stands in the header, the footer and the meta tags of every page (rules: website §4–5). 示例 = to be replaced.
SITE = {
    "site_name": env("SITE_NAME", default="临海市人民政府"),
    "portal_name": "临海市政务公开",
    "site_domain": env("SITE_DOMAIN", default="www.example.gov.cn"),
    "site_id_code": env("SITE_ID_CODE", default="3310820000"),
    "icp": env("SITE_ICP", default="浙ICP备00000000号（示例）"),
    "police": env("SITE_POLICE", default="浙公网安备33108200000000号（示例）"),
    # 党政机关网站标识: the certificate of this site at 事业单位在线, which issues the mark; so far its front page.
    "mark_address": env("SITE_MARK_ADDRESS", default="https://bszs.conac.cn/"),
    "organizer": "临海市人民政府办公室",
    "office_name": "临海市人民政府办公室（市政务公开办）",
    "office_address": env("OFFICE_ADDRESS", default="临海市（以公开指南为准）"),
    "office_hours": "工作日 8:30—12:00，14:00—17:30（法定节假日除外）",
    "office_phone": env("OFFICE_PHONE", default="0576-80000000（示例）"),
    "office_fax": env("OFFICE_FAX", default="0576-80000001（示例）"),
    # On what terms the open data may be used, and where these terms stand; empty = the page about the open data.
    "data_license": env(
        "DATA_LICENSE",
        default="免费，可以复制、加工和再利用，也可以用于商业；请注明来源和取得的日期（示例，以市政府公布的条款为准）",
    ),
    "data_license_address": env("DATA_LICENSE_ADDRESS", default=""),
    "superior_links": [
        ("中国政府网", "https://www.gov.cn/"),
        ("浙江省人民政府", "https://www.zj.gov.cn/"),
        ("台州市人民政府", "https://www.zjtz.gov.cn/"),
    ],
}

# What the links in mails begin with: the address under which the staff reach the portal.
SITE_ADDRESS = env("SITE_ADDRESS", default=f"{'https' if BEHIND_HTTPS else 'http'}://{SITE['site_domain']}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
