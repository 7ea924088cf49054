"""What is said of a SPARQL query whose process did not answer."""

from __future__ import annotations

from dutygraph.graph.errors import DutygraphError, QueryFailed, StoreError
from dutygraph.graph.rdf.sparql import Question
from dutygraph.ingest.budget import Limits
from dutygraph.ingest.files.workers import Failures


def _too_slow(_: Question, limits: Limits) -> DutygraphError:
    return QueryFailed(f"查询超过 {limits.seconds:g} 秒，已中止。请缩小范围（加条件或 LIMIT）后再试。")


def _too_big(_: Question, limits: Limits) -> DutygraphError:
    return QueryFailed(f"查询需要的内存超过 {limits.memory // 1024 // 1024} MB，已中止。请缩小范围后再试。")


def _died(_: Question) -> DutygraphError:
    return QueryFailed("查询进程意外终止（多为内存不足）。请缩小范围（加条件或 LIMIT）后再试。")


def _closed(_: Question) -> DutygraphError:
    return StoreError("服务正在停止，查询没有执行。请稍后再试。")


def _mistake(_: Question, error: Exception) -> DutygraphError:
    return QueryFailed(f"查询时出错（{type(error).__name__}: {error}）。请把语句和这句话交给维护人员。")


ANSWERING = Failures(_too_slow, _too_big, _died, _closed, _mistake)
