"""A host on 127.0.0.1 that speaks OpenAI's chat API as scripted, faults included; real sockets, real HTTP."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ENOUGH = 5_000  # prompt tokens reported where a test is not about them


@dataclass(frozen=True, slots=True)
class Says:
    """A reply in parts of `size` characters. `tokens` is the prompt as the host claims to have read it."""

    text: str
    finish: str | None = "stop"
    tokens: int | None = ENOUGH
    size: int = 12
    pause: float = 0.0
    forever: bool = False


@dataclass(frozen=True, slots=True)
class Fails:
    """An HTTP status with a body that repeats the key, as some hosts do."""

    status: int
    message: str = "the host repeats your key"


@dataclass(frozen=True, slots=True)
class Breaks:
    """A stream that ends after `text`: with the connection reset, or (`clean`) as if all were well."""

    text: str = ""
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Garbage:
    """A stream that is no JSON."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing, with the connection open."""


Turn = Says | Fails | Breaks | Garbage | Silence


@dataclass(slots=True)
class Host:
    """What the host is asked, and what it answers in turn; a script that has run out fails the call and the test."""

    url: str
    script: list[Turn]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def take(self) -> Turn:
        """Return the next turn."""
        return self.script.pop(0) if self.script else Fails(418, "the script has run out")


def _event(text: str | None, finish: str | None, usage: dict[str, int] | None = None) -> bytes:
    choices = [] if usage else [{"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}]
    body = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "m",
        "choices": choices,
        "usage": usage,
    }
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            host.paths.append(self.path)
            if not self.path.endswith("/chat/completions"):
                self._refuse(Fails(404))
                return
            host.asked.append(json.loads(body))
            host.headers.append({name.lower(): value for name, value in self.headers.items()})
            turn = host.take()
            match turn:
                case Fails():
                    self._refuse(turn)
                case Silence():
                    host.over.wait(30)
                case _:
                    self._stream(turn)

        def _refuse(self, turn: Fails) -> None:
            message = f"{turn.message}: {self.headers.get('Authorization')}"
            body = json.dumps({"error": {"message": message, "type": "t", "code": "c"}}).encode()
            self.send_response(turn.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, turn: Says | Breaks | Garbage) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            if isinstance(turn, Breaks) and not turn.clean:
                self.send_header("Content-Length", "100000")
            self.end_headers()
            try:
                match turn:
                    case Garbage():
                        self.wfile.write(b"data: {nonsense\n\n")
                    case Breaks():
                        self.wfile.write(_event(turn.text, None))
                        self.wfile.flush()
                        if not turn.clean:
                            self.connection.shutdown(socket.SHUT_RDWR)
                    case Says():
                        self._say(turn)
            except OSError:
                pass  # the client has left, as several tests want it to

        def _say(self, turn: Says) -> None:
            while True:
                for start in range(0, len(turn.text), turn.size):
                    self.wfile.write(_event(turn.text[start : start + turn.size], None))
                    self.wfile.flush()
                    if turn.pause:
                        host.over.wait(turn.pause)
                if not turn.forever or host.over.is_set():
                    break
            if turn.finish:
                self.wfile.write(_event(None, turn.finish))
            if turn.tokens is not None:
                usage = {"prompt_tokens": turn.tokens, "completion_tokens": 7, "total_tokens": turn.tokens + 7}
                self.wfile.write(_event(None, None, usage))
            self.wfile.write(b"data: [DONE]\n\n")

    return Handler


@contextmanager
def serving(*script: Turn) -> Iterator[Host]:
    """Serve a script on a port of its own."""
    host = Host("", list(script))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(host))
    server.daemon_threads = True
    host.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        host.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
