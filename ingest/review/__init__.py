"""What a person decides of a document's facts and findings, written, read and applied."""
