"""Finds questions and passages: a Chroma index, a lexical index, and one LangChain retriever over both."""
