"""The gate before publication: citizens' numbers are found wherever a file can hold them."""
