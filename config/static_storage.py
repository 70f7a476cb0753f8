"""Static files under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites the imports between ES modules too, so that a page never mixes two releases."""

    support_js_module_import_aggregation = True
