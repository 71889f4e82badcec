"""Views of a text: normalised form, sentences, language, dates, places, stance."""
