"""Makes up short reports, as JSON lines: python3 bench/make_reports.py N [SEED]

About five to a story, in one year, so that a desk of any size can be filled in little time. People and places are
put together from syllables: no report tells of anything real."""
import random
import sys

n, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
rnd = random.Random(seed)
parts = "ka ro vel min tor sa bre lun di fos gra ney hul pir ost wen mar tes ol brun shi dak eth ur".split()
name = lambda: "".join(rnd.choice(parts) for _ in range(rnd.randint(2, 4))).capitalize()
deeds = ["closed the {b} bridge", "sold the {b} mill", "fined the {b} company", "delayed the vote on {b}",
         "found a leak near {b}", "opened the school of {b}", "denied the report on {b}", "stopped the ferry to {b}"]
more = ["\"We were told on {d},\" said {p}, who leads the council.", "Two people close to {p} said the sum was {k} crowns.",
        "The paper of {a} reported it first.", "{p} did not answer questions on {d}.",
        "The cost is put at {k} crowns by the office of {p}.", "No one in {b} was hurt, the police of {a} said."]
days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
story = 0
out = sys.stdout
i = 0
while i < n:
    a, b, c = name(), name(), name()
    p = [name() + " " + name() for _ in range(3)]
    deed = rnd.choice(deeds).format(b=b)
    day = rnd.randrange(360)
    for k in range(rnd.choice([1, 1, 2, 3, 5, 8, 15])):
        if i == n:
            break
        lines = [f"The council of {a} {deed} on {rnd.choice(days)}, {rnd.choice(p)} of {c} said."]
        lines += [rnd.choice(more).format(a=a, b=b, p=rnd.choice(p), d=rnd.choice(days), k=rnd.randrange(10, 900) * 1000)
                  for _ in range(2)]
        when = min(359, day + rnd.randrange(3))
        out.write('{"id":"m%07d","published":"2025-%02d-%02d","title":"%s %s","text":"%s"}\n'
                  % (i, when // 30 + 1, when % 28 + 1, a, deed, " ".join(lines).replace('"', '\\"')))
        i += 1
