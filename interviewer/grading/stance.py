"""Whether a reply objects to a wrong claim or agrees with it, and whether it says what is right instead.

Plain words decide first ("I don't agree", "yes"); where there are none, or both, the polarity of the claim's own words
and what the engine found: the claim asserted, or its correction. What stays open is `unclear`, never a guess.
"""

import re
from collections.abc import Sequence

from interviewer.domain.challenge import Position, Stance
from interviewer.domain.grade import Grade, Quote
from interviewer.domain.question import KeyPoint, Misconception, Question
from interviewer.grading.clauses import Span, cut
from interviewer.grading.engine import GradeRequest
from interviewer.grading.polarity import Stretch, denied, opposition, signed
from interviewer.grading.words import words

CORRECTION = "correction"
_OPPOSED_FROM = 0.2  # of the claim's words that a reply repeats; one turned word of five turns the claim
_REPEATED_FROM = 0.5  # of the claim's words: fewer say nothing of it
_OBJECTS = re.compile(
    r"^\W*(?:(?:well|hm+|oh|sorry|but|actually)\W+)*(?:no|nope|nah|not (?:really|quite|at all|exactly|so)|never)\b"
    r"|\bdis-?agree\b|\b(?:(?:do|would|did|could)(?:n't| not)|can't|can ?not)(?: \w+){0,2}"
    r" (?:agree|think so|say so|believe (?:so|that|it))\b"
    r"|(?<!\bi )\b(?:is|are|was|be)(?: \w+){0,2} (?:wrong|mistaken|incorrect|false|untrue|confused|misled|a myth)\b"
    r"|\b(?:that|this|it|he|she|they|colleague)(?:'s| is| are|'re)(?: not|n't)(?: \w+){0,1}"
    r" (?:true|right|correct|accurate|so|the case|how)\b|\b(?:isn't|is not|aren't) (?:true|right|correct|so|the case)\b"
    r"|\bnot (?:true|correct|right|the case|convinced)\b|\b(?:misconception|misunderstanding|mistake|myth)\b"
    r"|\b(?:confus|mix)(?:es|ed|ing|ing up|es up)\b|\bon the contrary\b|\b(?:the )?opposite\b|\bi (?:would )?object\b"
    r"|\bi(?:'ll| will| would|'d)? (?:stay|stick|stand|remain|keep|hold)(?:ing)?\b"
    r"|\b(?:haven't|have not|did not|didn't|won't) chang\w+\b|\bstill (?:disagree|think|say|hold|sure)\b"
)
_CONCEDES = re.compile(r"\b(?:but|however|except|though|although|yes and no)\b")
"""With these, words of agreement are half of a sentence, and its other half decides."""
_AGREES = re.compile(
    r"^\W*(?:(?:well|hm+|oh|ok|okay|so)\W+)*(?:yes|yeah|yep|sure|right|correct|true|exactly|agreed|absolutely|indeed|"
    r"of course|certainly|definitely|fine)\b"
    r"|(?<!n't )(?<!not )(?<!dis)\bi (?:do |would |fully |completely |totally |partly |also )*(?:agree|think so)\b"
    r"|\b(?:that|this|it|he|she|they|colleague)(?:'s| is| are|'re| may be| might be| must be)"
    r" (?:probably |quite |absolutely |perfectly )?(?:true|right|correct)\b|\bgood point\b|\bi was wrong\b"
    r"|\bi stand corrected\b|\bi take (?:it|that) back\b|\bi(?:'ve| have) changed\b|\bconvinced me\b|\bmakes sense\b"
)


def stance_request(put: str, question: Question, wrong: Misconception, reply: str) -> GradeRequest:
    """Return what asks an engine whether a reply to the claim `put` states its correction, or asserts the claim.

    Who says the key point that the claim denies has said what is right.
    """
    denied_point = next((one for one in question.key_points if one.id == wrong.denies), None)
    right = (denied_point.text,) if denied_point else ()
    point = KeyPoint(CORRECTION, 1, wrong.correction, right)
    return GradeRequest(put, wrong.correction, (point,), (wrong,), reply)


def stance_of(wrong: Misconception, reply: str, grade: Grade) -> Stance:
    """Return what a reply amounts to; `grade` answers `stance_request`."""
    found = next((one for one in grade.key_points if one.id == CORRECTION), None)
    verdict = found.verdict if found else "missing"
    asserted = grade.misconceptions[0].quote if grade.misconceptions else None
    corrected = found.quote if found and verdict in ("partial", "covered") else None
    said, shown = _by_words(wrong, reply)
    if said == "unclear" and (asserted is None) != (corrected is None):
        said = "agreed" if asserted else "objected"
    if said == "agreed" and verdict == "covered" and not asserted:
        said = "unclear"  # "yes", and then what is right: nobody can tell which is meant
    quote = (corrected if said == "objected" else asserted) or shown
    known = grade.ungraded is None
    return Stance(said, said == "objected" and corrected is not None if known else None, quote, grade.engine)


def _by_words(wrong: Misconception, reply: str) -> tuple[Position, Quote | None]:
    """Return the position that the words take, and the sentence that takes it."""
    sentences = cut(reply).sentences
    objecting = next((one for one in sentences if _OBJECTS.search(_plain(one.of(reply)))), None)
    agreeing = next((one for one in sentences if _agrees(_plain(one.of(reply)))), None)
    if objecting and not agreeing:
        return "objected", _quote(objecting, reply)
    if agreeing and not objecting:
        return "agreed", _quote(agreeing, reply)
    return _by_polarity(wrong, reply, sentences)


def _by_polarity(wrong: Misconception, reply: str, sentences: Sequence[Span]) -> tuple[Position, Quote | None]:
    """Return the position of the sentence that repeats the claim's words best, by the signs that they have there."""
    claim = signed(wrong.text, words(wrong.text))
    best: tuple[float, Span, float] | None = None
    for span in sentences:
        text = span.of(reply)
        found = opposition(claim, [1.0] * len(claim), Stretch(signed(text, words(text))))
        repeated = (found.agreeing + found.opposed) / len(claim) if claim else 0.0
        if best is None or repeated > best[0]:
            best = repeated, span, found.share
    if best is None or best[0] < _REPEATED_FROM:
        return "unclear", None
    _, span, share = best
    turned = share >= _OPPOSED_FROM or denied(reply, span.start, span.end)
    return "objected" if turned else "agreed", _quote(span, reply)


def _agrees(sentence: str) -> bool:
    return _AGREES.search(sentence) is not None and not _CONCEDES.search(sentence)


def _plain(sentence: str) -> str:
    return sentence.lower().replace("’", "'")


def _quote(span: Span, reply: str) -> Quote:
    return Quote(span.of(reply), span.start, span.end)
