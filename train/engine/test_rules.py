"""Laws of the rules that Python and Go share. Run: /usr/bin/python3 train/engine/test_rules.py"""
import random
import unittest

import numpy as np

import mst
import names
from data import Sentence, apply_rule, fnv1a, lemma_rule, norm, shape, spans


class Rules(unittest.TestCase):
    def test_norm_and_shape(self):
        for form, n, s in (("Baku", "baku", "Xxx"), ("1994", "0000", "dd"), ("n’t", "n't", "x'x"), ("U.S.", "u.s.", "X.X."), ("İzmir", "izmir", "Xxx"), ("—", "-", "-")):
            self.assertEqual(norm(form), n)
            self.assertEqual(shape(form), s)

    def test_hash(self):
        self.assertEqual(fnv1a(""), 2166136261)
        self.assertEqual(fnv1a("a"), 0xE40C292C)  # from the authors' test vectors

    def test_lemma_rule_makes_the_lemma(self):
        for form, lemma in (("Talks", "talk"), ("was", "be"), ("Baku", "Baku"), ("SAID", "say"), ("n’t", "not"), ("worse", "bad"), ("a|b", "a|b"), ("IRAN", "Iran")):
            self.assertEqual(apply_rule(lemma_rule(form, lemma), form), lemma)
        rng = random.Random(1)
        for _ in range(2000):
            f, l = ("".join(rng.choice("abAB|") for _ in range(rng.randint(1, 6))) for _ in range(2))
            self.assertEqual(apply_rule(lemma_rule(f, l), f), l)

    def test_tree_is_the_best_of_all(self):
        rng = np.random.RandomState(2)
        import itertools
        for _ in range(60):
            n = rng.randint(1, 5)
            s = rng.randn(n, n + 1) * 2
            z = s - np.log(np.exp(s).sum(1, keepdims=True))
            best = None
            for h in itertools.product(range(n + 1), repeat=n):
                if h.count(0) != 1 or any(h[i] == i + 1 for i in range(n)) or mst.cycle(h):
                    continue
                v = sum(z[i, h[i]] for i in range(n))
                if best is None or v > best[0]:
                    best = (v, h)
            self.assertEqual(tuple(mst.tree(s)), best[1])

    def test_names_are_cut(self):
        s = Sentence()
        s.forms = "Iraqi-born Zan Orlo signed the Hamra Treaty".split()
        s.ner = ["B-other", "B-person", "I-person", "O", "O", "B-other", "I-other"]
        c = names.hyphens([s])[0]
        self.assertEqual(c.forms[:3], ["Iraqi", "-", "born"])
        self.assertEqual(c.ner[:4], ["B-other", "I-other", "I-other", "B-person"])
        names.refine([s])
        self.assertEqual(spans(s.ner)[-1], (5, 7, "instrument"))


if __name__ == "__main__":
    unittest.main()
