"""Trains the language engine: one encoder, all heads jointly. See ../README.md for the commands of the shipped model."""
import argparse
import json
import os
import random
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import torch
import torch.nn.functional as F

import evaluate
import memory
from data import Forms, Vocab, load, read_vectors
from net import Net, batches, collate

torch.set_num_threads(1)
memory.keep()


def flags():
    """The flags of train.py, pretrain.py and distil.py."""
    p = argparse.ArgumentParser()
    a = p.add_argument
    a("--data", default="../shared/data")
    a("--vectors", default=".cache/train/vectors.bin")
    a("--out", default=".cache/train/model.pt")
    a("--text", default=".cache/train/news.txt", help="pretrain: tokenised text")
    a("--limit", type=int, default=10 ** 9, help="pretrain: tokens to read")
    a("--hide", type=float, default=0.2, help="pretrain: share of words hidden")
    a("--share", type=float, default=0.5, help="pretrain: share of the positions at which the first layer guesses its neighbours")
    a("--samples", type=int, default=2000, help="pretrain: sampled words in the softmax")
    a("--steps", type=int, default=0, help="pretrain: steps in all (else by seconds)")
    a("--init", help="checkpoint of pretrain.py to start from (pretrain.py too goes on from one)")
    a("--encoder", default="stack", help="stack or bilstm")
    a("--stack", nargs="*", default=["c1", "c1", "c2", "c2", "l"], help="layers of a stack: cN a convolution of dilation N, l an LSTM")
    a("--dim", type=int, default=256)
    a("--hidden", type=int, default=192)
    a("--layers", type=int, default=2)
    a("--drop", type=float, default=0.15)
    a("--wdrop", type=float, default=0.2)
    a("--mlpdrop", type=float, default=0.33)
    a("--wordrop", type=float, default=0.15)
    a("--featdrop", type=float, default=0.2)
    a("--delta", type=int, default=32)
    a("--arc", type=int, default=192)
    a("--label", type=int, default=64)
    a("--tag", type=int, default=128)
    a("--ner", type=int, default=128)
    a("--nerevery", type=int, default=3, help="steps between entity batches")
    a("--epochs", type=int, default=20)
    a("--tokens", type=int, default=2000)
    a("--lr", type=float, default=2e-3)
    a("--ema", type=float, default=0.998)
    a("--seconds", type=float, default=1e9, help="stop the schedule after this time: epochs is then ignored")
    a("--seed", type=int, default=1)
    a("--every", type=int, default=1, help="epochs between evaluations")
    return p


CONFIG = ("encoder", "dim", "hidden", "layers", "stack", "drop", "wdrop", "mlpdrop", "wordrop", "featdrop", "delta", "arc", "label", "tag", "ner")


def syntax_loss(net, b):
    x, h = net.encode(b)
    t = net.tags(x, h)
    loss = 0
    for k, w in (("upos", 0.2), ("xpos", 0.3), ("feats", 0.2), ("lemma", 0.3)):
        loss = loss + w * F.cross_entropy(net.heads[k](t).flatten(0, 1), b[k].flatten(), ignore_index=-100)
    arcs = net.arcs(h)
    T, B = b["head"].shape
    m = b["mask"].squeeze(2).t()
    bad = torch.cat([torch.ones(B, 1), m], 1)[:, None, :].expand(B, T, T + 1).clone()
    r = torch.arange(T)
    bad[:, r, r + 1] = 0
    arcs = arcs.masked_fill(bad == 0, -1e4)
    head = b["head"].t()
    loss = loss + F.cross_entropy(arcs.flatten(0, 1), head.flatten(), ignore_index=-100)
    lab = net.labels(h, b["dephead"].t() if "dephead" in b else head)
    return loss + F.cross_entropy(lab.flatten(0, 1), b["deprel"].t().flatten(), ignore_index=-100)


def ner_loss(net, b):
    _, h = net.encode(b)
    return net.crf_loss(net.ner_scores(h), b["ner"].clamp(min=0), b["mask"])


def figures(net, d, forms):
    r = {"ewt": evaluate.syntax(net, d["ewt-dev"], forms), "gum": evaluate.syntax(net, d["gum-dev"], forms)}
    for k in ("wikigold-dev", "crossner-dev"):
        r[k] = evaluate.entities(net, d[k], forms)
    return r


