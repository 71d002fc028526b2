"""What the program and the model's child process say to each other: JSON, each message with its length before it."""

import json
from typing import IO

_LENGTH_BYTES = 4
LONGEST = 16_000_000
"""Bytes in a message; a longer one is a torn or foreign stream."""
Message = dict[str, object]


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message. Raises OSError when nobody reads."""
    data = json.dumps(message).encode()
    stream.write(len(data).to_bytes(_LENGTH_BYTES) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Return the next message, or None where the stream ends, within a message too. Raises ValueError for noise."""
    head = stream.read(_LENGTH_BYTES)
    if len(head) < _LENGTH_BYTES:
        return None
    length = int.from_bytes(head)
    if length > LONGEST:
        raise ValueError(f"a message of {length} bytes")
    data = stream.read(length)
    if len(data) < length:
        return None
    message = json.loads(data)
    if not isinstance(message, dict):
        raise ValueError("a message that is no object")
    return message


def is_last(reply: Message) -> bool:
    """Whether no more replies to the same call follow."""
    return bool(reply.get("done") or reply.get("ready")) or "error" in reply
