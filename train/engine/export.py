"""Writes checkpoints as a model file of format 1 and a check file for the Go engine. Several checkpoints make a file whose networks are read as their mean.

The check file holds, for some sentences of invented text, the outputs of every layer computed from the weights as they stand in the file
(after rounding to i8 and f16).
"""
import argparse
import hashlib
import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
import torch

import evaluate
import memory
import mst
from data import FEATURES, Forms, Vocab, apply_rule, load
from mean import Mean
from net import Net, collate

torch.set_num_threads(1)
memory.keep()

CORPORA = [
    {"name": "UD English EWT", "licence": "CC BY-SA 4.0", "part": "train: tags, lemmas, trees"},
    {"name": "GUM 11, ten open genres", "licence": "CC BY 4.0; texts CC BY, CC BY-SA or public domain", "part": "train: tags, lemmas, trees, entities"},
    {"name": "WikiGold", "licence": "CC BY 4.0", "part": "first four fifths: entities"},
    {"name": "CrossNER politics", "licence": "MIT; texts CC BY-SA 3.0", "part": "train: entities"},
    {"name": "re3d, without BBC documents", "licence": "by document: public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0, EU legal notice", "part": "all: entities"},
    {"name": "news articles (unlabelled)", "licence": "third-party text, not included", "part": "word vectors and language-model pre-training of weights only"},
]

EXAMPLES = """The foreign minister met the envoy in the capital on Tuesday .
Talks between the two governments , which began in 1994 , have not brought peace .
" We will not accept this , " the head of the delegation said .
Mr. Orlan Beshev , leader of the Free Valley Party , denied the report .
She was ready to sign the Treaty of Lower Hamra , officials told reporters .
NATO and the U.N. Security Council adopted Resolution 17 - 4 yesterday .
Who did they say would go ?
I do n't know whether he 's coming or not .
The displaced families want to return to their homes .
Heavy shelling killed at least 23 soldiers near the village of Qarvend .
Under the agreement , troops are to be withdrawn by the end of March 2019 .
PRESIDENT WARNS AGAINST NEW TALKS
Azerbaijani and Armenian villagers trade at the market in Sadakhlo .
The mediators ’ three - part plan was rejected by both sides .
It is what it is .
Prices rose 4.5 % in the first quarter , the bank said in a statement .
Go home !
xqzzt 😀 ЖИЗНЬ naïve İstanbul 12:30
a
The man whom the police had arrested the day before the elections that the opposition boycotted was released without charge .""".split("\n")


