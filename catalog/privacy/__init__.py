"""The personal-information gate: citizens' numbers in files and texts, wherever they are stored."""

from catalog.privacy.markup import mask_text
from catalog.privacy.report import Finding, Report
from catalog.privacy.sandbox import every_text, masked_copy, scan, texts

__all__ = ["Finding", "Report", "every_text", "mask_text", "masked_copy", "scan", "texts"]
