"""The one module that runs llama.cpp; only the model's child process imports it.

The library serves itself by HTTP. It is given a Unix socket in a private folder, so that no port is open and
nobody else on the machine can reach it. Tokens of messages are made apart from those of the chat template: a
control token that somebody wrote into an answer stays plain text.
"""

import http.client
import json
import math
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CANDIDATES = 200
"""Most probable next tokens that are listed. One that is not among them has less than 1/200, and counts as 0."""
BATCH = 512
"""Tokens evaluated at once."""


class TooLong(Exception):
    """A prompt of `tokens` and the reply asked for do not fit in `window` tokens."""

    def __init__(self, tokens: int, window: int) -> None:
        super().__init__(tokens, window)
        self.tokens = tokens
        self.window = window


class Refused(Exception):
    """llama.cpp would not do it; the message says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text that was generated; the last one has the reason of the end and the tokens counted."""

    text: str
    finish: str | None = None
    prompt_tokens: int = 0
    reply_tokens: int = 0


class Llama:
    """One model with one context. Not for threads: one call at a time."""

    def __init__(self, model: Path, window: int, threads: int, folder: Path) -> None:
        """Load the weights. `folder` is private and takes the socket. Raises Refused."""
        try:
            import xllamacpp
        except ImportError as error:  # built for another system
            raise Refused(str(error)) from error
        self.window = window
        self._socket = str(folder / "llama.sock")
        self._template_of: dict[tuple[str, ...], list[str]] = {}
        settings = xllamacpp.CommonParams()
        settings.model.path = str(model)
        settings.hostnames = [self._socket]
        settings.n_ctx = window
        settings.n_batch = settings.n_ubatch = BATCH
        settings.n_parallel = 1
        settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = threads
        settings.sampling.seed = 0
        settings.n_threads_http = 1
        settings.verbosity = -1
        settings.ctx_shift = False  # a prompt that does not fit is refused, never shortened
        settings.cache_ram_mib = 0  # what one call saw is kept from the next but for the prefix asked for
        settings.cache_idle_slots = False
        settings.fit_params = False
        settings.ui = settings.endpoint_slots = False
        settings.offline = True
        try:
            self._server = xllamacpp.Server(settings)
        except (RuntimeError, ValueError) as error:
            raise Refused(str(error)) from error

    def opening_tokens(self, messages: Sequence[Mapping[str, str]]) -> list[int]:
        """Return the tokens of a conversation before the end of its last message."""
        frame = self._frame(tuple(message["role"] for message in messages))
        ids: list[int] = []
        for before, message in zip(frame, messages, strict=False):
            ids += self._tokenize(before, control=True, first=not ids) + self._tokenize(message["content"])
        return ids

    def closing_tokens(self, messages: Sequence[Mapping[str, str]], suffix: str, opening: str) -> list[int]:
        """Return the tokens that end the last message with `suffix` and begin the assistant's with `opening`."""
        frame = self._frame(tuple(message["role"] for message in messages))
        return self._tokenize(suffix) + self._tokenize(frame[-1], control=True) + self._tokenize(opening)

    def single_token(self, text: str) -> int:
        """Return the one token that `text` is. Raises Refused where it is none or several."""
        found = self._tokenize(text)
        if len(found) != 1:
            raise Refused(f"{text!r} is {len(found)} tokens of this model, not one")
        return found[0]

    def next_token(self, prompt: list[int], candidates: Sequence[int], *, share: bool) -> list[float]:
        """Return the probability that each of `candidates` is the next token, of all tokens that there are.

        With `share`, what the prompt has in common with the one before is not evaluated again.
        """
        self.check(len(prompt), 1)
        reply = self._post(
            "/completion",
            {"prompt": prompt, "n_predict": 1, "n_probs": CANDIDATES, "temperature": 0, "cache_prompt": share},
        )
        self._check_read(reply, len(prompt))
        listed = {int(one["id"]): float(one["logprob"]) for one in reply["completion_probabilities"][0]["top_logprobs"]}
        return [math.exp(listed[token]) if token in listed else 0.0 for token in candidates]

    def generate(
        self,
        prompt: list[int],
        most: int,
        stop: Sequence[str],
        form: Mapping[str, object] | None,
        cancelled: Callable[[], bool],
    ) -> Iterator[Piece]:
        """Yield a reply of at most `most` tokens, piece by piece, the most probable token each time.

        With a `form`, a JSON schema, only tokens that keep to it. Raises Refused and TooLong.
        """
        self.check(len(prompt), most)
        body = {"prompt": prompt, "n_predict": most, "stop": list(stop), "temperature": 0, "cache_prompt": False}
        if form is not None:
            body["json_schema"] = form
        connection = self._ask("/completion", body | {"stream": True})
        try:
            reply = connection.getresponse()
            if reply.status != http.client.OK:
                raise Refused(_reason(reply.read()))
            for line in reply:
                if cancelled():
                    yield Piece("", "cancelled")
                    return
                if line.startswith(b"data: "):
                    yield self._piece(json.loads(line[6:]), len(prompt))
        finally:
            connection.close()

    def _piece(self, event: dict[str, Any], expected: int) -> Piece:
        if "error" in event:
            raise Refused(str(event["error"].get("message")))
        if not event["stop"]:
            return Piece(event["content"])
        self._check_read(event, expected)
        finish = "length" if event["stop_type"] == "limit" else "stop"
        return Piece(event["content"], finish, event["tokens_evaluated"], event["tokens_predicted"])

    def _frame(self, roles: tuple[str, ...]) -> list[str]:
        """Return the chat template's own text before, between and after messages of these roles."""
        if roles not in self._template_of:
            marks = [f"mark{secrets.token_hex(8)}" for _ in roles]
            asked = [{"role": role, "content": mark} for role, mark in zip(roles, marks, strict=True)]
            rest: str = self._post("/apply-template", {"messages": asked})["prompt"]
            parts = []
            for mark in marks:
                before, found, rest = rest.partition(mark)
                if not found:
                    raise Refused(f"the model's chat template has no place for messages of {', '.join(roles)}")
                parts.append(before)
            self._template_of[roles] = [*parts, rest]
        return self._template_of[roles]

    def _tokenize(self, text: str, *, control: bool = False, first: bool = False) -> list[int]:
        if not text and not first:
            return []
        body = {"content": text, "parse_special": control, "add_special": first}
        found: list[int] = self._post("/tokenize", body)["tokens"]
        return found

    def check(self, prompt: int, reply: int) -> None:
        """Raise TooLong where a prompt and a reply of these lengths do not fit in the window."""
        if prompt + reply > self.window:
            raise TooLong(prompt + reply, self.window)

    @staticmethod
    def _check_read(reply: Mapping[str, Any], expected: int) -> None:
        """A part of the prompt that was not read could be the rubric, so no answer counts then."""
        if reply.get("truncated") or reply["tokens_evaluated"] != expected:
            raise Refused(f"only {reply['tokens_evaluated']} of {expected} tokens were read")

    def _post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        connection = self._ask(path, body)
        try:
            reply = connection.getresponse()
            data = reply.read()
        finally:
            connection.close()
        if reply.status != http.client.OK:
            raise Refused(_reason(data))
        found: dict[str, Any] = json.loads(data)
        return found

    def _ask(self, path: str, body: Mapping[str, object]) -> http.client.HTTPConnection:
        connection = _Connection(self._socket)
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        return connection


class _Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self._path)


def _reason(data: bytes) -> str:
    try:
        return str(json.loads(data)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return data[:200].decode("utf-8", "replace")
