"""Reading the corpora and turning words into numbers: features of forms, lemma rules, classes.

The rules for norm, shape, features and lemmas are stated in ../README.md; the Go engine follows the same text.
"""
import gzip
import os
import re
import unicodedata
from collections import Counter

QUOTES = {}
for _s, _d in (("‘’‛´`", "'"), ("“”„«»", '"'), ("–—‐‑", "-")):
    for _r in _s:
        QUOTES[_r] = _d

_lower_cache = {}


def lower_rune(r):
    """The simple lower case of one rune, as Go's unicode.ToLower."""
    return r.lower()[0]


def lower(s):
    return "".join(lower_rune(r) for r in s)


def norm_rune(r):
    n = _lower_cache.get(r)
    if n is None:
        n = QUOTES.get(r)
        if n is None:
            n = "0" if unicodedata.category(r) == "Nd" else lower_rune(r)
        _lower_cache[r] = n
    return n


def norm(form):
    return "".join(norm_rune(r) for r in form)


def shape(form):
    out = []
    for r in form:
        c = unicodedata.category(r)
        s = "X" if c in ("Lu", "Lt") else "x" if c[0] == "L" else "d" if c == "Nd" else QUOTES.get(r, r)
        if len(out) >= 2 and out[-1] == s and out[-2] == s:
            continue
        out.append(s)
        if len(out) == 10:
            break
    return "".join(out)


def fnv1a(s):
    h = 2166136261
    for b in s.encode("utf-8", "surrogatepass"):
        h = (h ^ b) * 16777619 & 0xFFFFFFFF
    return h


# Tag, buckets, dimensions of the hashed features.
FEATURES = [("p1", 512, 16), ("p2", 4096, 16), ("p3", 16384, 24), ("p4", 16384, 24),
            ("s1", 512, 16), ("s2", 4096, 32), ("s3", 16384, 40), ("s4", 16384, 40), ("sh", 2048, 24)]


def feature(tag, form, n):
    """The tagged string of a feature, or None where it is absent."""
    if tag == "sh":
        return "sh:" + shape(form)
    if tag == "w":
        return "w:" + n
    k = int(tag[1])
    if len(n) < k:
        return None
    return tag + ":" + (n[:k] if tag[0] == "p" else n[-k:])


class Forms:
    """Forms to feature ids, cached. Column 0 is the row of the word table (0 is UNK), the others bucket+1 (0 is absent)."""

    def __init__(self, vocab):
        self.index = {f: i + 1 for i, f in enumerate(vocab)}
        self.rows = {}

    def ids(self, form):
        r = self.rows.get(form)
        if r is None:
            n = norm(form)
            r = [self.index.get(n, 0)]
            for tag, buckets, _ in FEATURES:
                s = feature(tag, form, n)
                r.append(0 if s is None else fnv1a(s) % buckets + 1)
            self.rows[form] = r
        return r


def read_vectors(name):
    """The forms and the matrix that train/vectors wrote."""
    import numpy as np
    with open(name, "rb") as f:
        n, d = map(int, f.readline().split())
        forms = [f.readline().decode("utf-8").rsplit(" ", 1)[0] for _ in range(n)]
        m = np.frombuffer(f.read(), dtype="<f4").reshape(n, d).copy()
    return forms, m


class Sentence:
    """One sentence: parallel lists; layers that a corpus lacks are None."""
    __slots__ = ("forms", "lemmas", "upos", "xpos", "feats", "heads", "deprels", "misc", "ner", "id", "extra")

    def __init__(self):
        for k in self.__slots__:
            setattr(self, k, None)

    def __len__(self):
        return len(self.forms)


def lines(name):
    with gzip.open(name, "rt", encoding="utf-8") as f:
        for l in f:
            yield l.rstrip("\n")


def read_conllu(name, skip_genres=()):
    """Sentences of a CoNLL-U file, words only (no multiword tokens, no empty nodes)."""
    out, rows, sid, genre = [], [], "", ""
    for l in lines(name):
        if l.startswith("# sent_id = "):
            sid = l[12:]
        elif l.startswith("# meta::genre = "):
            genre = l[16:]
        elif not l:
            if rows and genre not in skip_genres:
                s = Sentence()
                s.id = sid
                s.forms, s.lemmas, s.upos, s.xpos, s.feats = ([r[k] for r in rows] for k in range(1, 6))
                s.heads = [int(r[6]) for r in rows]
                s.deprels = [r[7] for r in rows]
                s.misc = [r[9] for r in rows]
                out.append(s)
            rows = []
        elif l[0] != "#":
            r = l.split("\t")
            if r[0].isdigit():
                rows.append(r)
    return out


def read_bio(name):
    out, forms, tags = [], [], []
    for l in list(lines(name)) + [""]:
        if not l:
            if forms:
                s = Sentence()
                s.forms, s.ner = forms, tags
                out.append(s)
            forms, tags = [], []
        else:
            f, t = l.split("\t")
            forms.append(f)
            tags.append(t)
    return out


