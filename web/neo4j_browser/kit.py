"""All that an analyst loads into Neo4j Browser, as the files of a folder or an archive: :func:`kit`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dutygraph.graph.exports import zip_files
from dutygraph.web.neo4j_browser.favourites import favourites
from dutygraph.web.neo4j_browser.grass import grass
from dutygraph.web.neo4j_browser.guide import guide

SERVICE: Final = "http://localhost:8000"
"""Where dutygraph serves unless told otherwise; Neo4j lets Browser fetch from ``localhost`` by default."""
FAVOURITES: Final = "收藏.zip"
STYLE: Final = "责任图谱.grass"
GUIDE: Final = "指南.html"
READ_ME: Final = "说明.txt"
_READ_ME = """\
责任图谱：在 Neo4j Browser 里看

一、收藏：把“{favourites}”拖到 Neo4j Browser 窗口上，左侧五角星里出现“责任图谱”各文件夹。
    整个压缩包直接拖上去也可以。“看图”里的语句点开即画图；查询要先运行同名的“（参数）”。
    再次导入会重复；先在 Browser 里删去旧的文件夹。
二、样式：把“{style}”拖到窗口上，结点和关系就有颜色和中文说明。
三、指南：责任图谱的服务（dutygraph serve）运行时，在 Browser 的命令行输入
        :guide {service}/browser/guide.html
    语句点一下进入命令行，点前面的三角直接运行。样式也可以不用文件：
        :style {service}/browser/style.grass
    服务不在运行时，用网页浏览器打开“{guide}”，复制其中的语句。

看图的电脑要装中文字体（Windows、macOS 自带；Linux 装 fonts-noto-cjk）。
"""


def kit(service: str = SERVICE) -> dict[str, bytes]:
    """Return the files by path. Dropped on Browser whole, the archive of them gives the favourites too."""
    saved = saved_statements()
    text = _READ_ME.format(favourites=FAVOURITES, style=STYLE, guide=GUIDE, service=service)
    return {
        READ_ME: text.replace("\n", "\r\n").encode("utf-8-sig"),
        FAVOURITES: zip_files(saved),
        STYLE: grass().encode("utf-8"),
        GUIDE: guide(service).encode("utf-8"),
        **saved,
    }


def saved_statements() -> Mapping[str, bytes]:
    """Return the .cypher files by path, in the order in which Browser lists their folders."""
    return {each.path: each.text.encode("utf-8") for each in favourites()}
