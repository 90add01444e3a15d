"""The words of the domain, in the person's language: names, signs, and one sentence for every error.

Sentences are whole, never glued from fragments: French needs other articles, orders and agreements. Role names come in
two forms, as in a list (`Manager`) and as in a sentence (`manager`).
"""

from ecc_tui.wording.sentences import delay_words, denied_sentence, granters_sentence, sentence, trouble_sentence
from ecc_tui.wording.words import (
    action_name,
    backend_name,
    basis_words,
    health_glyph,
    health_word,
    kind_word,
    offer_kind_name,
    outcome_word,
    password_condition,
    period_word,
    place_name,
    place_short_name,
    refused_character,
    role_name,
    role_word,
    section_name,
    status_glyph,
    status_word,
    support_level_name,
)

__all__ = [
    "action_name",
    "backend_name",
    "basis_words",
    "delay_words",
    "denied_sentence",
    "granters_sentence",
    "health_glyph",
    "health_word",
    "kind_word",
    "offer_kind_name",
    "outcome_word",
    "password_condition",
    "period_word",
    "place_name",
    "place_short_name",
    "refused_character",
    "role_name",
    "role_word",
    "section_name",
    "sentence",
    "status_glyph",
    "status_word",
    "support_level_name",
    "trouble_sentence",
]
