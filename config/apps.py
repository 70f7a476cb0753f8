"""What is gathered as static files, and what of it nobody asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Leaves out what only pages that we do not serve would use: compressing it took longer than
    everything else together."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",
        "redoc",
        "docs",
    ]
