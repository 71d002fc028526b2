"""What a JSON object says: its texts by name however deep they stand, the turns of a talk, the replies of a thread."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# Where tools keep the turns of a talk, and how they name speaker and text.
_TALKS = ("messages", "conversations", "conversation", "turns", "dialogue", "contents", "history")
_SPEAKERS = ("role", "from", "speaker", "author", "sender")
_TEXTS = ("content", "value", "text", "parts", "plain_text", "rich_text", "body")
_PIECES = ("plain_text",)
"""Texts that a program parts wherever their look changes, not where a paragraph ends."""
_ANSWERERS = frozenset({"assistant", "gpt", "model", "bot", "ai"})
_REPLIES = ("answers", "replies", "responses", "comments")
_ACCEPTED = ("is_accepted", "accepted", "isAccepted", "is_best", "best")
_SCORES = ("score", "votes", "upvotes", "points")
_AUTHORS = ("user", "author", "user_id", "owner", "name")
_DEEPEST, _MOST_FIELDS, _MOST_TURNS = 5, 200, 10_000


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side of a talk said."""

    speaker: str
    text: str

    @property
    def answers(self) -> bool:
        """Whether a model said it."""
        return self.speaker.lower() in _ANSWERERS


def text_of(value: object, depth: int = 0) -> str | None:
    """Return the text of a value: itself, of an object that names it, of a list of one text or of pieces of one."""
    if isinstance(value, str):
        return value
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        name = next((name for name in _TEXTS if name in value), None)
        held = value[name] if name else None
        if name == "parts" and isinstance(held, list) and held and all(isinstance(one, str) for one in held):
            return "\n".join(held)
        return None if name is None else text_of(held, depth + 1)
    if isinstance(value, list) and value:
        return _of_list(value, depth)
    return None


def _of_list(values: Sequence[object], depth: int) -> str | None:
    if len(values) == 1:
        return text_of(values[0], depth + 1)
    spoken = [turn for turn in _spoken(values) if turn.answers]
    if spoken:
        return spoken[-1].text
    blocks = [one for one in values if isinstance(one, dict)]
    texts = [told for one in blocks if (told := text_of(one, depth + 1)) is not None]
    if len(blocks) < len(values) or not texts:
        return None
    return ("" if any(name in blocks[0] for name in _PIECES) else "\n").join(texts)


def fields_of(found: Mapping[str, object]) -> dict[str, str]:
    """Return the texts of an object by name, those that stand higher first; a nested text has its object's name."""
    fields: dict[str, str] = {}
    level: list[Mapping[str, object]] = [found]
    for _ in range(_DEEPEST):
        below: list[Mapping[str, object]] = []
        for one in level:
            for name, value in one.items():
                told = text_of(value)
                if told is not None:
                    if name not in fields and len(fields) < _MOST_FIELDS:
                        fields[name] = told
                elif isinstance(value, dict):
                    below.append(value)
        level = below
    return fields


def turns_in(found: Mapping[str, object]) -> list[Turn] | None:
    """Return the turns of the talk that an object holds, None where it holds none."""
    talk = next((found[name] for name in _TALKS if isinstance(found.get(name), list)), None)
    if isinstance(talk, list):
        return list(_spoken(talk))
    tree = found.get("mapping")
    return list(_spoken(_branch(tree, found.get("current_node")))) if isinstance(tree, dict) else None


def _spoken(talk: Sequence[object]) -> Iterator[Turn]:
    for turn in talk[:_MOST_TURNS]:
        if isinstance(turn, dict):
            speaker = next((told for name in _SPEAKERS if (told := _speaker(turn.get(name)))), "")
            if speaker:
                yield Turn(speaker, text_of(turn) or "")


def _speaker(value: object) -> str:
    if isinstance(value, dict):
        value = next((value[name] for name in ("role", "name") if isinstance(value.get(name), str)), "")
    return value if isinstance(value, str) else ""


def _branch(tree: Mapping[str, object], last: object) -> list[object]:
    """Return the messages of a tree from its root to the node that is shown last; all in order where none is named."""
    nodes = {name: node for name, node in tree.items() if isinstance(node, dict)}
    if not isinstance(last, str) or last not in nodes:
        return [node.get("message") for node in nodes.values()]
    found: list[object] = []
    seen: set[str] = set()
    while isinstance(last, str) and last in nodes and last not in seen:
        seen.add(last)
        found.append(nodes[last].get("message"))
        last = nodes[last].get("parent")
    return found[::-1]


def best_reply(found: Mapping[str, object]) -> tuple[str, str] | None:
    """Return the name under which an object holds the replies to it, and the text of one; None where it holds none.

    The accepted reply, else that of the highest score, else the first one by somebody else.
    """
    name = next((name for name in _REPLIES if isinstance(found.get(name), list)), None)
    held = found[name] if name else None
    replies = [one for one in held if isinstance(one, dict) and text_of(one)] if isinstance(held, list) else []
    if name is None or not replies:
        return None
    asker = next((found[one] for one in _AUTHORS if isinstance(found.get(one), str)), None)
    others = [one for one in replies if asker is None or asker not in (one.get(by) for by in _AUTHORS)]
    best = next((one for one in replies if any(one.get(mark) is True for mark in _ACCEPTED)), None)
    best = best or max(others or replies, key=_score)
    return name, text_of(best) or ""


def _score(reply: Mapping[str, object]) -> float:
    told = next((reply[name] for name in _SCORES if isinstance(reply.get(name), int | float)), 0)
    return float(told) if isinstance(told, int | float) else 0.0
