"""The exceptions a person may meet, so that each front end needs one error boundary.

InterviewerError
├── UsageError              wrong option, unknown setting, no such file (exit code 2)
├── BankError               a question file that cannot be used
├── StorageError            the event log cannot be read or written
│   └── Locked              another process holds the writer's lock
├── IllegalCommand          a command that the interview's state does not allow
├── EmbeddingUnavailable    the embedding model cannot be loaded
├── ModelError              the local model
│   ├── ModelUnavailable    it is absent, cannot be loaded, crashed or took too long
│   └── PromptTooLong       a prompt does not fit; nothing was cut and nothing was asked
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
    """The local model gave no answer."""


class ModelUnavailable(ModelError):
    """The local model is absent, cannot be loaded, crashed or took too long; the next call may start it anew."""


class PromptTooLong(ModelError):
    """A prompt and the reply asked for do not fit the context window; nothing was cut and nothing was asked."""


class PullError(InterviewerError):
    """The weights cannot be fetched, or are not what they should be; the message names the file and the remedy."""


class DocumentError(InterviewerError):
    """A document cannot be read; the message names it and the remedy."""
