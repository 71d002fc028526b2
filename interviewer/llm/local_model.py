"""The local language model as the program sees it: next-token probabilities and replies, from a child process."""

import contextlib
import importlib.util
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from interviewer.domain.errors import ModelError, ModelUnavailable, PromptTooLong, UsageError
from interviewer.domain.extras import install_command
from interviewer.llm.installed import PULL, Installed, installed
from interviewer.llm.process import ModelProcess, Setup
from interviewer.llm.threads import allowed_threads
from interviewer.llm.wire import Message, is_last

WINDOW = 4096
"""Tokens of context; a question, its reference and a long answer take under 2000."""
MOST_TOKENS = 400
"""Tokens in a reply, at most: twenty seconds on two cores."""
WITHIN = 60.0
"""Seconds for a call, at most."""
LOADING = 120.0
"""Seconds for the weights to load, at most: a gigabyte from a slow disk."""
_CANCELLING = 10.0
_FAILURES = 3
"""Failures in a row after which it is not started again: by then it is the machine or the file."""
PACKAGE = "xllamacpp"
INSTALL = install_command("local")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation. Its text holds no control tokens, whatever is written in it."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said; `finish` is `stop`, or `length` where the token limit cut it off."""

    text: str
    finish: str
    prompt_tokens: int
    reply_tokens: int


class LocalModel:
    """The model in `folder`, started when first used and again after a failure. Safe in threads: calls take turns."""

    def __init__(self, folder: Path, *, window: int = WINDOW, threads: int | None = None) -> None:
        self._folder = folder
        self._window = window
        self._threads = threads or allowed_threads()
        self._turn = threading.Lock()
        self._process: ModelProcess | None = None
        self._failures = 0

    @property
    def installed(self) -> Installed:
        """What is installed, with its hash. Raises ModelUnavailable with reason and remedy."""
        return installed(self._folder)

    def check(self) -> Installed:
        """Return what a call would use, without starting it. Raises ModelUnavailable with reason and remedy."""
        if importlib.util.find_spec(PACKAGE) is None:
            raise ModelUnavailable(f"llama.cpp is not installed. Install it: {INSTALL}")
        return self.installed

    def start(self) -> None:
        """Load the weights now. Raises ModelUnavailable."""
        with self._taking_turn(LOADING):
            self._running()

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        return self._process.pid if self._process is not None and self._process.alive else None

    def token_probabilities(
        self,
        messages: Sequence[Said],
        suffixes: Sequence[str],
        choices: Sequence[str],
        *,
        opening: str = "",
        within: float = WITHIN,
    ) -> list[tuple[float, ...]]:
        """Return, for each suffix, the probability of each choice as the next token, (len(suffixes), len(choices)).

        The conversation's last message goes on with the suffix, the assistant's begins with `opening`; what comes
        before the suffix is evaluated once. Probabilities are among all tokens, so they sum to less than 1 and a
        small sum says that the model did not understand; one below the 200 likeliest counts as 0. The same call
        gives the same numbers. Raises PromptTooLong, before anything is evaluated, and ModelUnavailable, a
        choice that is not one token included.
        """
        call: Message = {
            "do": "probabilities",
            "messages": [asdict(message) for message in messages],
            "suffixes": list(suffixes),
            "choices": list(choices),
            "opening": opening,
        }
        if not suffixes:
            return []
        [reply] = self._exchange(call, within)
        readings = reply["readings"]
        if not isinstance(readings, list):
            raise ModelUnavailable("The local model gave no readings.")
        return [tuple(map(float, row)) for row in readings]

    def complete(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        stop: Sequence[str] = (),
        opening: str = "",
        form: Mapping[str, object] | None = None,
        within: float = WITHIN,
    ) -> Reply:
        """Return the likeliest reply, at most `most` tokens. Raises PromptTooLong and ModelUnavailable."""
        pieces = list(self.stream(messages, most=most, stop=stop, opening=opening, form=form, within=within))
        last = pieces[-1]
        return Reply("".join(piece.text for piece in pieces), last.finish, last.prompt_tokens, last.reply_tokens)

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        stop: Sequence[str] = (),
        opening: str = "",
        form: Mapping[str, object] | None = None,
        within: float = WITHIN,
    ) -> Iterator[Reply]:
        """Yield a reply as it is made; the last part has `finish` and the counts. Closing it breaks the reply off.

        `form` is a JSON schema to which the reply keeps, as far as it gets.
        """
        if not 1 <= most <= MOST_TOKENS:
            raise UsageError(f"A reply has 1 to {MOST_TOKENS} tokens, not {most}.")
        call: Message = {
            "do": "complete",
            "messages": [asdict(message) for message in messages],
            "most": most,
            "stop": list(stop),
            "opening": opening,
            "form": form,
        }
        with contextlib.closing(self._exchange(call, within)) as replies:
            yield from map(_part, replies)

    def close(self) -> None:
        """Stop the child, a call at hand too; safe to call twice."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _exchange(self, call: Message, within: float) -> Generator[Message]:
        """Take a turn, and yield the replies to a call; closed early, the child is told to stop."""
        within = min(within, WITHIN)
        with self._taking_turn(within):
            process, finished = self._running(), False
            try:
                with contextlib.closing(process.call(call, within)) as replies:
                    for reply in replies:
                        finished = is_last(reply)
                        yield _checked(reply)
                self._failures = 0
            except GeneratorExit:
                if not finished:
                    with contextlib.suppress(ModelUnavailable):
                        process.cancel(_CANCELLING)
                raise
            except ModelError:
                self._failures += not process.alive
                raise
            except BaseException:  # a ctrl-C, which may have torn a reply: nobody shall take its rest for another's
                process.kill()
                raise

    @contextlib.contextmanager
    def _taking_turn(self, within: float) -> Iterator[None]:
        if not self._turn.acquire(timeout=within):
            raise ModelUnavailable(f"The local model has been busy with something else for {within:g} s.")
        try:
            yield
        finally:
            self._turn.release()

    def _running(self) -> ModelProcess:
        if self._process is not None and self._process.alive:
            return self._process
        self.close()
        if self._failures >= _FAILURES:
            raise ModelUnavailable(
                f"The local model failed {self._failures} times and is left alone. Fetch it again: {PULL} "
                "and start the program anew."
            )
        weights = self._folder / self.check().file
        try:
            self._process = ModelProcess(Setup(weights, self._window, self._threads), LOADING)
        except ModelUnavailable:
            self._failures += 1
            raise
        return self._process


def _checked(reply: Message) -> Message:
    """Return a reply that is none of a fault. Raises PromptTooLong and ModelUnavailable."""
    if reply.get("error") == "too long":
        raise PromptTooLong(
            f"The prompt and its reply take {reply['tokens']} tokens, and the local model has room for "
            f"{reply['window']}. Nothing was cut; a shorter answer fits."
        )
    if "error" in reply:
        raise ModelUnavailable(f"The local model refused: {reply.get('why')}.")
    return reply


def _part(reply: Message) -> Reply:
    counted = (reply.get(name) for name in ("prompt_tokens", "reply_tokens"))
    prompt, said = (one if isinstance(one, int) else 0 for one in counted)
    return Reply(str(reply["text"]), str(reply["finish"] or ""), prompt, said)
