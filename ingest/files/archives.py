"""What a .zip holds: its documents by their place in it, and a sentence for each that is refused.

Nothing is ever unpacked to the disk. Names in GBK, as Chinese Windows writes them, are read; what packers leave
behind (``__MACOSX``, ``._name``, files that Word keeps open) is passed over; an archive inside an archive is
opened, one inside that is not.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.text.content import BROKEN_ZIP

SUFFIX = ".zip"
# More than any office packs, less than what would take a machine hours: a plan of 2,000 tasks is under 10 MB.
MOST_MEMBERS = 10_000
MOST_UNPACKED = 2 * 1024 * 1024 * 1024
# Deflate packs text 5 to 20 times smaller, at most 1,032 times.
_MOST_RATIO, _HARMLESS = 200, 10 * 1024 * 1024
_REPACK = "请解压后重新打包，或直接导入文件夹"

# A member of an archive, or of an archive in it: its position in each.
Path = tuple[int, ...]


def list_members(file: IO[bytes], where: str, size: int) -> Iterator[tuple[str, Path] | UnreadableDocument]:
    """Yield the name (with the archive's before it) and path of each file in an archive, in its order.

    ``size`` is the limit in bytes for each file. What must not be read is yielded as an error in its place.
    """
    yield from _list(file, where, size, ())


def read_member(file: IO[bytes], path: Path, where: str, size: int) -> bytes:
    """Return a member's bytes. Raises :class:`UnreadableDocument` where they cannot be read or exceed the limit."""
    *archives, member = path
    for each in archives:
        file = io.BytesIO(_read(file, each, where, size))
    return _read(file, member, where, size)


def _list(file: IO[bytes], where: str, size: int, above: Path) -> Iterator[tuple[str, Path] | UnreadableDocument]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except BROKEN_ZIP:
        yield UnreadableDocument(where, "压缩包已损坏或不是 .zip", "请重新打包或重新下载")
        return
    if len(members) > MOST_MEMBERS:
        yield UnreadableDocument(where, f"压缩包里有 {len(members)} 个文件，超过 {MOST_MEMBERS} 个", "请分成几个压缩包")
        return
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        yield UnreadableDocument(where, f"压缩包展开后超过 {MOST_UNPACKED // 1024**3} GB", "请分成几个压缩包")
        return
    for index, member in enumerate(members):
        name = _name(member)
        full = f"{where}/{name}"
        if name.endswith("/") or is_leftover(name):
            continue
        refused = _refused(member, name, full, size)
        if refused is not None:
            yield refused
        elif PurePosixPath(name).suffix.lower() != SUFFIX:
            yield full, (*above, index)
        elif above:
            yield UnreadableDocument(full, "压缩包套了两层以上", "请解开里层的压缩包再导入")
        else:
            try:
                inner = io.BytesIO(_read(file, index, full, size))
            except UnreadableDocument as error:
                yield error
                continue
            yield from _list(inner, full, size, (index,))


def is_leftover(name: str) -> bool:
    """Tell whether a path is of a file that systems and editors keep for themselves."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(part.startswith((".", "~$")) for part in parts if part not in (".", ".."))


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name: marked UTF-8, or bytes that zipfile has taken for code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.orig_filename.partition("\0")[0].encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _refused(member: zipfile.ZipInfo, name: str, full: str, size: int) -> UnreadableDocument | None:
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or ".." in PurePosixPath(name).parts:
        return UnreadableDocument(full, "压缩包里的路径指向包外", _REPACK)
    if member.flag_bits & 0x1:
        return UnreadableDocument(full, "压缩包有密码", "请去掉密码后重新打包")
    if member.file_size > size:
        return UnreadableDocument(full, f"文件超过上限 {size / 1024 / 1024:g} MB", "请拆分后再导入")
    if member.file_size > max(_HARMLESS, _MOST_RATIO * member.compress_size):
        return UnreadableDocument(full, "压缩比异常，疑为压缩炸弹", "请确认文件来源")
    return None


def _read(file: IO[bytes], index: int, where: str, size: int) -> bytes:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(archive.infolist()[index]) as member:
            content = member.read(size + 1)  # what the archive says of its size need not be true
    except BROKEN_ZIP as error:
        raise UnreadableDocument(where, "压缩包里的这个文件已损坏", _REPACK) from error
    if len(content) > size:
        raise UnreadableDocument(where, f"文件超过上限 {size / 1024 / 1024:g} MB", "请拆分后再导入")
    return content
