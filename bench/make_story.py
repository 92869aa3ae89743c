#!/usr/bin/env python3
"""Reports of one invented story, for speed: `make_story.py N > story.jsonl`.

Each report tells some of the same facts, in one of several wordings, with its own speakers, numbers
and asides; one in three is a copy of an earlier one with a line cut. People and places are made up.
The same N gives the same bytes.
"""
import json
import random
import sys

FACTS = [
    ["The {lock} gave way early on Sunday, killing {n} people.", "{n} people died when the {lock} burst before dawn on Sunday.",
     "At least {n} people were killed on Sunday as the {lock} collapsed."],
    ["Three people with knowledge of the inspection said the {lock} had been cracked since January.",
     "The {lock} had a crack since January, according to two officials.", "The {lock} was known to be cracked for two months."],
    ["“{deny},” {minister} told reporters on {day}.", "{minister} denied the report on {day}.",
     "{minister} dismissed the findings, saying they were “{deny}”."],
    ["Engineers recommended that the gate be taken out of service at once.", "An inspection report had urged the authority to close the gate immediately.",
     "The recommendation of the engineers was to shut the gate without delay."],
    ["{director} had read the report in February and decided to wait for the end of the ice season, two of the three people said.",
     "{director} knew of the report in February but chose to wait until the ice season ended.",
     "The director, {director}, decided in February to keep the gate open."],
    ["The government promised every family {money} crowns in emergency aid.", "Each family is to get {money} crowns from the state.",
     "Families will receive emergency aid of {money} crowns, the government said."],
    ["The agency could not independently verify whether the ministry had received a copy.",
     "It is not clear whether the ministry received the report.", "The ministry did not respond to a request for comment."],
    ["Rescue workers are still looking for {m} people, police chief Anders Molin said.", "{m} people are missing, according to the police.",
     "Police said {m} people had not been found."],
    ["“The report was buried because closing the lock would have cost the port its spring,” union leader Karin Voss said.",
     "The head of the dockers' union, Karin Voss, said the report had been buried to save the port's spring.",
     "The report was buried so as not to lose the spring business."],
    ["Opposition leader Edvard Thule demanded that the minister publish all letters within a week.",
     "Edvard Thule, who leads the opposition, called for the letters to be published.",
     "The opposition wants to see the letters."],
    ["The harbour council rejected a plan to rebuild the gate in {month}.", "In {month} the council of the harbour refused a proposal for a new gate.",
     "A plan for a new gate was turned down in {month}."],
    ["A commission of inquiry is to begin its work on {date}.", "The inquiry starts on {date}, the ministry said.", "On {date} a commission will start to investigate."],
]
NAMES = ["Helga Sorn", "Tomas Reval", "Ivar Lund", "Petra Quist"]
DAYS = ["Monday", "Tuesday", "Wednesday"]
NOUNS = "market street school bridge garden church tram warehouse mill library ferry quarry tower cellar".split()
VERBS = "closed reopened flooded moved cleaned lost sold repaired emptied guarded".split()
WHO = "neighbours teachers sailors bakers students nurses drivers farmers clerks painters".split()


def report(r, i):
    values = {"lock": r.choice(["lower gate of the Halden lock", "Halden lock", "lock gate"]), "n": r.choice(["seven", "seven", "eight", "nine"]),
              "m": r.choice(["four", "five", "at least four"]), "deny": r.choice(["No such warning ever reached us", "pure invention"]),
              "minister": "Transport Minister Helga Sorn", "day": r.choice(DAYS), "director": r.choice(["Tomas Reval", "director Tomas Reval"]),
              "money": r.choice(["20,000", "20,000", "25,000"]), "month": r.choice(["October", "November"]), "date": r.choice(["April 2", "April 3"])}
    lines = []
    for fact in r.sample(FACTS, 9):
        lines.append(r.choice(fact).format(**values))
        if r.random() < 0.8:
            lines.append(f"The {r.choice(WHO)} of the {r.choice(NOUNS)} {r.choice(VERBS)} the {r.choice(NOUNS)} near the {r.choice(NOUNS)}, {r.choice(NAMES)} said.")
        if r.random() < 0.5:
            lines.append(f"In the old town {r.randrange(2, 90)} {r.choice(WHO)} {r.choice(VERBS)} a {r.choice(NOUNS)} and a {r.choice(NOUNS)} on {r.choice(DAYS)}.")
    text = "\n\n".join(s[0].upper() + s[1:] for s in lines)
    return {"id": f"r{i:05d}", "title": f"Halden lock: {r.choice(WHO)} ask who knew of the crack", "site_name": f"Gazette {i % 97}",
            "published": f"2024-03-{11 + i % 5:02d}", "text": text}


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    r = random.Random(7)
    rows = []
    for i in range(n):
        row = report(r, i)
        if rows and r.random() < 1 / 3:
            text = r.choice(rows)["text"].split("\n\n")
            del text[r.randrange(len(text))]
            row["text"] = "\n\n".join(text)
        rows.append(row)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
