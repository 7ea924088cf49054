"""What a document says about itself: issuer, date, number, addressees, titles."""
