"""The words of the national table: the 13 channels and the levels, in the order they are printed."""

CHANNELS = [
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏（电子屏）",
    "精准推送",
    "其他",
]
OTHER = "其他"
LEVELS = ["市级", "县级", "乡级", "村级"]
SPECIFIC_GROUP = "特定群体"  # what a bare tick under 特定群体 stands for
