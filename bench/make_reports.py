"""Makes up short reports, as JSON lines: python3 bench/make_reports.py N [SEED]

About five to a story, in one year, so that a desk of any size can be filled in little time. People, places and things
are put together from syllables, and a story's are its own: no report tells of anything real."""
import random
import sys

n, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
rnd = random.Random(seed)
parts = [a + b for a in "b d f g h k l m n p r s t v w z br dr fl gr kl pr st tr".split() for b in "a e i o u an el in or us".split()]
word = lambda: "".join(rnd.choice(parts) for _ in range(rnd.randint(2, 4)))
name = lambda: word().capitalize()
lines = ["The {w} of {a} was closed on {d} after a {v} was found in the {x}, {p} of {c} said.",
         "\"The {v} will be back by {d},\" said {p}, who leads the {x} of {b}.",
         "Two people close to {p} said that the {x} and the {w} had cost {k} crowns.",
         "The paper of {c} first wrote of the {v} and of the {w} at {b}.",
         "{p} did not answer questions on the {w}, nor did {q} of the {v}.",
         "No one at the {x} of {b} was hurt, {q} told the press of {a}.",
         "The {w} had been sold to {q} in {c} for {k} crowns."]
days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
i = 0
while i < n:
    a, b, c, p, q = name(), name(), name(), name() + " " + name(), name() + " " + name()
    w, v, x = word(), word(), word()
    title, day = f"{a} closes {w} over {v}", rnd.randrange(360)
    for k in range(rnd.choice([1, 1, 2, 3, 5, 8, 15])):
        if i == n:
            break
        text = " ".join(rnd.choice(lines).format(a=a, b=b, c=c, p=p, q=q, w=w, v=v, x=x, d=rnd.choice(days),
                                                 k=rnd.randrange(10, 900) * 1000) for _ in range(4))
        when = min(359, day + rnd.randrange(3))
        print('{"id":"m%07d","published":"2025-%02d-%02d","title":"%s","text":"%s"}'
              % (i, when // 30 + 1, when % 28 + 1, title, text.replace('"', '\\"')))
        i += 1
