"""What a spoken or written turn asks, without the greeting, the praise and the small talk around it."""

import re
from collections.abc import Sequence, Set

from interviewer.ingest.cohesion import content
from interviewer.ingest.sentences import asks, is_question, opens_like_a_question, plain, sentences

_FEWEST_WORDS, _SHORT_QUESTION, _SHORT_ANSWER = 4, 8, 15
_MOST_BEFORE, _MOST_BEHIND = 3, 2
_VAGUE_WORDS = 1
_OPENING = r"what|why|how|when|where|which|who|is|are|do|does|did|can|could|should|would|will|has|have"
_FILLER = re.compile(
    r"(?:(?:hi|hello|hey|thanks|thank you|great|nice|lovely|cool|perfect|good|excellent|um+|uh+|erm?|hm+|mm+"
    r"|okay|ok|right"
    r"|alright|all right|well|yes|yeah|now|so|and|but|then|please)(?: (?:there|all|again|so much|a lot|then))?\b"
    r"(?:[,.!;:…]+\s*|\s+[-–—]\s+|\s+))+",
    re.IGNORECASE,
)
# "quick one before my exam: what is …"
_ANNOUNCED = re.compile(
    rf"[^:?.]{{0,40}}\b(?:quick|question|one|next|last|first|another|wondering|asks?|asked|knows?|so)\b[^:?.]{{0,40}}:\s+(?=(?:{_OPENING}|what['’]s)\b)",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"[\[(](?:laugh\w*|crosstalk|inaudible|music|pause|silence|applause|sighs?|coughs?)[^\])]{0,40}[\])]", re.I
)
_NAMED = re.compile(r"(?P<name>[^\W\d_][\w.-]{0,20}(?: [A-Z][\w.-]{0,20})?)[,:]\s+(?=\S)")
_CHATTER = re.compile(
    r"\b(?:I|I['’]\w+|me|my|we['’]re|let['’]?s|let us|next|last|welcome|thanks?|thank|here['’]s|question"
    r"|questions|sorry"
    r"|hello|hi|hey|back|moving on|take your time)\b",
    re.IGNORECASE,
)
_ASKED_LATER = re.compile(
    rf",\s(?:what|why|how|where|when|which|who)(?:['’]s)?\s\w|,\s(?:is|are|do|does|did|can|could|should|would|will|has|have)\s"
    rf"|^(?:in|for|if|when|given|at|with|on|as|say|suppose|under|after|before|from|once|while|between)\b.*,\s(?:{_OPENING})\b"
    rf"|\b(?:and|so|but|then)\s(?:{_OPENING})\b",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"(?:now |then |please |so |okay |next )*(?:please )?(?:assume|suppose|imagine|design|say|let['’]s say"
    r"|picture|consider)\b",
    re.I,
)
_LEANING = re.compile(r"\b(?:that|this|it|they|them|these|those|there)\b", re.IGNORECASE)
_SMALL_TALK = re.compile(
    r"\W*(?:how (?:are|have) (?:you|things|we|they)\b|how do you do\b|how (?:is|was|were|did) (?:it|your"
    r"|the) ?(?:going|day"
    r"|trip|week|weekend|journey|flight|travel|holidays?|morning|train|drive)\b|(?:can|could|do) (?:you"
    r"|everyone|everybody) "
    r"(?:all )?(?:hear|see) (?:me|us|my|it)\b|(?:is|am) (?:my|I|the) (?:sound|mic\w*|audio|camera|screen|audible)\b"
    r"|where (?:can|do|should) (?:people|listeners|we|they|everyone|viewers|folks|our \w+) (?:find|follow|reach"
    r"|read|go)\b"
    r"|are (?:you|we) (?:ready|comfortable|nervous|all set|good|done|set|there)\b|(?:shall|should"
    r"|can) we (?:start|begin|go|move"
    r"|continue|get started|stop)\b|(?:do you have|have you got|any|are there any)\b.{0,20}\bquestions?\b"
    r"|(?:would you like|do you want|can I get you|may I offer) (?:you )?(?:a|some|to take|to start|to begin"
    r"|anything|something)\b"
    r"|(?:is it |is that |do we have )?(?:an? )?(?:deal|agreed|fair enough|sounds? (?:good|fair))\W*$"
    r"|ready\W*$|all (?:right|set|good)\W*$|(?:okay|ok|right|yes|sorry)\W*$)",
    re.IGNORECASE,
)
_TO_THE_PERSON = re.compile(r"\W*(?:did|are|were|have) you\b", re.IGNORECASE)


def request_of(text: str, names: Set[str] = frozenset(), *, leads: bool = True) -> str:
    """Return what a turn asks with the sentences that its question leans on, "" where it asks nothing.

    `names`, in lower case, are those of the speakers: a question may begin with one. `leads`: who speaks asks most
    of the questions, so he may set tasks and ask in a few words.
    """
    parts = sentences(_STAGE.sub("", plain(text)).strip())
    bare = [without_filler(part, names) for part in parts]
    asking = [place for place, part in enumerate(bare) if _requests(part, leads=leads)]
    if not asking:
        return ""
    last = asking[-1]
    first = last
    while first - 1 in asking:
        first -= 1
    first = _with_context(bare, first)
    behind = [part for part in bare[last + 1 :] if not _is_chatter(part)]
    return "" if len(behind) > _MOST_BEHIND else " ".join([*bare[first : last + 1], *behind])


def is_small_talk(request: str, answer: str) -> bool:
    """Whether one asks after the person and not after a subject; `answer` tells by being short."""
    return bool(_TO_THE_PERSON.match(request)) and len(answer.split()) <= _SHORT_ANSWER


def without_filler(sentence: str, names: Set[str] = frozenset()) -> str:
    """Return a sentence without the words before its question: a greeting, thanks, an "and", one of `names`."""
    filler = _FILLER.match(sentence)
    rest = sentence[filler.end() :] if filler else sentence
    named = _NAMED.match(rest)
    if named and named["name"].lower() in names:
        return without_filler(rest[named.end() :])
    announced = _ANNOUNCED.match(rest)
    rest = rest[announced.end() :] if announced else rest
    return rest if rest != sentence and rest.strip() else sentence


def _requests(sentence: str, *, leads: bool) -> bool:
    named = _NAMED.match(sentence)
    if _SMALL_TALK.match(sentence[named.end() :] if named else sentence):
        return False
    if is_question(sentence):
        opens = opens_like_a_question(sentence) or _ASKED_LATER.search(sentence)
        return bool(opens) or (leads and len(sentence.split()) <= _SHORT_QUESTION)
    return leads and opens_like_a_question(sentence) and asks(sentence)


def _with_context(parts: Sequence[str], first: int) -> int:
    """Return where the sentences begin that the question at `first` cannot do without."""
    start = first
    while start and first - start < _MOST_BEFORE and not _is_chatter(parts[start - 1]):
        leans = _LEANING.search(parts[first]) or len(content(parts[first])) <= _VAGUE_WORDS
        if not (leans or _TASK.match(parts[start - 1])):
            break
        start -= 1
    return start


def _is_chatter(sentence: str) -> bool:
    if _TASK.match(sentence):
        return False
    return len(sentence.split()) < _FEWEST_WORDS or bool(_SMALL_TALK.match(sentence) or _CHATTER.search(sentence))
