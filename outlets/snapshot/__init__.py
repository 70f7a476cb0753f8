"""The static snapshot (静态快照): map, lists and notices as files, for while the site is down."""
