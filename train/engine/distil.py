"""Trains a network on the treebanks and, beside them, on news labelled by several networks (label.py): what they agree on in texts of the kind
that will be read (Hinton et al. 2015, "Distilling the knowledge in a neural network", with labels in place of distributions).

Takes the flags of train.py, and its own: --silver, --silvershare, --silverweight.
"""
import pickle
import time

from net import batches, collate
from train import Setup, flags, ner_loss, syntax_loss


def tokens(items):
    return sum(len(e["x"]) for e in items)


def take(silver, at, least):
    """Sentences from position at on, round and round, of at least so many tokens; and the next position."""
    out, n = [], 0
    while n < least:
        out.append(silver[at % len(silver)])
        n += len(out[-1]["x"])
        at += 1
    return out, at


def main():
    p = flags()
    p.add_argument("--silver", default=".cache/train/silver.pkl", help="sentences of label.py")
    p.add_argument("--silvershare", type=float, default=0.8, help="their tokens in an epoch, as a share of the treebanks'")
    p.add_argument("--silverweight", type=float, default=0.6, help="weight of their loss; half of it for names")
    o = p.parse_args()
    t = Setup(o)
    net, opt, rng, sx, nx = t.net, t.opt, t.rng, t.syntax, t.names
    with open(o.silver, "rb") as f:
        silver = pickle.load(f)
    rng.shuffle(silver)
    start = time.time()
    nb = batches(nx, o.tokens, rng)
    ni = step = at = 0
    for ep in range(o.epochs):
        part, at = take(silver, at, o.silvershare * tokens(sx))
        bs = [(0, i) for i in batches(sx, o.tokens, rng)] + [(1, i) for i in batches(part, o.tokens, rng)]
        rng.shuffle(bs)
        net.train()
        tot, cnt = [0, 0], [0, 0]
        for k, (kind, idx) in enumerate(bs):
            frac = (ep + k / len(bs)) / o.epochs
            lr = o.lr * min(1, (step + 1) / 150) * min(1, (1 - frac) / 0.75)
            for g in opt.param_groups:
                g["lr"] = lr
            if kind == 0:
                first = loss = syntax_loss(net, collate([sx[i] for i in idx]))
            else:
                b = collate([part[i] for i in idx])
                first = syntax_loss(net, b)
                loss = o.silverweight * first
                if k % 2 == 0:
                    loss = loss + o.silverweight / 2 * ner_loss(net, b)
            if k % (2 * o.nerevery) == 0:
                loss = loss + ner_loss(net, collate([nx[i] for i in nb[ni % len(nb)]]))
                ni += 1
                if ni % len(nb) == 0:
                    nb = batches(nx, o.tokens, rng)
            t.step(loss)
            step += 1
            tot[kind] += float(first.detach())
            cnt[kind] += 1
        print("epoch %d loss %.3f silver %.3f lr %.5f %.0f s" % (ep + 1, tot[0] / cnt[0], tot[1] / max(1, cnt[1]), lr, time.time() - start), flush=True)
        if (ep + 1) % o.every == 0 or ep + 1 == o.epochs:
            t.report(o.out)


if __name__ == "__main__":
    main()
