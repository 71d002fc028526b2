"""Which chat models can be named, where each is, and whence its key comes: read without loading any of them."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from interviewer.domain.errors import ModelUnavailable, UsageError
from interviewer.domain.extras import install_command

LOCAL = "local"
OWN_KEY = "INTERVIEWER_MODEL_KEY"
"""Holds the key for a host that the person names: a provider's key is sent to that provider only."""
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of host, as in `name:model`. Of the variables `keys` and `addresses` the first that is set counts."""

    name: str
    title: str
    package: str
    keys: tuple[str, ...]
    url: str
    addresses: tuple[str, ...]

    @property
    def install(self) -> str:
        """The command that installs what it needs; the extra has the provider's name."""
        return install_command(self.name)

    @property
    def installed(self) -> bool:
        """Whether its package is there; it is not loaded."""
        return importlib.util.find_spec(self.package) is not None


PROVIDERS = (
    Provider(
        "openai",
        "OpenAI, or any server that speaks its API (model_base_url)",
        "langchain_openai",
        ("OPENAI_API_KEY",),
        "https://api.openai.com/v1",
        ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    ),
    Provider(
        "anthropic",
        "Anthropic",
        "langchain_anthropic",
        ("ANTHROPIC_API_KEY",),
        "https://api.anthropic.com",
        ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL"),
    ),
    Provider(
        "google-genai",
        "Google Gemini",
        "langchain_google_genai",
        ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
        "https://generativelanguage.googleapis.com",
        (),
    ),
    Provider("ollama", "Ollama", "langchain_ollama", (), "http://127.0.0.1:11434", ("OLLAMA_HOST",)),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model on one host. `own` says that the person named the host; `key` is None where none is set."""

    provider: Provider
    model: str
    url: str
    own: bool
    key_variable: str | None
    key: SecretStr | None

    @property
    def name(self) -> str:
        """The model as it is named."""
        return f"{self.provider.name}:{self.model}"

    @property
    def host(self) -> str:
        """Host, and port where one is named: what the person agrees to."""
        return urlsplit(self.url).netloc.lower()

    @property
    def on_this_machine(self) -> bool:
        """Whether the host is this machine's own address."""
        return urlsplit(self.url).hostname in _THIS_MACHINE

    def check(self) -> None:
        """Raise ModelUnavailable, with the remedy, where package or key is missing."""
        if not self.provider.installed:
            raise ModelUnavailable(f"{self.name} needs {self.provider.package}. Install it: {self.provider.install}")
        if self.key is None and self.key_variable and not self.own:
            raise ModelUnavailable(f"{self.name} needs a key. Set {self.key_variable} in the environment.")


def endpoint_of(spec: str, base_url: str | None, environment: Mapping[str, str]) -> Endpoint:
    """Return what `provider:model` means, at `base_url` where one is named. Raises UsageError."""
    name, _, model = spec.partition(":")
    provider = provider_named(name)
    if not model.strip():
        raise UsageError(f"{spec!r} names no model. Write it as {provider.name}:MODEL.")
    named = base_url or _first(environment, provider.addresses)[1] or provider.url
    url = _checked(named if "://" in named else f"http://{named}")
    # a provider's own variables for address and key belong together; an address from the settings has a key of its own
    variable, key = _first(environment, (OWN_KEY,) if base_url and provider.keys else provider.keys)
    return Endpoint(provider, model.strip(), url, bool(base_url), variable, SecretStr(key) if key else None)


def provider_named(name: str) -> Provider:
    """Return a provider. Raises UsageError that lists those there are."""
    for provider in PROVIDERS:
        if provider.name == name.strip().lower().replace("_", "-"):
            return provider
    known = ", ".join(f"{one.name}:MODEL" for one in PROVIDERS)
    raise UsageError(f"There is no model provider {name!r}. Known: {LOCAL}, {known}.")


def provider_of(spec: str) -> Provider:
    """Return the provider that `provider:model` names. Raises UsageError."""
    return provider_named(spec.partition(":")[0])


def unusable(provider: Provider, environment: Mapping[str, str]) -> str | None:
    """Return why no model of a provider can be used here, with the remedy; None where nothing is missing."""
    if not provider.installed:
        return f"{provider.package} is not installed. Install it: {provider.install}"
    variable, key = _first(environment, provider.keys)
    return f"no key. Set {variable} in the environment." if variable and not key else None


def disclosure(endpoint: Endpoint) -> str:
    """Return what a person reads before anything is sent: which host, what goes there, with which key."""
    where = f"{endpoint.host}, which is this machine" if endpoint.on_this_machine else endpoint.host
    lines = [
        f"The model {endpoint.name} runs on {where}. Nothing has been sent yet.",
        "Sent there in an interview, or to have answers marked: the questions, your answers to them, and what the bank "
        "holds about them (reference answers, key points, passages of your documents). "
        "A job description and a CV are not.",
        f"A key in {endpoint.key_variable} goes to this host only." if endpoint.key_variable else "No key is sent.",
    ]
    if urlsplit(endpoint.url).scheme == "http" and not endpoint.on_this_machine:
        lines.append("The connection is not encrypted: whoever is on the way can read it.")
    return "\n".join(lines)


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> tuple[str | None, str]:
    """Return the first of these variables that is set and its value; else the first of them and nothing."""
    found = ((name, environment[name].strip()) for name in names if environment.get(name, "").strip())
    return next(found, (names[0] if names else None, ""))


def _checked(url: str) -> str:
    """Return an address without a slash at its end. Raises UsageError, which does not repeat a password in it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        raise UsageError("The model's base URL is none: it needs http:// or https:// and a host.") from None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(f"The model's base URL holds no password and no query. A key belongs in {OWN_KEY}.")
    if not usable:
        raise UsageError("The model's base URL is none: it needs http:// or https:// and a host.")
    return url.rstrip("/")
