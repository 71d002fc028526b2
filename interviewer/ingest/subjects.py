"""The subject and verb of a sentence that says what a thing does, told by number and by what follows the verb."""

import re
from dataclasses import dataclass

from interviewer.ingest.openers import base_form

_DOING = (
    "accelerate accept access accumulate acknowledge activate adapt adjust aggregate aim align allocate announce "
    "answer appear append arrange ask assemble assert associate attach attempt authenticate average back balance "
    "batch blend block bound buffer build bypass cache cancel capture catch check choose clip close collapse "
    "collect compete compile concatenate confirm consume contract control converge copy correspond count couple "
    "cover cut damp deal decay decouple decrease defer define deliver demand deploy derive describe detach deter "
    "direct discard discover divert double drive drop duplicate elect eliminate embed emit end enforce enlarge "
    "enrich evict examine exchange exclude execute expand expire explain exploit express factor fail feed fetch "
    "fill filter find flatten flip flush force form freeze fuse gather grant guard guide hash help hide index "
    "infer inform insert inspect intercept interleave invalidate invoke isolate iterate join keep label lay learn "
    "leave link listen load lock log lower maintain map mark mask match mean measure merge mimic mirror model "
    "modify monitor multiplex multiply need notify observe offload open optimise order organise overlap own pack "
    "pair partially partition patch pause penalise penalize permit persist place plan poll pool prepare preserve "
    "project promise promote propagate propose prove prune publish pull push query queue raise randomise rank "
    "reach rebuild recall record recover refine register reject relate relax release relocate remember repeat "
    "replace replay report represent request resemble reserve reset reshape restart restore restrict retain "
    "retrieve retry reuse reverse rewrite roll rotate route sample saturate say scale scan schedule score see "
    "seek serialise serialize set settle shift shorten shuffle sign signal sit skip slice slow smooth spawn speed "
    "spread stack standardise standardize start state stay stop stream stretch strike subtract suffer summarise "
    "suppress swap switch synchronise synchronize tag target test tie time track trade transfer transmit traverse "
    "trigger trim try tune update validate vary visit vote warm watch weigh weight widen wrap yield "
)
_BASES = frozenset(_DOING.split())
_ADVERB = re.compile(r"[a-z]+ly|also|only|always|never|often|first|then|thus|still|just|sometimes|instead|therefore")
_OBJECT = (
    r"(?:the|an?|its|their|each|every|all|both|one|two|three|four|many|several|some|no|any|only|how|what|whether"
    r"|another|more|most|less|fewer|new)\b"
)
_WORD = re.compile(r"[^\W_][\w’'/+#.-]*")
_NO_SUBJECT = re.compile(
    r"(?<![\w-])(?:of|in|on|at|to|for|from|with|by|into|over|under|between|through|during|that|which|who|whose|and|or|but|not"
    r"|if|when|where|while|is|are|was|were|be|been|has|have|had|can|will|may|must|should|there|it|they|this|these|those"
    r"|you|your|we|our|he|she|everyone|everything|nothing|anything|nobody|each|every|some|many|most|several|all|both"
    r"|such|any|no|other|another|its|their|one|two|three|four|five)(?![\w-])",
    re.IGNORECASE,
)
_MOST_NAME = 5


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: `verb` in its base form, `done` what follows it, `definite` for a subject with "the"."""

    subject: str
    verb: str
    done: str
    plural: bool
    definite: bool


def clause(sentence: str) -> Clause | None:
    """Return the parts of a sentence that tells what one thing does, None where the verb cannot be told."""
    words = list(_WORD.finditer(sentence))
    for word in words[1 : _MOST_NAME + 2]:
        subject = sentence[: word.start()].strip()
        if not is_plain(subject):
            return None
        name = _without_adverbs(subject)
        verb = _verb(word.group(), name, sentence[word.end() :])
        if verb:
            definite = name.lower().startswith("the ")
            done = sentence[word.end() :].strip()
            plural = is_plural(name) and word.group() == verb
            return Clause(name, verb, done, plural, definite)
    return None


def is_plural(name: str) -> bool:
    """Whether a name without an article "a" ends like a plural."""
    return bool(re.search(r"(?<![siu])s$|teria$|ndria$|clei$", name)) and not re.match(r"an? ", name, re.IGNORECASE)


def is_plain(subject: str) -> bool:
    """Whether a subject is one bare name: nothing joined to it, set off from it or counted."""
    return not _NO_SUBJECT.search(subject) and not re.search(r"[,;:()\"“”/=<>|]|\w\.\w|^\W|^\d", subject)


def _without_adverbs(subject: str) -> str:
    words = subject.split()
    while len(words) > 1 and _ADVERB.fullmatch(words[-1]):
        words.pop()
    return " ".join(words)


def _verb(word: str, name: str, after: str) -> str:
    """Return the base form where the word agrees with the name as its verb."""
    bare = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
    if re.search(r"(?:^| )(?:the|an?)$", name, re.IGNORECASE) or not word.islower() or re.match(r"\S", after):
        return ""
    following = after.strip()
    if re.match(r"(?:of|is|are|was|were|can|has|have|may|must|will|should|could|does|do)\b", following):
        return ""
    if is_plural(name) and _is_known(word):
        return word
    base = base_form(word) or _third_person(word)
    if not base or (is_plural(name) and " " in bare) or _is_known(following.split(" ")[0]):
        return ""
    return base if _is_known(base) or re.match(_OBJECT, following) else ""


def _is_known(base: str) -> bool:
    return base in _BASES or _is_base(base)


def _is_base(word: str) -> bool:
    return base_form(word + "s") == word or base_form(word + "es") == word


def _third_person(word: str) -> str:
    if not re.search(r"[a-z]{2}[^\Wsui]s$|(?:ss|sh|ch|x|z)es$", word):
        return ""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if re.search(r"(?:ss|sh|ch|x|zz)es$", word) else word[:-1]
