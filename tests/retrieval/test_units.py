"""What is indexed: stable ids, true lines, nothing longer than the model reads."""

from dataclasses import replace

import pytest

from interviewer.domain.question import Passage, Provenance, Question
from interviewer.embedding.model import MOST_PIECES, MiniLM
from interviewer.retrieval.units import Unit, fingerprint, reference_passages, units_of
from tests.retrieval.samples import corpus_questions, corpus_units

REFERENCE = """First, the gradient is a product of many factors.

Second, each factor is below one, so the product shrinks.
It does so exponentially.

```python
for layer in reversed(layers):

    grad = layer.backward(grad)
```
"""
QUESTION = Question("vanish", "Why do gradients vanish?", REFERENCE, (), "t", "o", paraphrases=("Why so small?",))
READ = Passage("notes.md", 3, 9, "Momentum averages past gradients.")


def test_every_question_paraphrase_and_passage_is_a_unit() -> None:
    units = units_of([QUESTION], [READ])
    assert [unit.kind for unit in units][:2] == ["question", "paraphrase"]
    assert {unit.question_id for unit in units[:-1]} == {"vanish"}
    last = units[-1]
    assert (last.kind, last.question_id, last.source, last.document) == ("passage", None, "notes.md", "notes.md")
    assert (last.first_line, last.last_line, last.text) == (3, 9, READ.text)


def test_a_unit_is_as_difficult_as_its_question_and_a_passage_of_a_document_is_not() -> None:
    units = units_of([replace(QUESTION, difficulty=5)], [READ])
    assert {unit.difficulty for unit in units[:-1]} == {5}
    assert units[-1].difficulty is None


def test_lines_of_a_passage_lead_to_its_words() -> None:
    for question in (QUESTION, *corpus_questions()):
        lines = question.reference.split("\n")
        for passage in reference_passages(question):
            shown = " ".join("\n".join(lines[passage.first_line - 1 : passage.last_line]).split())
            assert passage.text.split()[0] in shown
            assert passage.text.split()[-1] in shown


def test_every_word_of_a_reference_is_in_a_passage() -> None:
    for question in corpus_questions():
        told = " ".join(passage.text for passage in reference_passages(question))
        assert told.split() == question.reference.split()


def test_code_stays_in_one_passage() -> None:
    assert any("reversed(layers)" in p.text and "backward(grad)" in p.text for p in reference_passages(QUESTION))


def test_no_unit_of_the_bank_is_longer_than_the_model_reads(minilm: MiniLM) -> None:
    pieces = minilm._tokenizer([unit.text for unit in corpus_units()])["input_ids"]
    assert max(map(len, pieces)) < MOST_PIECES


def test_ids_are_unique_stable_hashes() -> None:
    ids = [unit.id for unit in corpus_units()]
    assert len(set(ids)) == len(ids)
    assert ids == [unit.id for unit in units_of(corpus_questions())]
    assert all(len(unit_id) == 32 and set(unit_id) <= set("0123456789abcdef") for unit_id in ids)


def test_the_same_text_twice_is_one_unit() -> None:
    doubled = replace(QUESTION, paraphrases=("Why so small?", "Why so small?"))
    assert units_of([doubled, doubled]) == units_of([QUESTION])


def test_a_personal_question_is_of_its_document() -> None:
    own = replace(QUESTION, provenance=Provenance("notes.md", 1, 4, "00"))
    assert {unit.source for unit in units_of([own])} == {"notes.md"}
    assert {unit.source for unit in units_of([QUESTION])} == {"bundled"}


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "C++", "数据库"])
def test_odd_texts_have_ids_and_a_fingerprint(text: str) -> None:
    units = units_of([replace(QUESTION, text=text, topic=text)])
    assert len(fingerprint(units, "m")) == 32


def _with(unit: Unit, **changes: object) -> list[Unit]:
    return [replace(unit, **changes)]  # type: ignore[arg-type]


def test_the_fingerprint_covers_everything() -> None:
    unit = units_of([QUESTION])[0]
    changed: list[dict[str, object]] = [{}, {"text": "x"}, {"track": "x"}, {"topic": "x"}, {"source": "x"}]
    changed += [{"first_line": 7}, {"last_line": 7}, {"question_id": None}, {"kind": "passage"}, {"difficulty": 5}]
    prints = {fingerprint(_with(unit, **change), "m") for change in changed}
    assert len(prints) == len(changed)
    assert fingerprint([unit], "m") != fingerprint([unit], "n") != fingerprint([], "n")
