"""The parameters of the stages that take the identifiers out of headers of DICOM files."""

from __future__ import annotations

import secrets
from typing import Any

from sparkocr.deid.dicom_header import HeaderOptions
from sparkocr.dicom.profile.table import Option
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.params import StageParam, secret, string

__all__ = ["HeaderParams"]

_KEY_OF_PROCESS = secrets.token_hex(32)


def _check_options(value: Any) -> list[str]:
    """Return names of options of the Basic Profile.

    Raises
    ------
    ValueError
        There is no such option.
    """
    if isinstance(value, str):
        raise ValueError  # noqa: TRY004  as of all wrong values
    return [Option(option).value for option in value]


class HeaderParams(DeclaredParams):
    """Base of the stages that take the identifiers out of headers of DICOM files."""

    placeholderText = string(
        "anonymous",
        "What stands in place of texts.",
        pattern=r"[^\\\s^=][^\\^=\n]{0,63}",
        allowed="1 to 64 characters without \\, ^ and =",
    )
    key = secret(
        "Secret on which all replacements depend; the same key gives the same ones. It is saved with the pipeline. "
        "Empty: one for the life of this process, so that later runs give others."
    )
    profileOptions = StageParam(
        [],
        "Options of the Basic Profile that keep more: see the notes.",
        allowed=f"a list of: {', '.join(Option)}",
        convert=_check_options,
        example=["modified_dates", "patient"],
        many=True,
        annotation="list[str]",
        accepts="tuple[str, ...]",
    )

    def _header_options(self) -> HeaderOptions:
        """Return how headers are de-identified by the Basic Profile."""
        return HeaderOptions(
            secret=self.getOrDefault("key") or _KEY_OF_PROCESS,
            options=frozenset(map(Option, self.getOrDefault("profileOptions"))),
            placeholder=self.getOrDefault("placeholderText"),
        )
