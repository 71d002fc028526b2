"""The commented file that a new question begins with, and its explanations taken out again."""

from interviewer.bank.files import FENCE

_PERSONAL = """---
# A question in one file. Lines like this one explain, and are taken out when you save.
# Needed: the question, and your reference answer below the last line of this block. All else can be left out.
#
# Short name: lower-case letters, digits, hyphens. Left empty, it is made from the question.
id:
# As the interviewer says it. With a colon or a # inside, put it in "double quotes".
question:
# From 1, a warm-up, to 5.
difficulty: 3
# concept, compare, derive, design or debug
kind: concept
#
# What follows is optional: take the # away from what you fill in.
#
# The claims that a good answer makes, each short and checkable, in other words than the reference's.
# weight: 1 to 5, its share of the mark. accept: other ways to say it. Without any they are drafted from your answer.
#key_points:
#  - id: first-claim
#    weight: 2
#    text: One sentence that is right or wrong.
#    accept: ["the same in other words"]
#
# Asks for one key point without giving it away.
#follow_ups:
#  - asks_for: first-claim
#    question: And what happens then?
#
# Given one at a time, when asked for; that which leads to what is missing comes first, where you say so.
#hints:
#  - text: Think of the shapes.
#    leads_to: [first-claim]
#
# The same question as others would ask it.
#paraphrases: ["In other words?"]
#
# What people wrongly believe; asserting it costs its weight, and contradicts the key point that it denies, if any.
# nudge: for who asserts it and asks for a hint, a case in which it cannot hold; it does not say what is right.
#misconceptions:
#  - id: common-mistake
#    weight: 1
#    text: A wrong claim.
#    correction: What is right instead.
#    nudge: What would then become of an empty batch?
#    denies: first-claim
#
# Where the answer can be checked.
#sources: ["Author, Title, year"]
#
# The id of a question that asks the same: one interview asks only one of the two.
#same_as: other-question
#
# A track that it is asked in besides your own questions' `personal`.
#track: deep-learning
#
# The reference answer goes below the next line, in Markdown.
---
"""

_BUNDLED = """---
# A bundled question in one file. Lines like this one explain, and are taken out when you save.
# Needed: everything that stands here, and the reference answer below the last line of this block.
#
# Short name: lower-case letters, digits, hyphens; it stays for good. Left empty, it is made from the question.
id:
# As the interviewer says it. With a colon or a # inside, put it in "double quotes".
question:
# At least four ways in which others would ask it, one of them plain-spoken.
paraphrases:
  -
  -
  -
  -
# From 1, a warm-up, to 5.
difficulty: 3
# concept, compare, derive, design or debug
kind: concept
# Three to seven claims that a good answer makes: short, checkable, in other words than the reference's.
# weight: 1 to 5, its share of the mark. accept: other ways to say it, at least one.
key_points:
  - id:
    weight: 2
    text:
    accept: [""]
  - id:
    weight: 1
    text:
    accept: [""]
  - id:
    weight: 1
    text:
    accept: [""]
# At least two things that people wrongly believe; asserting one costs its weight. `denies: ID` may name the key point
# that it contradicts.
# nudge: for who asserts it and asks for a hint, a case in which it cannot hold; it does not say what is right.
misconceptions:
  - id:
    weight: 1
    text:
    correction:
    nudge:
  - id:
    weight: 1
    text:
    correction:
    nudge:
# One for every key point of weight 2 or more; asks for it without giving it away.
follow_ups:
  - asks_for:
    question:
# At least two, given one at a time, when asked for, and none tells what is right; `leads_to` may name key points, and
# what leads to a gap comes first.
hints:
  - text:
    leads_to: []
  - text:
    leads_to: []
# Where the answer can be checked, at least one.
sources: [""]
#
# The reference answer goes below the next line, in Markdown.
---
"""


def template(*, bundled: bool) -> str:
    """Return the file that a new question begins with."""
    return _BUNDLED if bundled else _PERSONAL


def without_help(text: str) -> str:
    """Return a file's text without the template's explanations; a person's own remarks stay."""
    lines = text.split("\n")
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), len(lines))
    kept = [line for place, line in enumerate(lines) if place >= end or line.rstrip() not in _HELP]
    return "\n".join(kept)


_HELP = frozenset(line for line in (_PERSONAL + _BUNDLED).split("\n") if line.startswith("#"))
