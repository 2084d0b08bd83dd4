"""What is said in a reader's language: a letter's reading, numbers, dates, the words of a document. No request is
asked.
"""
