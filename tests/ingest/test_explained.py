"""Prose that explains one concept a paragraph: its question is drafted from grammar or heading, or not at all."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

EXPLAINED = [
    ("A skip list keeps several linked lists over the same keys. Each list leaves out about half of the keys below it.",
     "What is a skip list?"),
    ("Label smoothing moves a little of the target's weight to the other classes. Networks grow less sure.",
     "What is Label smoothing?"),
    ("Gossip spreads news between random pairs of nodes. Its cost grows with the logarithm of their number.",
     "What is Gossip?"),
    ("Semaphores hold a count that threads lower and raise. They guard a resource of which there are several units.",
     "What are Semaphores?"),
    ("In a ring buffer, writes go on at the front once the end is reached. The oldest entries are lost by that.",
     "What happens to writes in a ring buffer?"),
    ("During a failover, a standby takes the address of the machine that fell silent and starts to answer for it.",
     "What happens during a failover?"),
    ("The halting theorem states that no program can tell of every other program whether it ends at some time.",
     "What does the halting theorem state?"),
    ("The purpose of a checksum is to notice bits that changed on their way. It cannot mend any of them by itself.",
     "What is the purpose of a checksum?"),
    ("Redis keeps its data in memory and writes a log beside it. It answers most requests within a millisecond.",
     "What is Redis?"),
]  # fmt: skip
SECOND = "A heap is a tree in which no child is smaller than its parent, so that the least key stands at the root."


@pytest.mark.parametrize(("told", "question"), EXPLAINED)
def test_a_paragraph_that_explains_is_asked_about(tmp_path: Path, told: str, question: str) -> None:
    found = read_text(tmp_path, f"{told}\n\n{SECOND}\n").questions
    assert [one.question for one in found] == [question, "What is a heap?"]
    assert found[0].answer == told
    assert found[0].drafted


SILENT = [
    "LSM engines of the last decade were slow to read. Everybody complained about that until it was mended.",
    "Developers run the checks before each commit. They wait for the machine to finish and then go for a walk.",
    "Recent studies show the effect on several tasks. They disagree about its size and about where it comes from.",
    "Queues grow in the morning because of the harbour. They shrink again once the ferry has left for the islands.",
    "I use the second shelf for my notes. It holds the whole of last year, and I never look at any of them again.",
    "A second shelf holds the paper. It bends in the middle, which is why nothing else may be put on it for long.",
    "`tool sort` moves the files of a folder by date. It never overwrites a file that has the same name as another.",
    "Coffee houses open late in this town. The bread comes warm, and nobody leaves before dawn.",
    "The trams climb hills that carts cannot. They are full by ten, and the next leaves an hour later.",
    "Sorting the records again moves nothing. It is done all the same, since nobody knows who touched them before.",
]


@pytest.mark.parametrize("told", SILENT)
def test_other_prose_is_not_asked_about(tmp_path: Path, told: str) -> None:
    assert [one.question for one in read_text(tmp_path, f"{told}\n\n{SECOND}\n", "page.md").questions] == [
        "What is a heap?"
    ]


WIKI = """# Paxos

Paxos is a protocol by which machines agree on one value although some of them may fail or lose messages.

## Safety

No two nodes can learn different values, because any two majorities share a node that remembers the older vote.

## Drawbacks

The protocol is hard to follow, and the step from one value to a log of values is left to whoever builds on it.

## Leases

The leader of a group holds the right to answer reads alone for a while. Clocks that drift make the while shorter.

## Storage

Skip lists keep sorted keys at several levels. A search drops a level wherever the next key is too large.

Bitmaps store one bit for each row and value. They count the rows that meet two conditions by a single operation.
"""


def test_a_heading_is_asked_about_in_its_context(tmp_path: Path) -> None:
    asked = [one.question for one in read_text(tmp_path, WIKI, "page.md").questions]
    assert asked == [
        "What is Paxos?",
        "How does Paxos ensure safety?",
        "What are the drawbacks of Paxos?",
        "What are Leases?",
        "What are Skip lists?",
        "What are Bitmaps?",
    ]


def test_a_side_of_nothing_is_not_asked_about(tmp_path: Path) -> None:
    asked = [one.question for one in read_text(tmp_path, WIKI.replace("# Paxos\n", "", 1), "page.md").questions]
    assert not [question for question in asked if "afety" in question or "rawbacks" in question]


CONTRACT = """Terms of use

The Licensee shall not copy the Software. In no event shall the Licensor be liable for any damages.

"Service" means the site of the Company. Either party may end this Agreement, notwithstanding other remedies.

Arbitration settles any dispute under these terms. It takes place in the town in which the Licensor sits.
"""
MANUAL = """# sift

sift is a small tool that sorts the photos of a folder by the day on which they were taken.

## Installation

The installer puts one file into a folder of programs. It needs no rights beyond those of whoever runs it.

## Albums

Albums group photos of one journey. They live in folders of their own, named by place and by the first day.

## License

The licence allows any use and any change. It asks for nothing but that its text stays with each copy of the tool.
"""
STORY = """Jon climbed the hill before dawn. He carried the lamp in his left hand and said nothing to anybody.

The lamp keeps the wolves away. It burns the whole night on a spoon of oil, and he had filled it twice.

A storm is a patient thing. It waits behind the hills until the sheep are out, and then it comes at once.

Anna came home late. She hung her coat behind the door and told him what she saw on the other side of the river.
"""


@pytest.mark.parametrize("text", [CONTRACT, MANUAL, STORY], ids=["contract", "manual", "story"])
def test_what_does_not_teach_gives_no_questions(tmp_path: Path, text: str) -> None:
    assert [one.question for one in read_text(tmp_path, text, "page.md").questions] == []


def test_a_verb_is_no_noun_on_a_page_of_definitions(tmp_path: Path) -> None:
    told = [f"A {name} is a tool that bends metal." for name in ("vice", "brake", "roller", "press")]
    text = "\n\n".join([*told, "Fly presses trade force for speed."])
    assert [one.question for one in read_text(tmp_path, text).questions] == [
        f"What is a {name}?" for name in ("vice", "brake", "roller", "press")
    ]


def test_a_heading_keeps_a_paragraph_that_goes_on_about_it(tmp_path: Path) -> None:
    text = (
        "# Training\n\nA batch is a set of examples that a model sees at one time before its weights are changed.\n\n"
        "## Loss scaling\n\nIn half precision small gradients round to zero, so the loss is multiplied beforehand.\n\n"
        "A dynamic scheme doubles the factor until an overflow occurs. It then halves the factor once more.\n"
    )
    asked = {one.question: one.answer for one in read_text(tmp_path, text, "page.md").questions}
    assert "dynamic scheme" in asked["What is Loss scaling?"]