def lemma_rule(form, lemma):
    """The rule that makes lemma from form, see README section 4."""
    best = None
    for casing, base in (("l", lower(form)), ("k", form), ("t", form[:1] + lower(form[1:]))):
        n, i, j = longest_common(base, lemma)
        if n == 0:
            continue
        pre, suf = lemma[:j], lemma[j + n:]
        if "|" in pre or "|" in suf:
            continue
        cost = i + len(base) - i - n + len(pre) + len(suf)
        if best is None or cost < best[0]:
            best = (cost, "%s|%d|%s|%d|%s" % (casing, i, pre, len(base) - i - n, suf))
    if best is None or best[0] > 8:
        return "=" + lemma
    return best[1]


def longest_common(a, b):
    """Length and starts of the longest common substring, the leftmost in a."""
    best, bi, bj = 0, 0, 0
    prev = [0] * (len(b) + 1)
    for i in range(len(a)):
        cur = [0] * (len(b) + 1)
        for j in range(len(b)):
            if a[i] == b[j]:
                cur[j + 1] = prev[j] + 1
                if cur[j + 1] > best:
                    best, bi, bj = cur[j + 1], i - cur[j + 1] + 1, j - cur[j + 1] + 1
        prev = cur
    return best, bi, bj


def apply_rule(rule, form):
    if rule[0] == "=":
        return rule[1:]
    casing, n, pre, m, suf = rule.split("|")
    n, m = int(n), int(m)
    base = lower(form) if casing == "l" else form if casing == "k" else form[:1] + lower(form[1:])
    if len(base) < n + m:
        return base
    return pre + base[n:len(base) - m] + suf or base


def classes(values, least=1):
    c = Counter(values)
    return [v for v, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n >= least]


class Vocab:
    """The classes of every head, from the training treebanks."""

    def __init__(self, sents, forms):
        self.forms = forms
        self.upos = classes(u for s in sents for u in s.upos)
        self.xpos = classes(u for s in sents for u in s.xpos)
        self.feats = classes((u for s in sents for u in s.feats), 3)
        self.lemma = classes((lemma_rule(f, l) for s in sents for f, l in zip(s.forms, s.lemmas)), 2)
        self.deprel = classes(u for s in sents for u in s.deprels)
        self.ner = ["O"] + [p + t for t in NER_TYPES for p in ("B-", "I-")]
        self.maps()

    def maps(self):
        self.id = {k: {v: i for i, v in enumerate(getattr(self, k))} for k in ("upos", "xpos", "feats", "lemma", "deprel", "ner")}

    def encode(self, s, forms):
        """The sentence's integer columns: feature ids, and every layer it has."""
        e = {"x": [forms.ids(f) for f in s.forms]}
        if s.heads is not None:
            g = lambda k, v: self.id[k].get(v, -100)
            e["upos"] = [g("upos", v) for v in s.upos]
            e["xpos"] = [g("xpos", v) for v in s.xpos]
            e["feats"] = [g("feats", v) for v in s.feats]
            e["lemma"] = [g("lemma", lemma_rule(f, l)) for f, l in zip(s.forms, s.lemmas)]
            e["deprel"] = [g("deprel", v) for v in s.deprels]
            e["head"] = s.heads
        if s.ner is not None:
            e["ner"] = [self.id["ner"][t] for t in s.ner]
        return e


NER_TYPES = ["person", "organisation", "place", "people", "event", "instrument", "other"]
WIKIGOLD = {"PER": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
CROSSNER = {"politician": "person", "person": "person", "politicalparty": "organisation", "organisation": "organisation",
            "country": "place", "location": "place", "event": "event", "election": "event", "misc": "other"}


def relabel(sents, table):
    for s in sents:
        s.ner = [t if t == "O" else t[:2] + table[t[2:]] for t in s.ner]
    return sents


def spans(tags):
    """BIO tags to (start, end, type)."""
    out, start, typ = [], None, None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and not (t[0] == "I" and t[2:] == typ):
            out.append((start, i, typ))
            start = None
        if t[0] == "B" or t[0] == "I" and start is None:
            start, typ = i, t[2:]
    return out


def load(data):
    """All parts: a dict of lists of sentences. GUM's train part has names, too; ner-train is the mixture that teaches entities."""
    import names
    tb = os.path.join(data, "treebank", "%s.conllu.gz")
    ner = os.path.join(data, "ner", "%s.txt.gz")
    d = {k: read_conllu(tb % k) for k in ("ewt-train", "ewt-dev", "gum-train", "gum-dev")}
    wg = names.refine(relabel(read_bio(ner % "wikigold"), WIKIGOLD))
    cut = len(wg) * 4 // 5
    d["wikigold-train"], d["wikigold-dev"] = wg[:cut], wg[cut:]
    for k in ("train", "dev"):
        d["crossner-" + k] = names.refine(relabel(read_bio(ner % ("crossner-politics-" + k)), CROSSNER))
    gum = [s for s in names.gum_names(d["gum-train"]) if any(t != "O" for t in s.ner)]
    gold = d["wikigold-train"] + d["crossner-train"]
    re3d = names.countries(names.re3d(os.path.join(data, "ner", "re3d.jsonl.gz")), gold + gum)
    extra = names.hyphens(gold)
    d["ner-train"] = d["wikigold-train"] * 2 + d["crossner-train"] * 5 + gum + re3d + extra
    return d
