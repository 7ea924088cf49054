"""Which documents are meant by files, folders, globs, archives and standard input; and the bytes of each."""

from __future__ import annotations

import glob
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dutygraph.graph.errors import UnreadableDocument
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.disk import check_file, open_file, told
from dutygraph.ingest.files import archives
from dutygraph.ingest.formats.kinds import kind_of
from dutygraph.ingest.read import FORMATS, STDIN, SourceText, read_bytes

# Archives that are not opened: in a folder they are told, for they may hold plans.
_OTHER_ARCHIVES = (".rar", ".7z")


@dataclass(frozen=True, slots=True)
class Found:
    """A document to be read: ``where`` names it to people, ``name`` gives its kind.

    It is the file at ``path``, or the member of that archive at ``member``; ``data`` is the file's content where
    it is already at hand, ``decisions`` that of the review file sent with it.
    """

    where: str
    name: str
    path: Path | None = None
    member: archives.Path = ()
    data: bytes | None = None
    decisions: bytes | None = None


def find_documents(patterns: Iterable[str], limits: Limits) -> list[Found | UnreadableDocument]:
    """Return the documents meant by paths, folders (searched through), globs, archives and ``-``, each once.

    Of folders and archives only files of a readable kind are taken, and none that systems and editors keep for
    themselves. What a member of an archive, or a link without its file, is refused for stands in its place. A folder
    or glob with nothing in it stands in its place too, and raises UnreadableDocument where it is all that is asked
    for; a plain path is returned unchecked.
    """
    found: dict[Path | str, Found | UnreadableDocument] = {}
    patterns = list(patterns)
    for pattern in patterns:
        with told(pattern):
            try:
                paths = [pattern] if pattern == STDIN else _meant_by(pattern)
            except UnreadableDocument as nothing:
                if len(patterns) == 1:
                    raise
                found.setdefault(pattern, nothing)
                continue
            for path in paths:
                for each in _expand(path, limits):
                    found.setdefault(each.where, each)
        if not found:
            raise UnreadableDocument(pattern, "压缩包里没有这个文件", "请核对名称")
    return list(found.values())


def read_found(found: Found, limits: Limits) -> SourceText:
    """Return the text of a document. Raises :class:`UnreadableDocument`, also where it is larger than the limit."""
    if found.member:
        with _open(found) as file:
            data = archives.read_member(file, found.member, found.where, limits.size)
    elif found.data is not None:
        data = found.data
    else:
        data = _read_file(found, limits.size)
    if len(data) > limits.size:
        raise _too_large(found.where, limits.size)
    return read_bytes(data, found.name, found.where)


def _meant_by(pattern: str) -> list[Path]:
    if not pattern:  # an unset variable of a script, which Path would take for the folder that one is in
        raise UnreadableDocument("''", "路径是空的", "请给出文件、文件夹或通配符")
    path = Path(pattern)
    if path.is_dir():
        inside = [p for p in sorted(path.rglob("*")) if _readable(p, path)]
        if not inside:
            known = "、".join((*FORMATS, archives.SUFFIX))
            raise UnreadableDocument(pattern, f"文件夹里没有可读的文件（{known}）", "请检查路径")
        return inside
    if not path.exists() and glob.has_magic(pattern):
        folder = Path(path.anchor)  # "" for a relative pattern
        matching = sorted(folder.glob(str(path.relative_to(path.anchor))))
        inside = [p for p in matching if (p.is_file() or _is_dangling(p)) and not p.name.startswith("~$")]
        if not inside:
            raise UnreadableDocument(pattern, "没有匹配的文件", "请检查通配符和路径")
        return inside
    return [path]


def _readable(path: Path, folder: Path) -> bool:
    dangling = _is_dangling(path)
    if archives.is_leftover(path.relative_to(folder).as_posix()) or not (path.is_file() or dangling):
        return False
    if dangling and not path.suffix:
        return True  # what may have been a folder of plans
    return path.suffix.lower() in (*FORMATS, archives.SUFFIX, *_OTHER_ARCHIVES)


def _is_dangling(path: Path) -> bool:
    """Whether a path is a link to what is not there."""
    return path.is_symlink() and not path.exists()


def _expand(path: Path | str, limits: Limits) -> Iterator[Found | UnreadableDocument]:
    """Yield the document at a path, those in the archive that it is, or the one in an archive that it names."""
    outer = _archive_above(path) if path != STDIN else None
    if outer is not None:
        yield from (each for each in _expand(outer, limits) if Path(each.where) == Path(path))
        return
    if path == STDIN:
        data = sys.stdin.buffer.read(limits.size + 1)
        found = Found("标准输入", STDIN, data=data)
        packed = len(data) <= limits.size and kind_of(data) == archives.SUFFIX
    else:
        path = Path(path)
        found = Found(str(path), path.name, path)
        packed = path.suffix.lower() == archives.SUFFIX and path.is_file()
        if _is_dangling(path):
            yield UnreadableDocument(str(path), "链接所指的文件不存在", "请恢复该文件，或删除链接")
            return
        if path.suffix.lower() in _OTHER_ARCHIVES:
            yield UnreadableDocument(str(path), f"不能打开 {path.suffix} 压缩包", "请解压，或另存为 .zip 后再导入")
            return
    if not packed:
        yield found
        return
    try:
        with _open(found) as file:
            members = list(archives.list_members(file, found.where, limits.size))
    except UnreadableDocument as error:
        yield error
        return
    readable = [each for each in members if isinstance(each, UnreadableDocument) or _known(each[0])]
    if not readable:
        yield UnreadableDocument(found.where, "压缩包里没有可读的文件", f"目前可读 {'、'.join(FORMATS)}")
    for each in readable:
        if isinstance(each, UnreadableDocument):
            yield each
        else:
            where, member = each
            yield Found(where, where.rpartition("/")[2], found.path, member, found.data)


def _archive_above(path: Path | str) -> Path | None:
    """The archive that a path goes into: 归档.zip of 归档.zip/方案.docx."""
    above = (each for each in Path(path).parents if each.suffix.lower() == archives.SUFFIX)
    return next((each for each in above if each.is_file()), None)


def _known(name: str) -> bool:
    return Path(name).suffix.lower() in FORMATS


def _open(found: Found) -> IO[bytes]:
    if found.data is not None or found.path is None:
        return io.BytesIO(found.data or b"")
    return open_file(found.path, found.where)


def _read_file(found: Found, size: int) -> bytes:
    assert found.path is not None
    if check_file(found.path, found.where) > size:
        raise _too_large(found.where, size)
    with _open(found) as file:
        return file.read(size + 1)


def _too_large(where: str, size: int) -> UnreadableDocument:
    megabytes = f"{size / 1024 / 1024:g} MB"
    return UnreadableDocument(where, f"文件超过上限 {megabytes}", "请拆分后再导入，或用环境变量 DUTYGRAPH_FILE_MB 放宽")
