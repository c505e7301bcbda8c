"""The fixed vocabularies of a publication: the columns, 主题分类, 体裁, 五公开 (rules: catalog §1, §7)."""

from django.db import models


class PlatformColumn(models.TextChoices):
    """Columns of the disclosure platform (国办公开办函〔2019〕61号): the fifteen items of 条例第二十条, by their number,
    and 政府信息公开制度, 政府信息公开年报."""

    RULES = "1", "政策文件"
    FUNCTIONS = "2", "机构职能"
    PLANS = "3", "规划计划"
    STATISTICS = "4", "统计信息"
    PERMITS = "5", "行政许可和办事服务"
    PENALTIES = "6", "行政处罚和行政强制"
    BUDGETS = "7", "财政预决算"
    FEES = "8", "收费项目"
    PROCUREMENT = "9", "政府采购"
    PROJECTS = "10", "重大建设项目"
    LIVELIHOOD = "11", "重点民生领域"
    EMERGENCIES = "12", "应急管理"
    INSPECTIONS = "13", "监督检查"
    RECRUITMENT = "14", "人事招考"
    OTHER = "15", "其他法定公开信息"
    SYSTEMS = "systems", "政府信息公开制度"
    REPORTS = "reports", "政府信息公开年报"

    @property
    def is_statutory(self):
        """One of the fifteen of 条例第二十条."""
        return self.value.isdecimal()


class Topic(models.TextChoices):
    """国务院公文主题分类, level 1: 22 classes (rules: catalog §7.1)."""

    STATE_COUNCIL = "state-council", "国务院组织机构"
    GENERAL = "general", "综合政务"
    ECONOMY = "economy", "国民经济管理、国有资产监管"
    FINANCE = "finance", "财政、金融、审计"
    LAND = "land", "国土资源、能源"
    AGRICULTURE = "agriculture", "农业、林业、水利"
    INDUSTRY = "industry", "工业、交通"
    COMMERCE = "commerce", "商贸、海关、旅游"
    MARKET = "market", "市场监管、安全生产监管"
    CONSTRUCTION = "construction", "城乡建设、环境保护"
    EDUCATION = "education", "科技、教育"
    CULTURE = "culture", "文化、广电、新闻出版"
    HEALTH = "health", "卫生、体育"
    POPULATION = "population", "人口与计划生育、妇女儿童工作"
    LABOUR = "labour", "劳动、人事、监察"
    SECURITY = "security", "公安、安全、司法"
    CIVIL_AFFAIRS = "civil-affairs", "民政、扶贫、救灾"
    ETHNIC = "ethnic", "民族、宗教"
    FOREIGN = "foreign", "对外事务"
    OVERSEAS = "overseas", "港澳台侨工作"
    DEFENCE = "defence", "国防"
    OTHER = "other", "其他"


class Form(models.TextChoices):
    """体裁分类 (rules: catalog §7)."""

    ORDER = "order", "命令（令）"
    DECISION = "decision", "决定"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLIC_NOTICE = "public-notice", "通告"
    NOTICE = "notice", "通知"
    BULLETIN = "bulletin", "通报"
    OPINION = "opinion", "意见"
    REPLY = "reply", "批复"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
    REPORT = "report", "报告"
    OTHER = "other", "其他"


class Stage(models.TextChoices):
    """五公开：决策、执行、管理、服务、结果公开 (中办发〔2016〕8号)."""

    DECISION = "decision", "决策"
    EXECUTION = "execution", "执行"
    MANAGEMENT = "management", "管理"
    SERVICE = "service", "服务"
    RESULT = "result", "结果"
