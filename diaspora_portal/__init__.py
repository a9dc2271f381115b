"""The shell: settings, urls, celery, the pages that know every app, and the launcher."""
