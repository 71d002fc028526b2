"""Opens the chat model that a person named, with what they agreed to and what it may use."""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from interviewer.config.engines import judging_model
from interviewer.config.paths import Paths, bundled
from interviewer.config.settings import Settings
from interviewer.domain.errors import ModelUnavailable, UsageError
from interviewer.llm.consent import Consents
from interviewer.llm.providers import LOCAL, Endpoint, disclosure, endpoint_of, provider_of
from interviewer.llm.spending import Prices, Spending
from interviewer.wiring_llm import local_usable

if TYPE_CHECKING:
    from interviewer.embedding.model import TextEncoder
    from interviewer.evaluation.conduct.speaker import Speaker
    from interviewer.grading.chat_judge import Source
    from interviewer.interview.retelling import Retelling
    from interviewer.interview.wording import Wording
    from interviewer.llm.local_model import LocalModel
    from interviewer.llm.port import Chat
    from interviewer.llm.structured import Forms

NO_MODEL = "none"


def _shared_encoder() -> "TextEncoder":
    from interviewer.embedding.model import shared_model

    return shared_model()


class Chats:
    """The model that talks in interviews, and what its calls have used; opened when first asked for."""

    def __init__(
        self,
        places: Paths,
        settings: Settings,
        local: "Callable[[], LocalModel]",
        environment: Mapping[str, str] = os.environ,
        spending: Spending | None = None,
        encoder: "Callable[[], TextEncoder]" = _shared_encoder,
    ) -> None:
        self._places = places
        self._settings = settings
        self._local = local
        self._environment = environment
        self._encoder = encoder
        self._consents = Consents(places.hosts_file)
        self.prices = Prices(settings.model_price_prompt, settings.model_price_reply)
        self.spending = spending or Spending(settings.model_cap_tokens, self.prices, settings.model_cap_cost)
        self._judges: dict[str, Chats] = {}

    @property
    def wanted(self) -> str | None:
        """The model that is named; where none is, the local one if it is here. Nothing is loaded."""
        if self._settings.model is None:
            return LOCAL if local_usable(self._places) else None
        return None if self._settings.model == NO_MODEL else self._settings.model

    @cached_property
    def endpoint(self) -> Endpoint | None:
        """Where the wanted model is; None for the local one and for none. Raises UsageError."""
        if self.wanted in (None, LOCAL):
            return None
        return endpoint_of(str(self.wanted), self._settings.model_base_url, self._environment)

    def check(self) -> None:
        """Load nothing. Raises UsageError or ModelUnavailable, with the remedy, where the model cannot be used."""
        if self.endpoint:
            self.endpoint.check()
        elif self.wanted == LOCAL:
            self._local().check()

    @property
    def to_agree(self) -> str | None:
        """What the person has to read and agree to before anything is sent; None where there is nothing to ask."""
        if self.endpoint is None or self._consents.given(self.endpoint.host):
            return None
        return disclosure(self.endpoint)

    def agree(self, at: str) -> None:
        """Record that the person agrees to send to the wanted model's host."""
        if self.endpoint:
            self._places.create()
            self._consents.give(self.endpoint.host, at)

    @cached_property
    def chat(self) -> "Chat | None":
        """The model; None where none is wanted. Nothing is sent. Raises UsageError and ModelUnavailable."""
        from interviewer.llm.opening import open_chat

        if self.wanted is None:
            return None
        # the local model costs nothing, and has its own limits
        spending = self.spending if self.endpoint else Spending()
        return open_chat(
            self.wanted,
            local=self._local,
            consents=self._consents,
            spending=spending,
            base_url=self._settings.model_base_url,
            environment=self._environment,
        )

    def judge(self, model: str) -> "Chats":
        """Return the same for the model that judges, `provider:model`; both spend from one purse.

        An address from the settings counts for it too, unless the model that talks is of another provider.
        """
        if model not in self._judges:
            talks = self._settings.model
            same = talks in (None, NO_MODEL, LOCAL) or provider_of(str(talks)) == provider_of(model)
            url = self._settings.model_base_url if same else None
            settings = self._settings.model_copy(update={"model": model, "model_base_url": url})
            parts = (self._local, self._environment, self.spending, self._encoder)
            self._judges[model] = Chats(self._places, settings, *parts)
        return self._judges[model]

    def judging(self, engines: Sequence[str]) -> "list[Chats]":
        """Return the chat models that these engines judge by; of those that have none, nothing."""
        return [self.judge(model) for name in engines if (model := judging_model(name))]

    def named(self, engine: str | None) -> "list[Chats]":
        """Return the model that talks and the one that an engine judges by, where it has one."""
        return [self, *self.judging([engine] if engine else [])]

    @property
    def source(self) -> "Source":
        """The model as a judge takes it; nothing is opened yet. Raises UsageError where it is on no host."""
        from interviewer.grading.chat_judge import Source

        endpoint = self.endpoint
        if endpoint is None:
            raise UsageError("The local model judges as --engine local; a judge is named provider:model.")

        def opened() -> "Chat":
            if self.chat is None:
                raise ModelUnavailable(f"{endpoint.name} is not there.")
            return self.chat

        return Source(endpoint.name, endpoint.url, opened)

    @cached_property
    def wording(self) -> "Wording | None":
        """What words the follow-ups, where a model is named; nothing is opened before the first of them.

        Raises UsageError where the model is on no host that is known.
        """
        from interviewer.interview.taking_up import take_up
        from interviewer.interview.wording import Asking, Wording
        from interviewer.llm.prompts import read_prompt

        if self._settings.model in (None, NO_MODEL):
            return None
        prompts = bundled("prompts")
        small = Asking(read_prompt(prompts / "take-up.md"), take_up(self._encoder))
        if self.endpoint is None:
            return Wording(lambda: self.chat, [small])
        whole = Asking(read_prompt(prompts / "follow-up.md"), asks_much=True)
        # what runs on this machine is small or slow: the lesser errand first
        return Wording(lambda: self.chat, [small, whole] if self.endpoint.on_this_machine else [whole, small])

    def speaker(self, *, patience: float = 0.0, fresh: bool = False) -> "Speaker | None":
        """Return the named model as it words follow-ups under measurement, its replies kept; None where none is named.

        `patience`: seconds for a reply, where a person's are fewer. Raises UsageError and ModelUnavailable.
        """
        from interviewer.evaluation.conduct.speaker import Speaker
        from interviewer.evaluation.replies import KeptChat

        if self.wording is None or self.chat is None:
            return None
        model = self.endpoint.url if self.endpoint else self._local().installed.sha256
        identity = "\x1f".join((model, *(one.prompt.sha256 for one in self.wording.askings)))
        chat = KeptChat(self.chat, identity, self._places.gradings, patience=patience, fresh=fresh)
        return Speaker(self.wording, chat)

    @cached_property
    def retelling(self) -> "Retelling | None":
        """What tells the debrief in other words, where a model on a host is named; nothing is opened before.

        Not the local one: in 20 s it said six sentences of six debriefs otherwise, by leaving out "that".
        """
        from interviewer.interview.retelling import Retelling
        from interviewer.llm.prompts import read_prompt

        if self._settings.model in (None, NO_MODEL, LOCAL):
            return None
        return Retelling(lambda: self.chat, read_prompt(bundled("prompts") / "debrief-sentence.md"))

    @cached_property
    def forms(self) -> "Forms":
        """The prompts with which `ask` asks for an object."""
        from interviewer.llm.structured import read_forms

        return read_forms(bundled("prompts"))


def withdraw(places: Paths, host: str) -> bool:
    """Take back the agreement to send to a host; False where there was none."""
    return Consents(places.hosts_file).withdraw(host)
