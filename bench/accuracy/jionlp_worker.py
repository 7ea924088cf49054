"""Runs in the peers' own environment: texts in on standard input as JSON, what JioNLP finds in each out as JSON.

A question is {"text", "base": [year, month, day], "whole"}: with ``whole`` the text is the words of one date.
"""

import contextlib
import json
import sys
from typing import Any

with contextlib.redirect_stdout(sys.stderr):  # it prints a banner
    import jionlp


def answer(question: dict[str, Any]) -> list[Any]:
    base = dict(zip(("year", "month", "day"), question["base"], strict=True))
    try:
        if question.get("whole"):
            return [jionlp.parse_time(question["text"], time_base=base)]
        return [found["detail"] for found in jionlp.ner.extract_time(question["text"], time_base=base) or []]
    except Exception:  # what it cannot parse it has not found
        return []


def main() -> None:
    questions = json.loads(sys.stdin.buffer.read())
    answers = [answer(question) for question in questions]
    sys.stdout.buffer.write(json.dumps(answers, ensure_ascii=False, default=str).encode("utf-8"))


if __name__ == "__main__":
    main()
