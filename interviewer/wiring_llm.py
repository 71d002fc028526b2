"""Constructs what belongs to the local model, and says which models there are; for the front ends and `wiring`."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.config.engines import KNOWN, commits_first, judging_model
from interviewer.config.paths import Paths, bundled
from interviewer.config.settings import Settings
from interviewer.domain.errors import ModelUnavailable, UsageError
from interviewer.embedding.installed import REMEDY, missing
from interviewer.llm.consent import Consents
from interviewer.llm.installed import Installed, Progress, hash_of, installed
from interviewer.llm.providers import PROVIDERS, Provider, endpoint_of, unusable
from interviewer.llm.weights import default_weights

if TYPE_CHECKING:
    from interviewer.grading import Encoder, Engine, FastEngine
    from interviewer.grading.chat_judge import Source
    from interviewer.grading.reader import ModelReader, Reader
    from interviewer.llm.local_model import LocalModel


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Whether one model can be used here; where not, `reason` says why and what to do.

    `host` is where a provider's models are, `agreed` whether the person agreed to send there.
    """

    name: str
    title: str
    usable: bool
    reason: str | None
    file: str | None = None
    sha256: str | None = None
    host: str | None = None
    agreed: bool | None = None


class Engines:
    """The grading engines by name, over one encoder and one local model; each is made when first asked for."""

    def __init__(
        self, places: Paths, encoder: "Callable[[], Encoder]", judge: "Callable[[str], Source] | None" = None
    ) -> None:
        """Take the embedding model from `encoder`, and from `judge` the chat model that a name stands for."""
        self._places = places
        self._encoder = encoder
        self._judge = judge

    @property
    def best(self) -> str:
        """`panel` where the local model can be used, else `fast`; nothing is loaded."""
        return "panel" if local_usable(self._places) else "fast"

    def named(self, name: str, kept: Path | None = None) -> "Engine":
        """Return an engine; what the local model reads for it is kept in a folder, if one is given.

        Raises UsageError for a name that is none.
        """
        from interviewer.grading import LocalEngine, PanelEngine

        match name:
            case "fast":
                return self._fast
            case "local":
                return LocalEngine(self._fast, self._reading(kept))
            case "panel":
                return PanelEngine(self._fast, self._reading(kept))
        if (model := judging_model(name)) and self._judge:
            return self._judging(name, self._judge(model))
        raise UsageError(f"There is no engine {name!r}. Known: {KNOWN}, and for eval word-share and cosine.")

    def _judging(self, name: str, source: "Source") -> "Engine":
        from interviewer.grading.chat_judge import ChatJudge
        from interviewer.grading.judge import JudgeEngine
        from interviewer.grading.panel import PanelEngine

        judge = ChatJudge(source, bundled("prompts"), commits=commits_first(name))
        panel = PanelEngine(self._fast, self._reader) if local_usable(self._places) else None
        return JudgeEngine(name, self._fast, judge, panel)

    def identity(self, name: str) -> str:
        """Return what beside encoder and program an engine's marks depend on: model and prompts."""
        if name == "fast":
            return ""
        from interviewer.evaluation.cache import Identified

        engine = self.named(name)
        try:
            return engine.identity if isinstance(engine, Identified) else ""
        except ModelUnavailable as reason:
            return str(reason)

    def close(self) -> None:
        """Stop the local model's process; safe to call twice, and the next grade starts it again."""
        if "model" in self.__dict__:
            self.model.close()

    @cached_property
    def _fast(self) -> "FastEngine":
        from interviewer.grading import FastEngine

        return FastEngine(self._encoder())

    @cached_property
    def model(self) -> "LocalModel":
        """The local model; nothing is loaded before it is first used."""
        return local_model(self._places)

    def _reading(self, kept: Path | None) -> "Reader":
        from interviewer.evaluation.readings import KeptReader

        return KeptReader(self._reader, kept) if kept else self._reader

    @cached_property
    def _reader(self) -> "ModelReader":
        from interviewer.grading.reader import ModelReader

        return ModelReader(self.model, bundled("prompts"))


def local_model(places: Paths) -> "LocalModel":
    """Return the local model; nothing is loaded before it is first used."""
    from interviewer.llm.local_model import LocalModel

    return LocalModel(places.models)


def local_usable(places: Paths) -> bool:
    """Whether the local model can be used here; nothing is loaded."""
    return _local(places).usable


def model_statuses(places: Paths, settings: Settings, environment: Mapping[str, str] = os.environ) -> list[ModelStatus]:
    """Return the models that this program knows, and whether each can be used here; loads none, asks nobody."""
    return [_fast(), _local(places), *(_host(one, places, settings, environment) for one in PROVIDERS)]


def _fast() -> ModelStatus:
    absent = missing()
    reason = f"{', '.join(absent)} not installed. {REMEDY}" if absent else None
    return ModelStatus("fast", "all-MiniLM-L6-v2, sentence embeddings", not absent, reason)


def _local(places: Paths) -> ModelStatus:
    try:
        found = local_model(places).check()
    except ModelUnavailable as reason:
        return ModelStatus("local", default_weights().name, usable=False, reason=str(reason))
    return ModelStatus("local", found.name, True, None, str(places.models / found.file), found.sha256)


def _host(provider: Provider, places: Paths, settings: Settings, environment: Mapping[str, str]) -> ModelStatus:
    named = (settings.model or "").partition(":")[0].replace("_", "-") == provider.name
    endpoint = endpoint_of(f"{provider.name}:MODEL", settings.model_base_url if named else None, environment)
    reason = unusable(provider, environment)
    if endpoint.own and provider.installed:
        reason = None  # a host of the person's own may want no key
    agreed = Consents(places.hosts_file).given(endpoint.host)
    return ModelStatus(provider.name, provider.title, reason is None, reason, host=endpoint.host, agreed=agreed)


def pull_model(places: Paths, report: Progress, notice: Callable[[str], None]) -> Installed:
    """Fetch the local model's weights, verified. Raises PullError; what came is then kept for the next time."""
    from interviewer.llm.pull import pull

    places.create()
    return pull(default_weights(), places.models, report, notice)


def pull_offer(places: Paths) -> str:
    """Return what a person reads before `pull_model`: what is fetched, how large it is, from where and where to."""
    from interviewer.llm.offer import offer

    return offer(default_weights(), places.models)


def weights_here(places: Paths) -> str | None:
    """Return the name of the local model's weights that are on this machine, usable or not; None for none."""
    try:
        return installed(places.models).name
    except ModelUnavailable:
        return None


def local_fault(places: Paths) -> str | None:
    """Return why the local model cannot be used here, with the remedy; None where it can. Nothing is loaded."""
    return _local(places).reason


def adopt_model(places: Paths, file: Path, sha256: str, report: Progress) -> Installed:
    """Take a file of the person's, whose SHA-256 they confirmed, as the local model. Raises PullError."""
    from interviewer.llm.pull import adopt

    places.create()
    return adopt(file, sha256, default_weights(), places.models, report)


def hash_of_model(file: Path, report: Progress) -> str:
    """Return the SHA-256 of a GGUF file. Raises PullError where it is none."""
    from interviewer.llm.pull import check_gguf

    check_gguf(file)
    return hash_of(file, report)
