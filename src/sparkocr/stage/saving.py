"""How stages are saved."""

from __future__ import annotations

from pyspark.ml.util import DefaultParamsWriter
from pyspark.sql.utils import is_remote


class StageWriter(DefaultParamsWriter):
    """Writes a stage's metadata; `overwrite` needs no JVM of this process, so it works on Spark Connect."""

    def save(self, path: str) -> None:
        """Save to `path`; with `overwrite()`, replace what is there."""
        if not (self.shouldOverwrite and is_remote()):
            super().save(path)
            return
        session = self.sparkSession
        metadata = DefaultParamsWriter._get_metadata_to_save(self.instance, session)  # noqa: SLF001
        session.createDataFrame([(metadata,)], ["value"]).coalesce(1).write.mode("overwrite").text(f"{path}/metadata")
