"""The kinds of hard questions: ways of writing of the real list, and traps that it laid."""

from dataclasses import dataclass
from enum import StrEnum

from zones.synthetic.citizens import Question


class Hard(StrEnum):
    """Kinds of hard questions, each with an example."""

    FLOOR = "晋阳紫城4号楼2单元七层以上"
    DOORS = "晋阳紫城4号楼2单元101-105室"
    SHOP = "晋阳紫城4号楼底商"
    PHASE = "晋阳紫城Ⅱ期4号楼"
    DOOR_IN_FRONT = "平阳路65号晋阳紫城4号楼"
    VILLAGE_IN_FRONT = "北营街道东峰社区晋阳紫城4号楼"
    BRACKETS = "晋阳紫城（4号楼2单元）"
    LOOK_ALIKE = "下元二小区3号楼, beside 下元小区"
    NAMESAKE_HERE = "小店区光明社区, and one in 迎泽区"
    NAMESAKE_ANYWHERE = "光明社区, of which there are two"
    COMPLEXES_OF_ONE_NAME = "小店区安康小区3号楼, and one in 迎泽区"
    OTHER_DOOR = "平阳路99号晋阳紫城, which is at 65号"
    OTHER_STREET = "建设路晋阳紫城, which is on 平阳路"
    OTHER_DISTRICT = "迎泽区晋阳紫城, which is in 小店区"
    SEVERAL_BUILDINGS = "晋阳紫城1-3号楼"
    SEVERAL_UNITS = "晋阳紫城4号楼1单元、2单元"
    BESIDE = "晋阳紫城4号楼对面"
    YARD_INSIDE = "晋阳紫城西院4号楼, which has none"
    NO_SUCH_PHASE = "晋阳紫城九期4号楼, which has none"
    NO_SUCH_BUILDING = "晋阳紫城99号楼2单元, which has none"
    NO_SUCH_UNIT = "晋阳紫城4号楼9单元, which has none"
    BUILDING_OF_THE_NEIGHBOUR = "晋阳紫城7号楼, which only 晋阳花园 has"


@dataclass(frozen=True, slots=True)
class HardQuestion:
    """A question, and what makes it hard."""

    kind: Hard
    question: Question
