"""Which brackets belong together, found once for the whole text.

A bracket without its partner is not an error of the text's meaning: an opening one is
taken to close where the text ends, a closing one is passed over, and both are noted.
"""


def pairs(text: str) -> tuple[dict[int, int], list[int]]:
    """The closing bracket of each opening one, and the places of the lonely ones."""
    partner: dict[int, int] = {}
    lonely: list[int] = []
    open_at: list[int] = []
    for index, char in enumerate(text):
        if char == "(":
            open_at.append(index)
        elif char == ")":
            if open_at:
                partner[open_at.pop()] = index
            else:
                lonely.append(index)
    for index in open_at:
        partner[index] = len(text)
        lonely.append(index)
    return partner, lonely
