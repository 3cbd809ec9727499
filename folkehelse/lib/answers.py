from dataclasses import dataclass


@dataclass(frozen=True)
class No:
    """A no that can say why: falsy, and shown where the button would have been."""

    why: str

    def __bool__(self):
        return False
