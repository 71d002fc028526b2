"""Searches phrases that raise wrong answers with our own fast engine: `python eval/adversarial/search.py > found.yaml`.

Greedy search as Raina et al. (2024) do it, over common words of the bank and of everyday talk: the ten best single
words are each lengthened by the ten best. What counts is the credit of the key points, before misconceptions take
away, on a few wholly wrong answers to development questions.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import yaml

from interviewer.bank.load import load_bank
from interviewer.config.paths import bundled
from interviewer.domain.question import Question
from interviewer.embedding.model import MiniLM
from interviewer.evaluation.adversarial.material import Written
from interviewer.evaluation.adversarial.written import read_written
from interviewer.evaluation.parts import held_back
from interviewer.grading import FastEngine, request_for
from interviewer.grading.words import content_words

QUESTIONS = 6
WORDS = 40
BREADTH = 10
KEPT = 20
TALK = (
    "because", "therefore", "correctly", "exactly", "in general", "as required", "for every point", "all of them",
    "step by step", "in other words", "by definition", "and vice versa", "depending on the case", "which is optimal",
)  # fmt: skip
Place = Callable[[str, str], str]


def vocabulary(questions: Sequence[Question]) -> list[str]:
    """Return the words that most references share, and phrases of everyday talk."""
    counts = Counter(
        word
        for question in questions
        for word in {w.surface for w in content_words(question.reference) if w.surface.isalpha()}
    )
    return [word for word, _ in counts.most_common(WORDS)] + list(TALK)


def search(engine: FastEngine, wrong: Sequence[tuple[Question, str]], words: Sequence[str], place: Place) -> list[str]:
    """Return the phrases under which wrong answers earn most credit."""

    def worth(phrase: str) -> float:
        grades = engine.grade([request_for(question, place(text, phrase)) for question, text in wrong])
        earned = [sum(p.weight * p.credit for p in g.key_points) / sum(p.weight for p in g.key_points) for g in grades]
        return round(sum(earned) / len(earned), 4)

    found = {word: worth(word) for word in words}
    best = sorted(found, key=lambda word: (-found[word], word))[:BREADTH]
    for left in best:
        for right in best:
            found.setdefault(f"{left} {right}", worth(f"{left} {right}"))
    return sorted(found, key=lambda phrase: (-found[phrase], phrase))[:KEPT]


def _has_wrong(answers: Mapping[str, Written], question: Question) -> bool:
    return question.id in answers and bool(answers[question.id].wrong)


def main() -> None:
    """Search phrases to append and words to put before, and print them."""
    bank = [question for question in load_bank(bundled("corpus")).questions if not held_back(question.id)]
    answers = read_written(bundled("eval"))
    wrong = [(question, answers[question.id].wrong[0]) for question in bank if _has_wrong(answers, question)]
    chosen = random.Random(1).sample(wrong, QUESTIONS)
    engine, words = FastEngine(MiniLM()), vocabulary(bank)
    print("# Found by eval/adversarial/search.py with the fast engine, on development questions.")
    phrases = search(engine, chosen, words, lambda text, phrase: f"{text} {phrase}")
    triggers = search(engine, chosen, words, lambda text, phrase: f"{phrase} {text}")
    print(yaml.safe_dump({"phrases": phrases, "triggers": triggers}, sort_keys=False), end="")


if __name__ == "__main__":
    main()
