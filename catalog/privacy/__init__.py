"""The personal-information gate: citizens' numbers in files and texts, wherever they are stored."""

from catalog.privacy.markup import mask_text
from catalog.privacy.report import Finding, Report
from catalog.privacy.sandbox import masked_copy, scan, texts

__all__ = ["Finding", "Report", "mask_text", "masked_copy", "scan", "texts"]
