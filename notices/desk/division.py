"""The part of a form that says which place goes into which part of a split one."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from notices import ground
from zones.gazetteer.dividing import TypedPart, read_part
from zones.gazetteer.succession import Part
from zones.models import Place

LOOK = "look"
"""What the button is called that shows what a change touches before it is made."""


class DivisionFields(forms.Form):
    """Adds a field for each place right below the one that is split, once its parts are typed.

    Where somebody looks for the first time the fields hold what is proposed. A change that is
    made without a look moves only what it says itself: nothing goes where nobody saw it go.
    """

    place: Place

    def __init__(self, data: Any = None, *, place: Place, **kw: Any) -> None:
        lines = (data or {}).get("into", "").splitlines()
        self.parts: list[TypedPart] = [read_part(line) for line in lines if line.strip()]
        self.below: list[Place] = ground.below(place) if self.parts else []
        if data is not None and LOOK in data:
            data = self._with_proposals(data, place)
        super().__init__(data, place=place, **kw)  # type: ignore[call-arg]
        choices = [("", _("留在原地点之下")), *((p.name, p.name) for p in self.parts)]
        for child in self.below:
            why = self.proposals[child.id].why if data is not None and LOOK in data else ""
            self.fields[_field(child)] = forms.ChoiceField(
                label=child.name, choices=choices, required=False, help_text=why
            )

    def _with_proposals(self, data: Any, place: Place) -> Any:
        names = {"", *(p.name for p in self.parts)}
        self.proposals = ground.proposed_division(place, self.below, self.parts)
        data = data.copy()
        for child in self.below:
            if data.get(_field(child)) not in names:
                data[_field(child)] = self.proposals[child.id].part
        return data

    def own_fields(self) -> Iterator[BoundField]:
        """The fields of the change itself."""
        taken = {_field(child) for child in self.below}
        return (self[name] for name in self.fields if name not in taken)

    @cached_property
    def divided(self) -> list[BoundField]:
        """The fields of the places below."""
        return [self[_field(child)] for child in self.below]

    def division(self) -> list[Part]:
        """The parts, each with the places that go into it."""
        chosen = {child: self.cleaned_data.get(_field(child), "") for child in self.below}
        return [
            Part(part.name, tuple(c for c, name in chosen.items() if name == part.name))
            for part in self.parts
        ]


def _field(child: Place) -> str:
    return f"part_of_{child.id.hex}"
