"""What counts as a demand in a job description or a CV, and on which line it stands."""

from hypothesis import given
from hypothesis import strategies as st

from interviewer.interview.demands import Demand, demands
from tests.support import texts

JOB = """Machine Learning Engineer

About us
We build things that people love. There are many of us.
Our office has a view.

Your tasks
- Train language models on our own
  documents with care
- Find out why runs diverge. Explain it to others!
Salary: 90,000 a year
* Skills: PyTorch, LoRA, distributed training

What we offer:
- 30 days off and a garden
- Courses on transformers

Mail jobs@firm.example or ring +49 30 1234567."""


def test_tasks_and_skills_are_kept_with_their_lines() -> None:
    assert demands(JOB.splitlines()) == [
        Demand(8, "Train language models on our own documents with care"),
        Demand(10, "Find out why runs diverge."),
        Demand(10, "Explain it to others!"),
        Demand(12, "PyTorch"),
        Demand(12, "LoRA"),
        Demand(12, "distributed training"),
    ]


def test_a_markdown_cv_loses_name_contact_and_free_time() -> None:
    cv = """# Jo Doe
jo@doe.example · https://jo.example

## Experience
**Engineer, Firm Ltd**
- Reduced **overfitting** of a detector with [augmentation](https://firm.example).

## Hobbies
Climbing and training for long marathons"""
    assert demands(cv.splitlines()) == [Demand(6, "Reduced overfitting of a detector with augmentation.")]


def test_wrapped_sentences_are_joined_and_lines_that_end_are_not() -> None:
    lines = (
        "You know how to train networks that are far too large for the memory of",
        "Any single device. You measure before you change.",
        "Reduced costs by half",
        "Moved the recommender elsewhere",
    )
    assert demands(lines) == [
        Demand(1, "You know how to train networks that are far too large for the memory of Any single device."),
        Demand(2, "You measure before you change."),
        Demand(3, "Reduced costs by half"),
        Demand(4, "Moved the recommender elsewhere"),
    ]


@given(st.lists(texts().filter(lambda text: "\n" not in text), max_size=8))
def test_every_demand_stands_on_a_line_of_the_document(lines: list[str]) -> None:
    found = demands(lines)
    assert all(1 <= one.line <= len(lines) and one.text.strip() for one in found)
    assert [one.line for one in found] == sorted(one.line for one in found)
