"""Chinese names of the terms that dutygraph takes from other vocabularies, which name themselves in other languages.

Its own terms have theirs in ``ontology.ttl``. A test compares this table with the terms that exports use.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

REUSED: Final = MappingProxyType(
    {
        "cv:hasParticipant": "参与者",
        "cv:role": "角色",
        "dcterms:description": "内容",
        "dcterms:hasVersion": "旧版",
        "dcterms:identifier": "标识",
        "dcterms:isReplacedBy": "被取代于",
        "dcterms:source": "原文",
        "dcterms:spatial": "所在区划",
        "dcterms:title": "标题",
        "eli:LegalExpression": "文件的语言版本",
        "eli:applies": "贯彻落实",
        "eli:cites": "引用",
        "eli:date_document": "印发日期",
        "eli:embodies": "载有",
        "eli:has_part": "包含",
        "eli:id_local": "文号",
        "eli:is_embodied_by": "载于",
        "eli:is_part_of": "属于",
        "eli:is_realized_by": "语言版本为",
        "eli:language": "语言",
        "eli:number": "序号",
        "eli:passed_by": "印发机关",
        "eli:realizes": "表达的文件",
        "foaf:member": "成员",
        "oa:TextPositionSelector": "按位置定位",
        "oa:TextQuoteSelector": "按文字定位",
        "oa:bodyValue": "说明",
        "oa:end": "终点",
        "oa:exact": "文字",
        "oa:hasSelector": "定位方式",
        "oa:hasSource": "出自",
        "oa:hasTarget": "关于",
        "oa:prefix": "前文",
        "oa:start": "起点",
        "oa:suffix": "后文",
        "org:changedBy": "沿革",
        "org:classification": "单位类型",
        "org:resultingOrganization": "结果单位",
        "org:subOrganizationOf": "下属于",
        "p-plan:isStepOfPlan": "所属方案",
        "rdf:type": "类型",
        "rdfs:label": "名称",
        "schema:byMonth": "月份",
        "schema:byMonthDay": "日",
        "schema:encodingFormat": "文件格式",
        "schema:maxValue": "上限",
        "schema:minValue": "下限",
        "schema:position": "次序",
        "schema:repeatFrequency": "周期长度",
        "schema:text": "全文",
        "schema:unitCode": "计量单位代码",
        "schema:unitText": "计量单位",
        "schema:value": "数值",
        "skos:altLabel": "又作",
        "skos:hiddenLabel": "其他写法",
        "skos:notation": "代码",
        "skos:prefLabel": "规范名称",
        "skosxl:literalForm": "写法",
        "time:Instant": "时间点",
        "time:hasBeginning": "起始",
        "time:hasEnd": "截止",
        "time:hasXSDDuration": "时长",
        "time:inXSDDate": "日期",
    }
)
# Resources of others that the data points to.
NAMED: Final = MappingProxyType({"http://publications.europa.eu/resource/authority/language/ZHO": "中文"})
