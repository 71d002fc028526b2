"""Turns what a provider's package raises into one line for a person, and says whether to ask again.

Nothing of the provider's own text is repeated: a host may put the key or the prompt into it.
"""

from dataclasses import dataclass

from langchain_core import exceptions as theirs

from interviewer.domain.errors import ModelError, ModelUnavailable, PromptTooLong
from interviewer.llm.deadline import Late
from interviewer.llm.providers import Endpoint

_BAD_REQUEST = (400, 422)
_BUSY = 429
_SERVER = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong; `again` where the same call may succeed, `plainer` where one with fewer wishes may.

    `read` says that the host may have read the prompt, and want to be paid for it.
    """

    error: ModelError
    again: bool = False
    plainer: bool = False
    read: bool = False


def fault_of(error: Exception, endpoint: Endpoint) -> Fault:
    """Return what an exception of a provider's package means."""
    who = f"{endpoint.name} at {endpoint.host}"
    status = _status(error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, (Late, theirs.ModelTimeoutError)) or _like(kinds, "Timeout"):
        # the whole time is spent, or a host that hangs once will hang again: the person has waited long enough
        return Fault(ModelUnavailable(f"{who} did not answer in time."), read=True)
    if isinstance(error, theirs.ContextOverflowError):
        return Fault(PromptTooLong(f"{who} has no room for the prompt. Nothing was cut."))
    if isinstance(error, theirs.ModelAuthenticationError) or status == 401:
        remedy = f"Check {endpoint.key_variable}." if endpoint.key_variable else "It wants a key."
        return Fault(ModelUnavailable(f"{who} refused the key (401). {remedy}"))
    if isinstance(error, theirs.ModelPermissionDeniedError) or status == 403:
        return Fault(ModelUnavailable(f"{who} does not allow this with this key (403)."))
    if isinstance(error, theirs.ModelNotFoundError) or status == 404:
        return Fault(ModelUnavailable(f"{who} is not there (404). Check the model's name and the base URL."))
    if isinstance(error, theirs.ModelRateLimitError) or status == _BUSY:
        return Fault(ModelUnavailable(f"{who} is too busy, or its quota is used up (429)."), again=True)
    if isinstance(error, theirs.ModelInvalidRequestError) or status in _BAD_REQUEST:
        return Fault(ModelUnavailable(f"{who} refused the request ({status or 400})."), plainer=True)
    if isinstance(error, theirs.ModelAPIError) or (status or 0) >= _SERVER:
        return Fault(ModelUnavailable(f"{who} failed ({status or _SERVER})."), again=True)
    if isinstance(error, theirs.ModelConnectionError) or _like(kinds, "Connect"):
        return Fault(ModelUnavailable(f"{who} cannot be reached, or hung up."), again=True)
    return Fault(ModelUnavailable(f"{who} broke off its reply ({type(error).__name__})."), again=True, read=True)


def _status(error: Exception) -> int | None:
    for one in (getattr(error, "status_code", None), getattr(error, "code", None)):
        if isinstance(one, int):
            return one
    return None


def _like(kinds: set[str], word: str) -> bool:
    """Whether one of these classes is named so: the packages share no base for what their transports raise."""
    return any(word in kind for kind in kinds)
