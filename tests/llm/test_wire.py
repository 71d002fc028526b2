"""Messages between program and child arrive whole or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.llm.wire import LONGEST, Message, receive, send
from tests.support import texts

MESSAGES = st.dictionaries(texts(8), texts() | st.integers(-(2**53), 2**53) | st.booleans() | st.none(), max_size=4)


@given(st.lists(MESSAGES, max_size=4))
def test_what_is_sent_is_received(messages: list[Message]) -> None:
    stream = io.BytesIO()
    for message in messages:
        send(stream, message)
    stream.seek(0)
    assert [receive(stream) for _ in messages] == messages
    assert receive(stream) is None


@given(MESSAGES, st.data())
def test_a_torn_message_is_the_end(message: Message, data: st.DataObject) -> None:
    stream = io.BytesIO()
    send(stream, message)
    cut = data.draw(st.integers(0, len(stream.getvalue()) - 1))
    assert receive(io.BytesIO(stream.getvalue()[:cut])) is None


@pytest.mark.parametrize("noise", [(LONGEST + 1).to_bytes(4) + b"x", b"\0\0\0\2[]", b"\0\0\0\2{x"])
def test_noise_is_known_for_what_it_is(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        receive(io.BytesIO(noise))
