"""The exceptions a person may meet, so that each front end needs one error boundary.

InterviewerError
├── UsageError              wrong option, unknown setting, no such file (exit code 2)
├── BankError               a question file that cannot be used
├── StorageError            the event log cannot be read or written
│   └── Locked              another process holds the writer's lock
├── IllegalCommand          a command that the interview's state does not allow
├── EmbeddingUnavailable    the embedding model cannot be loaded
├── ModelError              a language model
│   ├── ModelUnavailable    it is absent, cannot be loaded or reached, refused, crashed or took too long
│   ├── PromptTooLong       a prompt does not fit; nothing was cut and nothing was asked
│   ├── NotAgreed           nobody has agreed that anything is sent to its host; nothing was sent
│   └── BudgetSpent         a call would go over the session's cap; nothing was sent
├── PullError               the model's weights cannot be fetched or are not what they should be
└── DocumentError           a document that cannot be read
"""


class InterviewerError(Exception):
    """Something went wrong; the message says what, where, and what to do next."""

    exit_code = 1


class UsageError(InterviewerError):
    """The person asked for something that does not exist or cannot be done."""

    exit_code = 2


class BankError(InterviewerError):
    """A question file cannot be used; the message names file, line and fault."""


class StorageError(InterviewerError):
    """The event log cannot be read or written."""


class Locked(StorageError):
    """Another process holds the writer's lock."""


class IllegalCommand(InterviewerError):
    """The state of the interview does not allow this command; nothing changed."""


class EmbeddingUnavailable(InterviewerError):
    """The embedding model cannot be loaded; the message says how to install it."""


class ModelError(InterviewerError):
    """A language model gave no answer."""


class ModelUnavailable(ModelError):
    """A model is absent, cannot be reached, refused, crashed or took too long; the next call may go better."""


class PromptTooLong(ModelError):
    """A prompt and the reply asked for do not fit the context window; nothing was cut and nothing was asked."""


class NotAgreed(ModelError):
    """Nobody has agreed that anything is sent to the model's host; nothing was sent."""


class BudgetSpent(ModelError):
    """A call could go over the session's cap on tokens or cost; nothing was sent."""


class PullError(InterviewerError):
    """The weights cannot be fetched, or are not what they should be; the message names the file and the remedy."""


class DocumentError(InterviewerError):
    """A document cannot be read; the message names it and the remedy."""
