"""How PostgreSQL guards a table to which rows are only added.

Row triggers do not fire on TRUNCATE, so every guarded table carries a statement
trigger for it as well. Both bind every role, the owner's included; the application's
role is moreover granted no more than SELECT and INSERT (``grant_application_role``
looks for ``append_only``).
"""

import pgtrigger


def guards() -> list[pgtrigger.Trigger]:
    """The triggers that refuse UPDATE, DELETE and TRUNCATE."""
    return [
        pgtrigger.Protect(name="refuse_change", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="refuse_truncate",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
        ),
    ]
