"""Labels tokenised news with the mean of several networks, for distil.py: tags, tree and names, left open where the mean is unsure.

The output is a pickle of lists, one dict a sentence, in the columns of Vocab.encode; -100 leaves a value open. dephead holds all heads of the
tree, for the relations are those of its arcs.
"""
import argparse
import os
import pickle
import random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import torch

import memory
import mst
from data import Forms, Vocab, read_conllu, read_vectors
from mean import Mean, mean
from net import Net, batches, collate

torch.set_num_threads(1)
memory.keep()

SURE = 0.5  # probability that a tag or relation needs
SURE_ARC = 0.45


def network(name, vocab, vectors):
    m = torch.load(name)
    n = Net(m["config"], vocab, vectors)
    n.load_state_dict(m["state"])
    n.eval()
    return n


@torch.no_grad()
def label(nets, lines, forms):
    """Yields the labelled sentences, by length."""
    teacher = Mean(nets)
    root = teacher.vocab.id["deprel"]["root"]
    items = [{"x": [forms.ids(f) for f in w]} for w in lines]
    for idx in batches(items, 3000, None, shuffle=False):
        b = collate([items[i] for i in idx])
        T = b["x"].shape[0]
        x, h = teacher.encode(b)
        t = teacher.tags(x, h)
        columns = {}
        for k in ("upos", "xpos", "feats", "lemma"):
            p, best = mean(torch.log_softmax(n.heads[k](v), -1) for n, v in zip(nets, t)).softmax(-1).max(-1)
            best[p < SURE] = -100
            columns[k] = best
        inside = b["mask"].squeeze(2).t()
        bad = torch.cat([torch.ones(len(idx), 1), inside], 1)[:, None, :]
        arcs = mean(torch.log_softmax(n.arcs(v).masked_fill(bad == 0, -1e4), -1) for n, v in zip(nets, h))
        scores = arcs.numpy()
        tree = torch.zeros(len(idx), T, dtype=torch.long)
        for j, i in enumerate(idx):
            m = len(lines[i])
            tree[j, :m] = torch.from_numpy(mst.tree(scores[j, :m, :m + 1]))
        rel = mean(torch.log_softmax(n.labels(v, tree), -1) for n, v in zip(nets, h))
        rel[:, :, root] = torch.where(tree == 0, torch.tensor(1e4), torch.tensor(-1e4))
        p, rel = rel.softmax(-1).max(-1)
        rel[p < SURE] = -100
        head = tree.clone()
        head[arcs.softmax(-1).gather(2, tree.unsqueeze(2)).squeeze(2) < SURE_ARC] = -100
        e = teacher.ner_scores(h).numpy()
        for j, i in enumerate(idx):
            m = len(lines[i])
            s = {"x": items[i]["x"], "head": head[j, :m].tolist(), "dephead": tree[j, :m].tolist(), "deprel": rel[j, :m].tolist(),
                 "ner": teacher.viterbi(e[:m, j], m)}
            s.update((k, v[:m, j].tolist()) for k, v in columns.items())
            yield s


def main():
    p = argparse.ArgumentParser()
    a = p.add_argument
    a("--data", default="../shared/data")
    a("--vectors", default=".cache/train/vectors.bin")
    a("--text", default=".cache/train/news.txt", help="tokenised text")
    a("--model", nargs="+", required=True, help="checkpoints of train.py over the same vectors")
    a("--sentences", type=int, default=60000)
    a("--seed", type=int, default=3)
    a("--out", default=".cache/train/silver.pkl")
    o = p.parse_args()
    vforms, vectors = read_vectors(o.vectors)
    tb = os.path.join(o.data, "treebank", "%s.conllu.gz")
    vocab = Vocab(read_conllu(tb % "ewt-train") + read_conllu(tb % "gum-train"), vforms)
    with open(o.text, encoding="utf-8") as f:
        lines = [w for w in (l.split() for l in f) if 5 <= len(w) <= 40]
    random.Random(o.seed).shuffle(lines)
    nets = [network(n, vocab, vectors) for n in o.model]
    out = []
    for s in label(nets, lines[:o.sentences], Forms(vforms)):
        out.append(s)
        if len(out) % 10000 == 0:
            print("%d sentences" % len(out), flush=True)
    heads = np.concatenate([s["head"] for s in out])
    print("%d sentences, %d tokens, %.1f %% of the heads kept" % (len(out), len(heads), 100 * (heads >= 0).mean()))
    with open(o.out, "wb") as f:
        pickle.dump(out, f)


if __name__ == "__main__":
    main()
