"""Opens a chat model by name: the local one, or one on a host that the person named."""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from interviewer.domain.errors import ModelUnavailable, NotAgreed
from interviewer.llm.chat import LocalChat
from interviewer.llm.consent import Consents
from interviewer.llm.deadline import Late
from interviewer.llm.faults import Fault, fault_of
from interviewer.llm.form import wire_schema
from interviewer.llm.hosts import call_options, chat_model
from interviewer.llm.local_model import LocalModel
from interviewer.llm.providers import LOCAL, Endpoint, endpoint_of
from interviewer.llm.spending import Spending
from interviewer.llm.talk import Talker, Wire

_STOPPING = 5.0
"""Seconds beyond a call's own before the local model's process is ended. A late reply is broken off at its next token:
ended for it three times in a row, the model would be left alone, and be gone for marking too."""


def open_chat(
    spec: str,
    *,
    local: Callable[[], LocalModel],
    consents: Consents,
    spending: Spending,
    base_url: str | None = None,
    environment: Mapping[str, str] = os.environ,
    pause: Callable[[float], None] = time.sleep,
) -> Talker:
    """Return the model that `local` or `provider:model` names; nothing is loaded into memory and nothing sent.

    Without consent to its host every call raises NotAgreed. Raises UsageError for a name that is none, and
    ModelUnavailable with the remedy where something is missing.
    """
    if spec == LOCAL:
        return Talker(_local(local()), spending, pause=pause)
    return Talker(_host(endpoint_of(spec, base_url, environment), consents), spending, pause=pause)


def _local(model: LocalModel) -> Wire:
    model.check()

    def options(most: int, within: float, schema: type[BaseModel] | None, plain: bool) -> dict[str, Any]:  # noqa: ARG001
        return {"most": most, "within": within + _STOPPING, "form": wire_schema(schema) if schema else None}

    def fault(error: Exception) -> Fault:
        if isinstance(error, Late):
            return Fault(ModelUnavailable("The local model did not answer in time."))
        return Fault(ModelUnavailable(f"The local model failed ({type(error).__name__})."))

    return Wire(LOCAL, LocalChat(local=model), options, fault, lambda: None)


def _host(endpoint: Endpoint, consents: Consents) -> Wire:
    def options(most: int, within: float, schema: type[BaseModel] | None, plain: bool) -> dict[str, Any]:  # noqa: ARG001
        return call_options(endpoint, most, schema, plain=plain)

    def agree() -> None:
        if not consents.given(endpoint.host):
            raise NotAgreed(
                f"Nobody has agreed to send anything to {endpoint.host}. "
                f"Read what is sent there and agree: interviewer models agree {endpoint.name}"
            )

    return Wire(endpoint.name, chat_model(endpoint), options, lambda error: fault_of(error, endpoint), agree)
