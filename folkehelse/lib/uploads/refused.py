class Refused(Exception):
    """The file is not taken in; the text says why to the person who sent it, and what to do."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why
