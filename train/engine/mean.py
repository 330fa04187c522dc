"""Several networks read as one: the mean of what they say (an ensemble)."""
from functools import partial

from net import viterbi


def mean(values):
    values = list(values)
    return sum(values) / len(values)


class Mean:
    """Networks over one vocabulary, to be evaluated and exported as if they were one; they may differ in size.

    Scores are averaged as they are. Log-probabilities would differ from them by what is the same for all classes of a token, and for all heads
    of a token: the best class and the best tree are the same.
    """

    def __init__(self, nets):
        self.nets, self.vocab = nets, nets[0].vocab
        for n in nets[1:]:
            for k in ("forms", "upos", "xpos", "feats", "lemma", "deprel", "ner"):
                if getattr(n.vocab, k) != getattr(self.vocab, k):
                    raise ValueError("mean: the networks' vocabularies differ in %s" % k)
        self.heads = {k: partial(self.classes, k) for k in nets[0].heads}

    def eval(self):
        for n in self.nets:
            n.eval()

    def encode(self, b):
        """The networks' input vectors and their outputs, two lists."""
        return tuple(zip(*(n.encode(b) for n in self.nets)))

    def tags(self, x, h):
        return [n.tags(*v) for n, *v in zip(self.nets, x, h)]

    def classes(self, head, t):
        return mean(n.heads[head](v) for n, v in zip(self.nets, t))

    def arcs(self, h):
        return mean(n.arcs(v) for n, v in zip(self.nets, h))

    def labels(self, h, head):
        return mean(n.labels(v, head) for n, v in zip(self.nets, h))

    def ner_scores(self, h):
        return mean(n.ner_scores(v) for n, v in zip(self.nets, h))

    def transitions(self):
        return [mean(v) for v in zip(*(n.transitions() for n in self.nets))]

    def viterbi(self, e, n):
        return viterbi(e[:n], *self.transitions())
