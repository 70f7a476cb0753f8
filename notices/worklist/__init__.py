"""What waits for somebody at the desk (待办), counted, with the first few of each."""

from notices.worklist.kinds import Kind, kinds_for
from notices.worklist.rows import Item, undrawn
from notices.worklist.tasks import Task, task, tasks, told_by

__all__ = ["Item", "Kind", "Task", "kinds_for", "task", "tasks", "told_by", "undrawn"]
