"""Duties that stand inside the prose of items: ……，由县民政局牵头，……; 甲组。由县民政局牵头。 / 职责：……."""

from __future__ import annotations

from dutygraph.ingest.assign.duties import embedded_duty
from dutygraph.ingest.assign.sentences import Field
from dutygraph.ingest.segment.items import Item, below
from dutygraph.ingest.text.passage import Passage

# So many items state a duty inside their prose where that is a plan's form.
_EMBEDDED = 2
_LONGEST_NAME = 20


def read_embedded(root: Item) -> None:
    """Read the duties that items without any state in a clause of their prose (由A牵头，B配合，……).

    Only in a plan where that is the usual form: where others are printed apart, such a clause tells how work is done.
    """
    items = [i for i in below(root) if not i.children and not i.has_duty() and not i.has_rows()]
    said = [(item, fields) for item in items if (fields := _embedded(item))]
    if len(said) >= _EMBEDDED and len(said) > sum(item.has_duty() or item.has_rows() for item in below(root)):
        for item, fields in said:
            item.parts.append(fields)


def read_headed(root: Item) -> None:
    """Read items whose head says who carries what the paragraphs below it tell: 一、转移组。由A牵头。 / 职责：…….

    The sentence stands inside the words of the task then, and stays there. Only where two items or more have the form:
    below one alone the plan's closing paragraph may stand; and only below a head that is a name, not a duty.
    """
    headed = [(item, whole) for item in below(root) if (whole := _headed(item)) is not None]
    for item, whole in headed if len(headed) >= _EMBEDDED else ():
        _, fields, *paragraphs = item.parts
        item.parts[:] = [whole, *paragraphs, fields]


def _headed(item: Item) -> Passage | None:
    """The whole paragraph of such an item's head."""
    if item.marker is None or item.children or len(item.parts) < 3:
        return None
    name, fields, *rest = item.parts
    if not isinstance(name, Passage) or not isinstance(fields, tuple) or len(name) > _LONGEST_NAME:
        return None
    said = all(field.label is None and field.inline for field in fields)
    if not said or not name.text.endswith("。") or not all(isinstance(part, Passage) for part in rest):
        return None
    whole = item.head.cut(item.marker.length).strip()
    return whole if whole.folded[len(name) :].lstrip()[:1] not in ("(", "[") else None


def take_embedded(item: Item) -> bool:
    """Give an item beside tasks, for which nobody is named at its end, the duty that stands inside its prose."""
    fields = _embedded(item)
    if fields:
        item.parts.append(fields)
    return bool(fields)


def _embedded(item: Item) -> tuple[Field, ...]:
    return next((f for p in item.parts if isinstance(p, Passage) and (f := embedded_duty(p))), ())
