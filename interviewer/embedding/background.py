"""An encoder that loads its model in the background, so that nobody waits for it before it is needed."""

import threading
from collections.abc import Callable, Sequence

from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.embedding.model import (
    Asking,
    TextEncoder,
    TokenVectors,
    Vectors,
    identity_of,
    model_folder,
    shared_model,
)


class BackgroundEncoder:
    """Loads by `start` in a thread, or when first used; a failure to load is raised on every use.

    The thread is no daemon: one that the interpreter's end finds inside native code aborts the process.
    """

    def __init__(self, load: Callable[[], TextEncoder] = shared_model) -> None:
        self._load = load
        self._begin = threading.Lock()
        self._done = threading.Event()
        self._thread: threading.Thread | None = None
        self._encoder: TextEncoder | None = None
        self._failure: EmbeddingUnavailable | None = None

    @property
    def identity(self) -> str:
        """The model's identity, known without loading it. Raises EmbeddingUnavailable."""
        return self._encoder.identity if self._encoder else identity_of(model_folder())

    @property
    def ready(self) -> bool:
        """Whether a call to `encode` would not wait."""
        return self._encoder is not None

    def start(self) -> None:
        """Begin to load; returns at once, any number of times."""
        with self._begin:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="embedding-model")
                self._thread.start()

    def wait(self) -> None:
        """Return when the model is loaded. Raises EmbeddingUnavailable."""
        self._loaded()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, 384), rows of length 1."""
        return self._loaded().encode(texts)

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the contextual token vectors of each text."""
        return self._loaded().token_vectors(texts)

    def encode_asked(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n, 384), rows of length 1, near where texts ask the same."""
        return self._loaded().encode_asked(texts)

    def same_asked(self, pairs: Sequence[tuple[Asking, Asking]]) -> Vectors:
        """Return float32 (n,): the log odds that two questions ask the same."""
        return self._loaded().same_asked(pairs)

    def _loaded(self) -> TextEncoder:
        if self._encoder is None:
            self.start()
            self._done.wait()
        if self._encoder is None:
            raise self._failure or EmbeddingUnavailable("The embedding model could not be loaded.")
        return self._encoder

    def _run(self) -> None:
        try:
            self._encoder = self._load()
        except EmbeddingUnavailable as error:
            self._failure = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell; every use raises it
            self._failure = EmbeddingUnavailable(f"The embedding model cannot be loaded: {error}")
        finally:
            self._done.set()
