"""Makes LangChain's chat model for a host, and names a call's limits as each provider's package names them."""

from typing import Any

import httpx  # noqa: F401 - openai looks at it, and fails where another thread, loading embeddings, is half-way through
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, SecretStr

from interviewer.domain.errors import ModelUnavailable
from interviewer.llm.form import wire_schema
from interviewer.llm.local_model import WITHIN
from interviewer.llm.providers import Endpoint

WINDOW = 16_384
"""Tokens of context asked of Ollama, which else takes what it was set up with and drops the front of the rest."""
_NO_KEY = SecretStr("none")


def chat_model(endpoint: Endpoint) -> BaseChatModel:
    """Return the chat model, without a word sent. Raises ModelUnavailable with the remedy.

    Address and key are always handed over, so that no other variable decides where to something is sent.
    """
    endpoint.check()
    # our own limit on a call is stricter; theirs makes an abandoned one end. Retrying is ours alone.
    limits: dict[str, Any] = {"timeout": WITHIN, "max_retries": 0}
    match endpoint.provider.name:
        case "openai":
            limits |= {"use_responses_api": False, "stream_usage": True}
        case "google-genai":
            limits |= {"max_retries": 1}  # counts the first try too
        case "ollama":
            limits = {"client_kwargs": {"timeout": WITHIN}, "num_ctx": WINDOW}
    if endpoint.provider.keys:
        limits |= {"api_key": endpoint.key or _NO_KEY}
    kind = endpoint.provider.name.replace("-", "_")
    try:
        model: BaseChatModel = init_chat_model(endpoint.model, model_provider=kind, base_url=endpoint.url, **limits)
    except (ImportError, ValueError, TypeError) as error:
        # what the package says may repeat what it was given
        raise ModelUnavailable(
            f"{endpoint.provider.package} cannot be used ({type(error).__name__}). "
            f"Install it anew: {endpoint.provider.install}"
        ) from None
    return model


def call_options(endpoint: Endpoint, most: int, schema: type[BaseModel] | None, *, plain: bool) -> dict[str, Any]:
    """Return what one call asks for: at most `most` tokens, the likeliest words, and replies of the form of `schema`.

    A `plain` one asks for the limit only, for hosts and models that refuse the rest.
    """
    form = wire_schema(schema) if schema and not plain else None
    wish = (
        {"type": "json_schema", "json_schema": {"name": form["title"], "schema": form, "strict": True}} if form else {}
    )
    sure: dict[str, Any] = {} if plain else {"temperature": 0}
    match endpoint.provider.name:
        case "openai":
            # `extra_body` goes out as it is: the package's own way reads the reply for us, and throws a bad one away
            body: dict[str, Any] = {"response_format": wish} if wish else {}
            if endpoint.own:
                return sure | {"extra_body": body | {"max_tokens": most}}  # other servers know the older name only
            return sure | {"max_tokens": most, "extra_body": body}
        case "anthropic":
            return sure | {"max_tokens": most} | ({"response_format": wish} if wish else {})
        case "google-genai":
            shape = {"response_mime_type": "application/json", "response_json_schema": form} if form else {}
            return sure | {"max_output_tokens": most} | shape
        case _:
            return {"options": sure | {"num_predict": most, "num_ctx": WINDOW}} | ({"format": form} if form else {})
