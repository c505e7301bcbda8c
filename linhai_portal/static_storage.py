import rcssmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class MinifiedManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies as WhiteNoise makes them; our own style sheets are minified before."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            # Hashing reads where `paths` points, which is the source: for these, the minified copy instead.
            paths = paths | {name: (self, self._minify(name)) for name in paths if _is_own_sheet(name)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _minify(self, name):
        with self.open(name) as file:
            small = rcssmin.cssmin(file.read().decode())
        self.delete(name)
        return self._save(name, ContentFile(small.encode()))


def _is_own_sheet(name):
    return name.startswith("css/") and name.endswith(".css")
