"""Figures of a model on the development parts, given tokens and predicted everything."""
import numpy as np
import torch

import mst
from data import apply_rule, norm, shape, spans
from net import batches, collate


@torch.no_grad()
def syntax(net, sents, forms):
    """UPOS, XPOS, FEATS, lemma, UAS, LAS (relations without subtype, as in the CoNLL 2018 task) and LAS with subtypes (full), in percent."""
    net.eval()
    v = net.vocab
    items = [v.encode(s, forms) for s in sents]
    n, ok = 0, dict.fromkeys(("upos", "xpos", "feats", "lemma", "uas", "las", "full"), 0)
    for idx in batches(items, 3000, None, shuffle=False):
        b = collate([items[i] for i in idx])
        x, h = net.encode(b)
        t = net.tags(x, h)
        pred = {k: net.heads[k](t).argmax(2).numpy() for k in ("upos", "xpos", "feats", "lemma")}
        arcs = net.arcs(h).numpy()
        head = torch.zeros(len(idx), b["x"].shape[0], dtype=torch.long)
        for j, i in enumerate(idx):
            m = len(sents[i])
            head[j, :m] = torch.from_numpy(mst.tree(arcs[j, :m, :m + 1]))
        lab = net.labels(h, head)
        root = v.id["deprel"]["root"]
        lab[:, :, root] = torch.where(head == 0, torch.tensor(1e4), torch.tensor(-1e4))
        lab = lab.argmax(2).numpy()
        for j, i in enumerate(idx):
            s = sents[i]
            for t in range(len(s)):
                n += 1
                for k in ("upos", "xpos", "feats"):
                    ok[k] += getattr(v, k)[pred[k][t, j]] == getattr(s, k)[t]
                ok["lemma"] += apply_rule(v.lemma[pred["lemma"][t, j]], s.forms[t]) == s.lemmas[t]
                if int(head[j, t]) == s.heads[t]:
                    ok["uas"] += 1
                    rel = v.deprel[lab[j, t]]
                    ok["full"] += rel == s.deprels[t]
                    ok["las"] += rel.split(":")[0] == s.deprels[t].split(":")[0]
    return {k: round(100.0 * c / n, 2) for k, c in ok.items()}


COLLAPSE = {"event": "other", "people": "other", "instrument": "other"}


@torch.no_grad()
def entities(net, sents, forms, collapse=True):
    """Exact span and type F1; event, people and instrument count as other when collapse is set."""
    net.eval()
    v = net.vocab
    items = [v.encode(s, forms) for s in sents]
    tp = fp = fn = 0
    for idx in batches(items, 3000, None, shuffle=False):
        b = collate([items[i] for i in idx])
        _, h = net.encode(b)
        e = net.ner_scores(h).numpy()
        for j, i in enumerate(idx):
            m = len(sents[i])
            y = [v.ner[k] for k in net.viterbi(e[:m, j], m)]
            f = (lambda t: COLLAPSE.get(t, t)) if collapse else (lambda t: t)
            p = {(a, c, f(t)) for a, c, t in spans(y)}
            g = {(a, c, f(t)) for a, c, t in spans(sents[i].ner)}
            tp += len(p & g)
            fp += len(p - g)
            fn += len(g - p)
    return round(200.0 * tp / max(1, 2 * tp + fp + fn), 2)