def mapped(c):
    """The network's configuration in the words of the file."""
    if c["encoder"] == "bilstm":
        enc = {"kind": "bilstm", "layers": c["layers"], "hidden": c["hidden"], "out": 2 * c["hidden"]}
    else:
        enc = {"kind": "stack", "out": c["dim"], "layers": [{"kind": "bilstm", "hidden": c["dim"] // 2} if s == "l" else
                                                            {"kind": "conv", "dilation": int(s[1:])} for s in c["stack"]]}
    return {"input": {"dim": c["dim"], "vectors": c["vectors"], "delta": c["delta"], "hash": "fnv1a-32",
                      "features": [{"tag": t, "buckets": b, "dim": d} for t, b, d in FEATURES]},
            "encoder": enc, "slope": 0.1, "tag": c["tag"], "arc": c["arc"], "label": c["label"], "ner": c["ner"]}


def encoder(c):
    """The encoder's tensors in the file's order: name, kind, key in the state, layer."""
    out = []

    def lstm(l, prefix, i):
        for n in ("fwd", "bwd"):
            for k in ("wx", "wh", "b"):
                out.append(("enc.%d.%s.%s" % (l, n, k), k, "%s.%s.%d" % (prefix, k, i), l))

    if c["encoder"] == "bilstm":
        for l in range(c["layers"]):
            lstm(l, "enc", l)
        return out
    for l, s in enumerate(c["stack"]):
        out += [("enc.%d.norm.%s" % (l, k), "norm", "enc.norm.%d.%s" % (l, k), l) for k in ("weight", "bias")]
        if s == "l":
            lstm(l, "enc.layers.%d.lstm" % l, 0)
        else:
            out += [("enc.%d.weight" % l, "conv", "enc.layers.%d.weight" % l, l), ("enc.%d.bias" % l, "bias", "enc.layers.%d.bias" % l, l)]
    l = len(c["stack"])
    return out + [("enc.norm.%s" % k, "norm", "enc.norm.%d.%s" % (l, k), l) for k in ("weight", "bias")]


def gates(a):
    """Gate blocks i, f, o, g along the first axis to i, f, g, o, and back."""
    i, f, o, u = np.split(a, 4)
    return np.concatenate([i, f, u, o])


def tensors(net):
    """(name, dtype, array) of a network in the file's order."""
    s = {k: v.detach().numpy().copy() for k, v in net.state_dict().items()}
    c = net.c
    # The columns of the tables are brought to one spread, so that one scale a row fits them; the input layer undoes it.
    w_in = s["input.weight"].copy()
    s["vectors"][0] = s["unk"][0]
    parts = [("vectors", s["vectors"]), ("delta", s["delta.weight"])] + [("feat." + f[0], s["feats.%d.weight" % k]) for k, f in enumerate(FEATURES)]
    at, out, unk = 0, [], []
    for name, t in parts:
        spread = t[1:].std(0) + 1e-3
        w_in[:, at:at + t.shape[1]] *= spread
        t = t / spread
        at += t.shape[1]
        if name in ("vectors", "delta"):
            unk.append(t[0])
            if not t.size:
                continue
        scale = np.abs(t[1:]).max(1) / 127 + 1e-12
        out.append((name, "i8", np.clip(np.rint(t[1:] / scale[:, None]), -127, 127)))
        out.append((name + ".scale", "f32", scale))
    out += [("unk", "f32", np.concatenate(unk)), ("input.weight", "f16", w_in), ("input.bias", "f32", s["input.bias"])]
    for name, kind, key, _ in encoder(c):
        a = s[key]
        if kind == "wx" or kind == "wh" or kind == "b":
            a = gates(a[("fwd", "bwd").index(name.split(".")[2])].T)
        elif kind == "conv":
            a = a.T
        out.append((name, "f16" if a.ndim == 2 else "f32", a))
    for k in ("tag", "upos", "xpos", "feats", "lemma", "arc_dep", "arc_head", "label_dep", "label_head", "ner", "ner_out"):
        q = "heads." + k if k in ("upos", "xpos", "feats", "lemma") else k
        n = {"ner_out": "ner.out"}.get(k, k.replace("_", "."))
        out += [(n + ".weight", "f16", s[q + ".weight"]), (n + ".bias", "f32", s[q + ".bias"])]
    out += [("arc.u", "f16", s["arc_u"]), ("arc.root", "f32", s["arc_root"]), ("label.u", "f16", s["label_u"]), ("label.root", "f32", s["label_root"]),
            ("ner.trans", "f32", s["trans"]), ("ner.start", "f32", s["start"]), ("ner.end", "f32", s["end"])]
    return [(n, d, np.ascontiguousarray(a.astype({"i8": np.int8, "f16": "<f2", "f32": "<f4"}[d]))) for n, d, a in out]


def rounded(net, ts):
    """Gives net the values that the file holds."""
    a = {n: v.astype(np.float32) for n, _, v in ts}
    for n, d, v in ts:
        if d == "i8":
            a[n] = a[n] * a[n + ".scale"][:, None]
    c = net.c
    s = net.state_dict()
    put = lambda k, v: s[k].copy_(torch.from_numpy(np.ascontiguousarray(v)).reshape(s[k].shape))
    put("unk", a["unk"][:c["vectors"]])
    s["vectors"][1:] = torch.from_numpy(a["vectors"])
    if c["delta"]:
        s["delta.weight"][1:] = torch.from_numpy(a["delta"])
    s["delta.weight"][0] = torch.from_numpy(a["unk"][c["vectors"]:])
    for k, f in enumerate(FEATURES):
        s["feats.%d.weight" % k][1:] = torch.from_numpy(a["feat." + f[0]])
    put("input.weight", a["input.weight"])
    for name, kind, key, _ in encoder(c):
        v = a[name]
        if kind == "wx" or kind == "wh":
            s[key][("fwd", "bwd").index(name.split(".")[2])].copy_(torch.from_numpy(gates(v).T.copy()))
        elif kind == "conv":
            put(key, v.T)
    for k in ("tag", "upos", "xpos", "feats", "lemma", "arc_dep", "arc_head", "label_dep", "label_head", "ner", "ner_out"):
        q = "heads." + k if k in ("upos", "xpos", "feats", "lemma") else k
        n = {"ner_out": "ner.out"}.get(k, k.replace("_", "."))
        put(q + ".weight", a[n + ".weight"])
    put("arc_u", a["arc.u"])
    put("label_u", a["label.u"])


def joined(lists):
    """The tensors of all networks: the frozen word vectors once, everything else with the network's number and a dot before it."""
    shared = ("vectors", "vectors.scale")
    first = {n: a for n, _, a in lists[0]}
    if not all(np.array_equal(first[n], a) for ts in lists for n, _, a in ts if n in shared):
        shared = ()  # trained with other vectors: each has its own
    out = [t for t in lists[0] if t[0] in shared]
    for i, ts in enumerate(lists):
        out += [("%d.%s" % (i, n), d, a) for n, d, a in ts if n not in shared]
    return out


def write(name, nets, lists, version):
    v = nets[0].vocab
    ts, config = lists[0], mapped(nets[0].c)
    if len(nets) > 1:
        ts, config = joined(lists), {"networks": [mapped(n.c) for n in nets]}
    blob, heads = bytearray(), []
    for n, d, a in ts:
        blob += b"\0" * (-len(blob) % 64)
        h = {"name": n, "dtype": d, "shape": list(a.shape), "offset": len(blob)}
        if d == "i8":
            h["scale"] = n + ".scale"
        heads.append(h)
        blob += a.tobytes()
    header = {"stage": "engine", "language": "en", "version": version, "licence": "CC BY-SA 4.0", "corpora": CORPORA,
              "digest": hashlib.sha256(blob).hexdigest(), "config": config,
              "vocab": {k: getattr(v, k) for k in ("forms", "upos", "xpos", "feats", "lemma", "deprel", "ner")}, "tensors": heads}
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    with open(name, "wb") as f:
        f.write(b"RAPMODEL" + (1).to_bytes(4, "little") + len(text).to_bytes(4, "little") + text)
        f.write(b"\0" * (-(16 + len(text)) % 64))
        f.write(blob)
    return header["digest"]


@torch.no_grad()
def check(name, net, forms, digest):
    net.eval()
    out = []
    r = lambda a: [[float("%.6g" % x) for x in row] for row in a.tolist()]
    side = lambda a: torch.cat([v[:, 0] for v in a], 1)  # the networks' vectors side by side
    v = net.vocab
    for text in EXAMPLES:
        f = text.split()
        b = collate([{"x": [forms.ids(w) for w in f]}])
        x, h = net.encode(b)
        t = net.tags(x, h)
        arcs = net.arcs(h)[0]
        heads = mst.tree(arcs.numpy())
        lab = net.labels(h, torch.from_numpy(heads)[None])[0]
        best = lab.clone()
        root = v.id["deprel"]["root"]
        best[:, root] = torch.where(torch.from_numpy(heads) == 0, torch.tensor(1e4), torch.tensor(-1e4))
        e = net.ner_scores(h)[:, 0]
        o = {"forms": f, "ids": b["x"][:, 0].tolist(), "x": r(side(x)), "h": r(side(h)), "arcs": r(arcs), "heads": heads.tolist(),
             "labels": r(lab), "deprel": [v.deprel[k] for k in best.argmax(1)], "ner_scores": r(e), "ner": [v.ner[k] for k in net.viterbi(e.numpy(), len(f))]}
        for k in ("upos", "xpos", "feats", "lemma"):
            z = net.heads[k](t)[:, 0]
            o[k + "_scores"] = r(z)
            o[k] = [getattr(v, k)[i] for i in z.argmax(1)]
        o["lemma_rule"], o["lemma"] = o["lemma"], [apply_rule(q, w) for q, w in zip(o["lemma"], f)]
        out.append(o)
    with open(name, "w") as w:
        json.dump({"digest": digest, "note": "ids: column 0 is 1 + row of vectors (0 unknown), then 1 + bucket of each feature (0 absent)", "sentences": out}, w)


def restore(name):
    p = torch.load(name)
    v = Vocab.__new__(Vocab)
    for k, x in p["vocab"].items():
        setattr(v, k, x)
    v.maps()
    net = Net(p["config"], v)
    net.load_state_dict({k: x.reshape(2, -1) if k.startswith("enc.b.") else x for k, x in p["state"].items()})
    return net


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", nargs="+", default=[".cache/train/model.pt"], help="one checkpoint or several, over one vocabulary; those trained with the same vectors share them")
    p.add_argument("--out", default="internal/model/data/engine-en.bin")
    p.add_argument("--check", default=".cache/train/check.json")
    p.add_argument("--version", default="2026.11.2")
    p.add_argument("--data", default="", help="data directory: evaluate before and after rounding")
    o = p.parse_args()
    nets = [restore(m) for m in o.model]
    net = Mean(nets)
    forms = Forms(net.vocab.forms)
    if o.data:
        from train import figures, show
        d = load(o.data)
        print("before rounding", show(figures(net, d, forms)))
    lists = [tensors(n) for n in nets]
    digest = write(o.out, nets, lists, o.version)
    for n, ts in zip(nets, lists):
        rounded(n, ts)
    check(o.check, net, forms, digest)
    print(o.out, os.path.getsize(o.out), "bytes, digest", digest)
    if o.data:
        print("after rounding ", show(figures(net, d, forms)))


if __name__ == "__main__":
    main()
