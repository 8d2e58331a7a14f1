"""Names of the months in French, Dutch, German and English, with their short forms."""

from extractors.facts.number_words import folded

MONTHS = {
    1: "janvier janv jan januari januar january jänner jaenner",
    2: "février fevrier févr fevr fév fev februari feb februar february",
    3: "mars maart mrt mars märz maerz mrz march mar",
    4: "avril avr april apr",
    5: "mai mei may",
    6: "juin juni jun june",
    7: "juillet juil juli jul july",
    8: "août aout augustus aug august aoû",
    9: "septembre sept september sep",
    10: "octobre oct oktober okt october",
    11: "novembre nov november",
    12: "décembre decembre déc dec december dezember dez",
}

NUMBERS = {folded(word): number for number, words in MONTHS.items() for word in words.split()}
NAMES = "|".join(sorted({word for words in MONTHS.values() for word in words.split()}, key=len, reverse=True))
ORDINAL = r"(?:er|re|e|ste|de|st|nd|rd|th|\.|º)?"
