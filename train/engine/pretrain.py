"""Pre-trains the input layer and the encoder as a language model on the tokenised news of train/corpus.

Three predictions a sentence, with a fifth of the words hidden: the last layer guesses the hidden words from both sides; the first layer's forward half
guesses the next word and its backward half the one before (so that every token teaches). Each is a softmax over the batch's own
targets and a sample of the vocabulary, corrected for the sampling (Jean et al. 2015). A convolution encoder has only the first of the three.
"""
import argparse
import os
import random
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import memory
from data import Forms, Vocab, read_conllu, read_vectors
from net import Linear, Net, Product, leaky
from train import CONFIG, flags, save

torch.set_num_threads(1)
memory.keep()


class Text:
    """The text as arrays: type of every token, and the features of every type."""

    def __init__(self, name, forms, least=4, most=48, limit=10 ** 9):
        types, tok, off, n = {}, [], [0], 0
        with open(name, encoding="utf-8") as f:
            for l in f:
                w = l.split(" ")
                if not least <= len(w) <= most:
                    continue
                w[-1] = w[-1].rstrip("\n")
                tok.append(np.fromiter((types.setdefault(x, len(types)) for x in w), dtype=np.int32, count=len(w)))
                n += len(w)
                off.append(n)
                if n > limit:
                    break
        self.tok, self.off = np.concatenate(tok), np.array(off)
        self.rows = np.array([forms.ids(t) for t in types], dtype=np.int32)
        forms.rows = {}

    def batches(self, tokens, rng):
        """Lists of sentence indices of about one length, in random order."""
        lens = np.diff(self.off)
        order = np.lexsort((rng.random(len(lens)), lens))
        out, i = [], 0
        while i < len(order):
            k = max(1, tokens // lens[order[min(len(order) - 1, i + tokens // lens[order[i]])]])
            out.append(order[i:i + k])
            i += k
        rng.shuffle(out)
        return out

    def batch(self, idx):
        lens = self.off[idx + 1] - self.off[idx]
        T, B = lens.max(), len(idx)
        x = np.zeros((T, B, self.rows.shape[1]), dtype=np.int64)
        mask = np.zeros((T, B, 1), dtype=np.float32)
        rev = np.tile(np.arange(T)[:, None], (1, B))
        for b, (i, n) in enumerate(zip(idx, lens)):
            x[:n, b] = self.rows[self.tok[self.off[i]:self.off[i + 1]]]
            mask[:n, b] = 1
            rev[:n, b] = np.arange(n)[::-1]
        return {"x": torch.from_numpy(x), "mask": torch.from_numpy(mask), "rev": torch.from_numpy(rev)}


class Guess(nn.Module):
    """Output layers of the language model; thrown away after pre-training."""

    def __init__(self, widths, vectors, samples):
        super().__init__()
        n, d = vectors.shape
        self.n, self.samples = n, samples
        self.proj = nn.ModuleList(Linear(w, d) for w in widths)
        self.out = nn.Parameter(torch.from_numpy(vectors / vectors.std() * 0.3))
        self.bias = nn.Parameter(torch.zeros(n))
        # Log-uniform over ranks, as the vocabulary is sorted by count.
        p = torch.log1p(1 / (torch.arange(n).float() + 1)) / torch.log(torch.tensor(n + 1.0))
        self.register_buffer("logq", torch.log(p * samples))

    def candidates(self, targets):
        u = torch.rand(self.samples)
        s = (torch.exp(u * torch.log(torch.tensor(self.n + 1.0))) - 1).long().clamp(max=self.n - 1)
        c = torch.unique(torch.cat([s, targets]))
        where = torch.zeros(self.n, dtype=torch.long)
        where[c] = torch.arange(len(c))
        w = self.out[c].t()
        b = self.bias[c] - self.logq[c].clamp(max=0)
        return where, w, b

    def loss(self, k, h, targets, cand):
        where, w, b = cand
        z = Product.apply(leaky(self.proj[k](h)), w) + b
        return F.cross_entropy(z, where[targets])


def main():
    o = flags().parse_args()
    torch.manual_seed(o.seed)
    rng = np.random.RandomState(o.seed)
    start = time.time()
    vforms, vectors = read_vectors(o.vectors)
    tb = os.path.join(o.data, "treebank", "%s.conllu.gz")
    vocab = Vocab(read_conllu(tb % "ewt-train") + read_conllu(tb % "gum-train"), vforms)
    forms = Forms(vforms)
    c = {k: getattr(o, k) for k in CONFIG}
    c["vectors"] = vectors.shape[1]
    net = Net(c, vocab, vectors)
    if o.init:
        net.load_state_dict(torch.load(o.init)["state"], strict=False)
    text = Text(o.text, forms, limit=o.limit)
    lstm = c["encoder"] == "bilstm"
    H = c["hidden"]
    guess = Guess([net.out, H, H] if lstm else [net.out], vectors, o.samples)
    params = [p for n, p in net.named_parameters() if n.split(".")[0] in ("unk", "delta", "feats", "input", "enc")] + list(guess.parameters())
    opt = torch.optim.Adam(params, lr=o.lr, betas=(0.9, 0.98), eps=1e-8)
    print("load %.0f s, %d tokens, %d types" % (time.time() - start, len(text.tok), len(text.rows)), flush=True)
    net.train()
    start = time.time()
    step, seen, tot, shown, frac = 0, 0, np.zeros(3), start, 0.0
    steps = o.steps
    while frac < 1:
        for idx in text.batches(o.tokens, rng):
            frac = step / steps if steps else (time.time() - start) / o.seconds
            if frac >= 1:
                break
            for g in opt.param_groups:
                g["lr"] = o.lr * min(1, (step + 1) / 300) * max(0.05, 1 - frac)
            b = text.batch(idx)
            target = b["x"][..., 0]  # 0 is unknown
            valid = (b["mask"].squeeze(2) > 0)
            hide = (torch.rand(target.shape) < o.hide) & valid & (target > 0)
            x = b["x"].clone()
            x[hide] = 0
            x = net.embed(x)
            hidden = []
            if lstm:
                h = net.enc(x, b["rev"], b["mask"], hidden)
            else:
                h = net.enc(x, b["rev"], b["mask"])
            jobs = [(0, h[hide], target[hide])]
            if lstm:
                half = torch.rand(target[1:].shape) < o.share
                ok = valid[1:] & (target[1:] > 0) & half
                jobs.append((1, hidden[0][:-1][:, :, :H][ok], target[1:][ok]))
                ok = valid[1:] & (target[:-1] > 0) & half
                jobs.append((2, hidden[0][1:][:, :, H:][ok], target[:-1][ok]))
            cand = guess.candidates(torch.cat([t for _, _, t in jobs]) - 1)
            losses = [guess.loss(k, h, t - 1, cand) for k, h, t in jobs]
            loss = losses[0] + 0.5 * sum(losses[1:]) if lstm else losses[0]
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(params, 5.0)
            opt.step()
            step += 1
            seen += int(valid.sum())
            tot[:len(losses)] += [float(l.detach()) for l in losses]
            if step % 100 == 0:
                now = time.time()
                print("step %d tokens %d losses %s %.0f s" % (step, seen, (tot / 100).round(3), now - start), flush=True)
                tot[:] = 0
            if step % 2000 == 0:
                save(o.out, net, c)
    save(o.out, net, c)


if __name__ == "__main__":
    main()
