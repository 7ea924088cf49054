"""A folder as offices have them: plans in every format, one in twenty of them broken in some way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from books import workbook
from texts import archive, docx, paragraph, run, table

UNITS = ("县司法局", "县教育局", "县财政局", "县人社局", "县审计局", "县公安局", "县水利局")


def title(n: int) -> str:
    return f"清河县第{n}号重点工作任务分解方案"


def lines(n: int) -> list[str]:
    """A plan of 12 tasks."""
    duties = [
        line
        for k in range(1, 13)
        for line in (
            f"{k}．推进第{n}号方案第{k}项改革，2025年{k}月底前完成率达到{80 + k}%以上。",
            f"牵头单位：{UNITS[(n + k) % 7]}",
            f"配合单位：{UNITS[(n + k + 1) % 7]}、各乡镇",
        )
    ]
    return ["清河县人民政府办公室", "2024年3月5日", "", title(n), "", *duties]


def rows(n: int) -> list[list[str]]:
    head = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
    return [
        head,
        *(
            [str(k), f"推进第{n}号方案第{k}项改革。", UNITS[(n + k) % 7], "各乡镇", f"2025年{k}月"]
            for k in range(1, 13)
        ),
    ]


def _txt(n: int) -> bytes:
    return "\n".join(lines(n)).encode("gb18030" if n % 2 else "utf-8")


def _docx(n: int) -> bytes:
    body = "".join(paragraph(run(line)) for line in lines(n)[:5]) + table(*map(tuple, rows(n)))
    return docx(body)


def _html(n: int) -> bytes:
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines(n))}</body></html>".encode()


def _xlsx(n: int) -> bytes:
    return workbook({"Sheet1": [[title(n)], *rows(n)]})


def _csv(n: int) -> bytes:
    return "\r\n".join(",".join(row) for row in [[title(n), "", "", "", ""], *rows(n)]).encode("utf-8-sig")


def _md(n: int) -> bytes:
    return "\n\n".join(lines(n)[:4]).encode() + ("\n\n" + "\n\n".join(lines(n)[5:])).encode()


def _zip(n: int) -> bytes:
    return archive({f"方案{n}.txt": _txt(n)})


WHOLE: dict[str, Callable[[int], bytes]] = {
    ".txt": _txt,
    ".docx": _docx,
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".md": _md,
    ".zip": _zip,
}
# What is wrong with a file: its suffix, its bytes, and what is said of it.
BROKEN: tuple[tuple[str, Callable[[int], bytes], str], ...] = (
    (".docx", lambda n: _docx(n)[:300], "Word 文件已损坏"),
    (".xlsx", lambda n: _xlsx(n)[:3000], "工作簿已损坏"),
    (".txt", lambda _: b"", "文件是空的"),
    (".txt", lambda _: "各都道府県知事は、令和六年度末までに実施計画を策定し".encode("shift_jis"), "文字编码无法识别"),
    (".html", lambda _: "<p>今天天气很好。</p>".encode(), "没有找到任何任务"),
    (".zip", lambda _: archive({"弹.txt": bytes(11 * 1024 * 1024)}), "压缩炸弹"),
    (".zip", lambda n: _zip(n)[:-30], "压缩包已损坏"),
)


def mixed_folder(folder: Path, count: int) -> dict[str, str]:
    """Fill a folder with ``count`` files, every twentieth of them broken; return what is wrong with which."""
    kinds = list(WHOLE.items())
    wrong: dict[str, str] = {}
    for n in range(count):
        if n % 20 == 7:
            suffix, make, why = BROKEN[n // 20 % len(BROKEN)]
        else:
            (suffix, make), why = kinds[n % len(kinds)], ""
        path = folder / f"{n:04}{suffix}"
        path.write_bytes(make(n))
        if why:
            wrong[str(path)] = why
    return wrong


def endless(folder: Path) -> Path:
    """A file that is there and never comes to an end: nobody writes into the pipe."""
    path = folder / "挂起.txt"
    os.mkfifo(path)
    return path
