"""What a session's calls have used, and the cap that stops the next one."""

import threading
from dataclasses import dataclass

from interviewer.domain.errors import BudgetSpent

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens."""

    prompt: float
    reply: float

    def of(self, prompt: int, reply: int) -> float:
        """Return what these tokens cost, in US dollars."""
        return (prompt * self.prompt + reply * self.reply) / _MILLION


class Spending:
    """Tokens and cost of a session. Safe in threads: what a call may use is held back until it has ended."""

    def __init__(self, cap_tokens: int | None = None, prices: Prices | None = None, cap_cost: float | None = None):
        self._cap_tokens = cap_tokens
        self._prices = prices
        self._cap_cost = cap_cost if prices else None
        self._turn = threading.Lock()
        self._held = self._held_cost = 0.0
        self.prompt_tokens = 0
        self.reply_tokens = 0

    def hold(self, prompt: int, reply: int) -> None:
        """Set aside what a call may use. Raises BudgetSpent where that could go over a cap."""
        with self._turn:
            tokens = self.tokens + self._held + prompt + reply
            if self._cap_tokens is not None and tokens > self._cap_tokens:
                raise BudgetSpent(
                    f"The next call could go over this session's cap of {self._cap_tokens} tokens "
                    f"({self.tokens} used). Raise model_cap_tokens to go on with the model."
                )
            cost = self.cost + self._held_cost + self._price(prompt, reply)
            if self._cap_cost is not None and cost > self._cap_cost:
                raise BudgetSpent(
                    f"The next call could go over this session's cap of {self._cap_cost:.2f} dollars "
                    f"({self.cost:.2f} used). Raise model_cap_cost to go on with the model."
                )
            self._held += prompt + reply
            self._held_cost += self._price(prompt, reply)

    def settle(self, held: tuple[int, int], used: tuple[int, int]) -> None:
        """Count what a call used, (prompt, reply) tokens, instead of what was set aside for it."""
        with self._turn:
            self._held -= sum(held)
            self._held_cost -= self._price(*held)
            self.prompt_tokens += used[0]
            self.reply_tokens += used[1]

    @property
    def tokens(self) -> int:
        """Tokens used so far."""
        return self.prompt_tokens + self.reply_tokens

    @property
    def cost(self) -> float:
        """US dollars so far; 0 where no prices are set."""
        return self._price(self.prompt_tokens, self.reply_tokens)

    @property
    def line(self) -> str:
        """What was used, in a line for a person."""
        of = f" of at most {self._cap_tokens}" if self._cap_tokens is not None else ""
        cost = f", {self.cost:.4f} dollars" if self._prices else ""
        return f"{self.prompt_tokens} tokens read and {self.reply_tokens} written{of}{cost}"

    def _price(self, prompt: int, reply: int) -> float:
        return self._prices.of(prompt, reply) if self._prices else 0.0