def show(r):
    return " ".join("%s %s" % (k, " ".join("%s %.2f" % x for x in v.items()) if isinstance(v, dict) else v) for k, v in r.items())


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, net, decay):
        self.decay, self.n = decay, 0
        self.net = net
        self.shadow = [p.detach().clone() for p in net.parameters()]

    @torch.no_grad()
    def update(self):
        self.n += 1
        d = min(self.decay, (1 + self.n) / (10 + self.n))
        for s, p in zip(self.shadow, self.net.parameters()):
            s.mul_(d).add_(p, alpha=1 - d)

    @torch.no_grad()
    def swap(self):
        for s, p in zip(self.shadow, self.net.parameters()):
            t = p.detach().clone()
            p.copy_(s)
            s.copy_(t)


def save(name, net, c):
    torch.save({"config": c, "vocab": {k: getattr(net.vocab, k) for k in ("forms", "upos", "xpos", "feats", "lemma", "deprel", "ner")},
                "state": net.state_dict()}, name)


class Setup:
    """What train.py and distil.py begin with: the seeded generator rng, the data d, the network net over forms with its configuration c, its
    optimiser opt and averaged weights avg, the encoded sentences of the treebanks (syntax) and of the entity corpora (names)."""

    def __init__(self, o):
        random.seed(o.seed)
        torch.manual_seed(o.seed)
        self.rng = random.Random(o.seed)
        self.d = load(o.data)
        vforms, vectors = read_vectors(o.vectors)
        syn = self.d["ewt-train"] + self.d["gum-train"]
        vocab = Vocab(syn, vforms)
        self.forms = Forms(vforms)
        self.c = {k: getattr(o, k) for k in CONFIG}
        self.c["vectors"] = vectors.shape[1]
        self.net = Net(self.c, vocab, vectors)
        if o.init:
            self.net.load_state_dict(torch.load(o.init)["state"], strict=False)
        self.syntax = [{k: v for k, v in vocab.encode(s, self.forms).items() if k != "ner"} for s in syn]
        self.names = [{k: v for k, v in vocab.encode(s, self.forms).items() if k in ("x", "ner")} for s in self.d["ner-train"]]
        self.params = list(self.net.parameters())
        self.opt = torch.optim.Adam(self.params, lr=o.lr, betas=(0.9, 0.95), eps=1e-8)
        self.avg = Average(self.net, o.ema)

    def step(self, loss):
        """One step down the gradient of loss."""
        self.opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.params, 5.0)
        self.opt.step()
        self.avg.update()

    def report(self, name):
        """Prints the figures of the averaged weights and saves them."""
        self.avg.swap()
        print("   ", show(figures(self.net, self.d, self.forms)), flush=True)
        save(name, self.net, self.c)
        self.avg.swap()


def main():
    o = flags().parse_args()
    start = time.time()
    t = Setup(o)
    net, opt, rng, sx, nx = t.net, t.opt, t.rng, t.syntax, t.names
    print("parameters", sum(p.numel() for p in t.params), "classes", {k: len(v) for k, v in net.vocab.id.items()}, "load %.0f s" % (time.time() - start), flush=True)
    start = time.time()
    nb = batches(nx, o.tokens, rng)
    ni = 0
    step = 0
    for ep in range(10 ** 6):
        bs = batches(sx, o.tokens, rng)
        net.train()
        tot = cnt = 0
        for k, idx in enumerate(bs):
            frac = (ep + k / len(bs)) / o.epochs if o.seconds > 1e8 else (time.time() - start) / o.seconds
            if frac >= 1:
                break
            lr = o.lr * min(1, (step + 1) / 150) * min(1, (1 - frac) / 0.75)
            for g in opt.param_groups:
                g["lr"] = lr
            losses = [syntax_loss(net, collate([sx[i] for i in idx]))]
            if k % o.nerevery == 0:
                losses.append(ner_loss(net, collate([nx[i] for i in nb[ni % len(nb)]])))
                ni += 1
                if ni % len(nb) == 0:
                    nb = batches(nx, o.tokens, rng)
            t.step(sum(losses))
            step += 1
            tot += float(losses[0].detach())
            cnt += 1
        last = frac >= 1 or ep + 1 >= o.epochs and o.seconds > 1e8
        print("epoch %d step %d loss %.3f lr %.5f %.0f s" % (ep + 1, step, tot / max(1, cnt), lr, time.time() - start), flush=True)
        if last or (ep + 1) % o.every == 0:
            t.report(o.out)
        if last:
            break


if __name__ == "__main__":
    main()
