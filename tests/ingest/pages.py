"""Pages of our own whose question headings are gone, in different styles; "%%" stands where a question stood."""

SPACED = """Top databases interview questions

Read these before you go.
%%
A transaction is a group of statements that succeed or fail together. It keeps the data consistent.

Its guarantees are summed up as follows:

- Atomicity: all or nothing
- Durability: what was committed stays
%%
An index is a sorted copy of some columns that the engine searches quickly. It costs space and slows inserts.
%%
Normalization is the process of splitting tables so that each fact is stored once.

It prevents update anomalies. However, reports then need more joins.
%%
A deadlock occurs when two sessions wait for locks that the other one holds. The engine aborts one of them.
%%
Sharding distributes rows over several machines by a key.

Such a split spreads the load, but queries that span shards become harder.
%%
A view is a stored query that can be read like a table.
"""

DENSE = """Operating systems: questions and answers
%%
A process is a running program with memory of its own.
It is created by the kernel and has at least one thread.
%%
Paging divides memory into frames of a fixed size, so that a program need not lie in one piece.
%%
When the quantum is too short, the scheduler spends most of its time on switching.
If the quantum is too long, interactive programs feel slow.
%%
Semaphores are counters that guard a resource. A thread that finds zero must wait.
They were described by Dijkstra.
%%
There are three states in a thread:
- ready
- running
- blocked
%%
Hard Links |
Symbolic Links |
A second name for the same inode. |
A small file that holds a path. |
%%
A kernel is the part of the system that runs in privileged mode and talks to the hardware.
%%
Thrashing occurs when pages are evicted and fetched so often that no work gets done.
To avoid this, the system suspends some programs.
"""

CODED = """Frequently asked questions on Python

Here are the interview questions that come up most.
%%
A decorator is a function that takes a function and returns another. For example:

```python
@cached
def slow(n):
    return n * n
```

The syntax above is the same as an assignment after the definition.
%%
Generators produce values one at a time and keep their local state between calls.

They save memory where a list would be large.
%%
The global interpreter lock lets one thread at a time run bytecode. Threads that wait for input release it.
%%
Docstrings can be used for help pages and tests of the examples that they hold.
%%
A lambda is an anonymous expression that takes arguments and gives a value:

```python
double = lambda x: 2 * x
```
%%
Pickling refers to turning an object into bytes. Unpickling builds the object anew from those bytes.
"""

TALKED = """Networks, asked questions about them
%%
Suppose you post a letter in many numbered envelopes, and each takes its own road.
The receiver puts the envelopes in order by their numbers and asks for those that are missing.
Here the letter is a stream, and the rules are the Transmission Control Protocol (TCP).
%%
One of the oldest parts of the web is a Name Server, which turns names into addresses.
%%
The method of hiding private addresses behind a public one is called “Address Translation.” It saves addresses.
%%
Latency is the time that a message takes to arrive.
Bandwidth is the time-average of bits that pass per second.
To fix latency and bandwidth problems, you can cache content near its readers.
%%
A Forward Proxy server stands in front of the clients and speaks for them.
A Reverse Proxy server stands in front of the servers and shares requests among them.
%%
Multicast provides delivery to many readers at once, making one send enough for them all.
"""

PAGES = {"spaced": SPACED, "dense": DENSE, "coded": CODED, "talked": TALKED}


def without_questions(page: str) -> tuple[str, set[tuple[int, int]]]:
    """Return a page as text, and its answers by first and last line (from 1)."""
    parts = page.split("%%\n")
    gap = "\n" if "\n\n" in page else ""
    lines = parts[0].rstrip("\n").split("\n") + ([""] if gap else [])
    ranges = set()
    for part in parts[1:]:
        body = part.strip("\n").split("\n")
        ranges.add((len(lines) + 1, len(lines) + len(body)))
        lines += body + ([""] if gap else [])
    return "\n".join(lines) + "\n", ranges
