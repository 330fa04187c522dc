"""The network: input vectors from forms, encoder, heads. Its exact definition stands in ../README.md."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from data import FEATURES


def leaky(x):
    return F.leaky_relu(x, 0.1)


HALF = torch.bfloat16  # products in training; evaluation and export stay in float32


class Product(torch.autograd.Function):
    """x @ w with bfloat16 operands and float32 sums: twice as fast where the processor has the instructions."""

    @staticmethod
    def forward(ctx, x, w):
        x, w = x.to(HALF), w.to(HALF)
        ctx.save_for_backward(x, w)
        return (x @ w).float()

    @staticmethod
    def backward(ctx, dy):
        x, w = ctx.saved_tensors
        dy = dy.to(HALF)
        return (dy @ w.t()).float(), (x.t() @ dy).float()


class Bilinear(torch.autograd.Function):
    """s[n, k] = d[n] · u[k] · a[n] in bfloat16; d [n, L], a [n, L], u [K, L, L]."""

    @staticmethod
    def forward(ctx, d, a, u):
        n, K, L = d.shape[0], u.shape[0], u.shape[1]
        d, a = d.to(HALF), a.to(HALF)
        u = u.permute(1, 0, 2).reshape(L, K * L).to(HALF)
        q = (d @ u).view(n, K, L)
        ctx.save_for_backward(d, a, u, q)
        return (q * a.unsqueeze(1)).sum(2, dtype=torch.float32)

    @staticmethod
    def backward(ctx, g):
        d, a, u, q = ctx.saved_tensors
        n, K, L = q.shape
        g = g.to(HALF)
        gq = (g.unsqueeze(2) * a.unsqueeze(1)).view(n, K * L)
        du = (d.t() @ gq).view(L, K, L).permute(1, 0, 2).float()
        da = (q * g.unsqueeze(2)).sum(1, dtype=torch.float32)
        return (gq @ u.t()).float(), da, du


def product(x, w, training):
    return Product.apply(x, w) if training else x @ w


class Linear(nn.Linear):
    """nn.Linear with Product in training."""

    def forward(self, x):
        n = x.shape[:-1]
        y = product(x.reshape(-1, x.shape[-1]), self.weight.t(), self.training) + self.bias
        return y.view(*n, -1)


class Layer(torch.autograd.Function):
    """One bidirectional LSTM layer as one node: input product, reversal, recurrence, and the weight gradients as single products.

    x [T, B, D], wx [2, D, 4H], wh [2, H, 4H], b [2, 4H] (gates i, f, o, g), rev [T, B]; gives [T, B, 2H]. On one core a step takes about half the
    time of torch's own layer.
    """

    @staticmethod
    def forward(ctx, x, wx, wh, b, rev, training):
        T, B, D = x.shape
        H = wh.shape[1]
        num = HALF if training else torch.float32
        cols = torch.arange(B)
        xs = x.to(num)
        xs = (xs, xs[rev, cols])
        wxn, whn = wx.to(num), wh.to(num)
        gates = torch.empty(2, T, B, 4 * H)
        hn = torch.empty(2, T, B, H, dtype=num)
        c, tc = torch.empty(2, T, B, H), torch.empty(2, T, B, H)
        for d in range(2):
            torch.add((xs[d].view(T * B, D) @ wxn[d]).view(T, B, 4 * H), b[d], out=gates[d])
            w = whn[d]
            for t, (g, ct, tct, ht) in enumerate(zip(gates[d].unbind(0), c[d].unbind(0), tc[d].unbind(0), hn[d].unbind(0))):
                if t:
                    g.add_(torch.mm(hp, w))
                g[:, :3 * H].sigmoid_()
                i, f, o, u = g.split(H, 1)
                u.tanh_()
                torch.mul(i, u, out=ct)
                if t:
                    ct.addcmul_(f, cp)
                torch.tanh(ct, out=tct)
                ht.copy_(o * tct)
                hp, cp = ht, ct
        ctx.save_for_backward(xs[0], xs[1], gates, hn, c, tc, wxn, whn, rev)
        return torch.cat([hn[0], hn[1][rev, cols]], 2).float()

    @staticmethod
    def backward(ctx, dy):
        x0, x1, gates, hn, c, tc, wxn, whn, rev = ctx.saved_tensors
        _, T, B, H = hn.shape
        cols = torch.arange(B)
        dwx, dwh, db = torch.empty(wxn.shape), torch.zeros(whn.shape), torch.empty(2, 4 * H)
        dxs = []
        for d in range(2):
            dh_out = dy[:, :, :H] if d == 0 else dy[:, :, H:][rev, cols]
            dz = torch.empty(T, B, 4 * H, dtype=HALF)
            wt = whn[d].t().contiguous()
            dc = dh = None
            G, C, TC = gates[d].unbind(0), c[d].unbind(0), tc[d].unbind(0)
            for t in range(T - 1, -1, -1):
                i, f, o, u = G[t].split(H, 1)
                z = torch.empty(B, 4 * H)
                zi, zf, zo, zu = z.split(H, 1)
                g = dh_out[t] if dh is None else dh_out[t] + dh
                k = TC[t]
                torch.mul(g, k, out=zo)
                k = g * o * (1 - k * k)
                dc = k if dc is None else dc.add_(k)
                torch.mul(dc, u, out=zi)
                torch.mul(dc, i, out=zu)
                zu.mul_(1 - u * u)
                if t:
                    torch.mul(dc, C[t - 1], out=zf)
                else:
                    zf.zero_()
                s = G[t][:, :3 * H]
                z[:, :3 * H].mul_(s).mul_(1 - s)
                dz[t] = z
                if t:
                    dh = torch.mm(dz[t], wt).float()
                    dc = dc.mul_(f)
            x = (x0, x1)[d]
            flat = dz.view(T * B, 4 * H)
            dwx[d] = x.reshape(T * B, -1).t() @ flat
            db[d] = flat.sum(0, dtype=torch.float32)
            if T > 1:
                dwh[d] = hn[d, :-1].reshape(-1, H).t() @ dz[1:].reshape(-1, 4 * H)
            dx = (flat @ wxn[d].t()).view(T, B, -1)
            dxs.append(dx if d == 0 else dx[rev, cols])
        return torch.add(dxs[0].float(), dxs[1]), dwx, dwh, db, None, None


class BiLSTM(nn.Module):
    def __init__(self, dim, hidden, layers, drop, wdrop):
        super().__init__()
        self.hidden, self.layers, self.drop, self.wdrop = hidden, layers, drop, wdrop
        self.wx, self.wh, self.b = nn.ParameterList(), nn.ParameterList(), nn.ParameterList()
        for l in range(layers):
            n = dim if l == 0 else 2 * hidden
            wx = torch.empty(2, n, 4 * hidden).uniform_(-1, 1) * (3.0 / (n + hidden)) ** 0.5
            wh = torch.stack([torch.cat([nn.init.orthogonal_(torch.empty(hidden, hidden)) for _ in range(4)], 1) for _ in range(2)])
            b = torch.zeros(2, 4 * hidden)
            b[:, hidden:2 * hidden] = 1
            self.wx.append(nn.Parameter(wx))
            self.wh.append(nn.Parameter(wh * 0.7))
            self.b.append(nn.Parameter(b))

    def forward(self, x, rev, mask, hidden=None):
        """x [T, B, D], rev [T, B] (the reversing permutation), mask [T, B, 1]; hidden collects the layers' outputs."""
        for l in range(self.layers):
            x = variational(x, self.drop, self.training)
            x = Layer.apply(x, self.wx[l], F.dropout(self.wh[l], self.wdrop, self.training), self.b[l], rev, self.training) * mask
            if hidden is not None:
                hidden.append(x)
        return x


class Shifted(torch.autograd.Function):
    """Product of w [3D, M] with the neighbours k to the left, the token and the neighbour k to the right; x [T, B, D], zero outside the sentence."""

    @staticmethod
    def forward(ctx, x, w, k, training):
        num = HALF if training else torch.float32
        T, B, D = x.shape
        c = torch.zeros(T, B, 3 * D, dtype=num)
        c[k:, :, :D] = x[:T - k]
        c[:, :, D:2 * D] = x
        c[:T - k, :, 2 * D:] = x[k:]
        w = w.to(num)
        c = c.view(T * B, 3 * D)
        ctx.save_for_backward(c, w)
        ctx.k = k
        return (c @ w).float().view(T, B, -1)

    @staticmethod
    def backward(ctx, dy):
        c, w = ctx.saved_tensors
        T, B, M = dy.shape
        k, D = ctx.k, c.shape[1] // 3
        dy = dy.reshape(T * B, M).to(HALF)
        dw = (c.t() @ dy).float()
        dc = (dy @ w.t()).view(T, B, 3 * D)
        dx = dc[:, :, D:2 * D].float()
        dx[:T - k] += dc[k:, :, :D]
        dx[k:] += dc[:T - k, :, 2 * D:]
        return dx, dw, None, None


class Conv(nn.Module):
    """A width-3 convolution, dilated, with gated linear units (Dauphin et al. 2017)."""

    def __init__(self, dim, dilation):
        super().__init__()
        self.dilation = dilation
        self.weight = nn.Parameter(torch.empty(3 * dim, 2 * dim).uniform_(-1, 1) * (1.0 / (3 * dim)) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(2 * dim))

    def forward(self, y, rev):
        k = min(self.dilation, y.shape[0])
        return F.glu(Shifted.apply(y, self.weight, k, self.training) + self.bias, 2)


class Recur(nn.Module):
    """A bidirectional LSTM whose two halves make up the width of the stack."""

    def __init__(self, dim, wdrop):
        super().__init__()
        self.lstm = BiLSTM(dim, dim // 2, 1, 0.0, wdrop)

    def forward(self, y, rev):
        return self.lstm(y, rev, 1.0)


class Stack(nn.Module):
    """Residual stack: layer norm, then a convolution (c1, c2 …: its dilation) or an LSTM (l), added to what came in."""

    def __init__(self, dim, spec, drop, wdrop):
        super().__init__()
        self.drop = drop
        self.norm = nn.ModuleList(nn.LayerNorm(dim) for _ in range(len(spec) + 1))
        self.layers = nn.ModuleList(Recur(dim, wdrop) if s == "l" else Conv(dim, int(s[1:])) for s in spec)

    def forward(self, x, rev, mask):
        x = x * mask
        for norm, layer in zip(self.norm, self.layers):
            x = x + layer(variational(norm(x) * mask, self.drop, self.training), rev) * mask
        return self.norm[-1](x) * mask


def variational(x, p, training):
    """Dropout with one mask for all time steps (dimension 0)."""
    if not training or p == 0:
        return x
    m = torch.empty(1, *x.shape[1:]).bernoulli_(1 - p) / (1 - p)
    return x * m


class Net(nn.Module):
    def __init__(self, c, vocab, vectors=None):
        super().__init__()
        self.c, self.vocab = c, vocab
        n = len(vocab.forms)
        v = torch.zeros(n + 1, c["vectors"])
        if vectors is not None:
            v[1:] = torch.from_numpy(vectors / vectors.std())
        self.register_buffer("vectors", v)  # row 0 unused
        self.unk = nn.Parameter(torch.zeros(1, c["vectors"]))
        self.delta = nn.Embedding(n + 1, c["delta"])
        nn.init.zeros_(self.delta.weight)
        self.feats = nn.ModuleList()
        for _, buckets, dim in FEATURES:
            e = nn.Embedding(buckets + 1, dim, padding_idx=0)
            nn.init.normal_(e.weight, std=0.1)
            with torch.no_grad():
                e.weight[0] = 0
            self.feats.append(e)
        width = c["vectors"] + c["delta"] + sum(f[2] for f in FEATURES)
        D = c["dim"]
        self.input = Linear(width, D)
        if c["encoder"] == "bilstm":
            self.enc = BiLSTM(D, c["hidden"], c["layers"], c["drop"], c["wdrop"])
            H = 2 * c["hidden"]
        else:
            self.enc = Stack(D, c["stack"], c["drop"], c["wdrop"])
            H = D
        self.out = H
        A, L = c["arc"], c["label"]
        self.tag = Linear(H + D, c["tag"])
        self.heads = nn.ModuleDict({k: Linear(c["tag"], len(getattr(vocab, k))) for k in ("upos", "xpos", "feats", "lemma")})
        self.arc_dep, self.arc_head = Linear(H, A), Linear(H, A)
        self.arc_root = nn.Parameter(torch.randn(A) * 0.1)
        self.arc_u = nn.Parameter(torch.zeros(A + 1, A))
        self.label_dep, self.label_head = Linear(H, L), Linear(H, L)
        self.label_root = nn.Parameter(torch.randn(L) * 0.1)
        K = len(vocab.deprel)
        self.label_u = nn.Parameter(torch.zeros(K, L + 1, L + 1))
        self.ner = Linear(H, c["ner"])
        T = len(vocab.ner)
        self.ner_out = Linear(c["ner"], T)
        self.trans = nn.Parameter(torch.zeros(T, T))
        self.start = nn.Parameter(torch.zeros(T))
        self.end = nn.Parameter(torch.zeros(T))
        bad, bad0 = torch.zeros(T, T), torch.zeros(T)
        for j, t in enumerate(vocab.ner):
            if t[0] == "I":
                bad0[j] = -1e4
                for i, p in enumerate(vocab.ner):
                    if p == "O" or p[2:] != t[2:]:
                        bad[i, j] = -1e4
        self.register_buffer("bad", bad)
        self.register_buffer("bad0", bad0)

    def embed(self, ids):
        """ids [..., 1+features] to the input vectors."""
        c = self.c
        w = ids[..., 0]
        if self.training and c["wordrop"]:
            w = w * (torch.rand(w.shape) >= c["wordrop"])
        known = (w > 0).unsqueeze(-1)
        parts = [torch.where(known, self.vectors[w], self.unk), self.delta(w)]
        for k, e in enumerate(self.feats):
            parts.append(e(ids[..., k + 1]))
        x = torch.cat(parts, -1)
        if self.training and c["featdrop"]:
            x = variational(x, c["featdrop"], True)
        return leaky(self.input(x))

    def encode(self, b):
        x = self.embed(b["x"])
        return x, self.enc(x, b["rev"], b["mask"])

    def mlp(self, layer, x):
        x = leaky(layer(x))
        return variational(x, self.c["mlpdrop"], self.training)

    def arcs(self, h):
        """Scores [B, T, T+1] of the heads of every token; column 0 is ROOT."""
        T, B, _ = h.shape
        d, a = self.mlp(self.arc_dep, h).transpose(0, 1), self.mlp(self.arc_head, h).transpose(0, 1)
        a = torch.cat([self.arc_root.expand(B, 1, -1), a], 1)
        d = product(d.reshape(-1, d.shape[2]), self.arc_u[:-1], self.training).view(d.shape) + self.arc_u[-1]
        return d @ a.transpose(1, 2)

    def labels(self, h, head):
        """Scores [B, T, K] given head [B, T]."""
        T, B, _ = h.shape
        d, a = self.mlp(self.label_dep, h).transpose(0, 1), self.mlp(self.label_head, h).transpose(0, 1)
        a = torch.cat([self.label_root.expand(B, 1, -1), a], 1)
        a = a.gather(1, head.clamp(min=0).unsqueeze(2).expand(-1, -1, a.shape[2]))
        u = self.label_u  # K, L+1, L+1
        L, K = self.c["label"], u.shape[0]
        n = B * T
        d1 = F.pad(d.reshape(n, L), (0, 1), value=1.0)
        a1 = F.pad(a.reshape(n, L), (0, 1), value=1.0)
        if self.training:
            return Bilinear.apply(d1, a1, u).view(B, T, K)
        q = (d1 @ u.permute(1, 0, 2).reshape(L + 1, K * (L + 1))).view(n, K, L + 1)
        return torch.bmm(q, a1.unsqueeze(2)).view(B, T, K)

    def tags(self, x, h):
        t = leaky(self.tag(torch.cat([h, x], 2)))
        return variational(t, self.c["mlpdrop"] * 0.6, self.training)

    def ner_scores(self, h):
        return self.ner_out(self.mlp(self.ner, h))  # T, B, tags

    def crf_loss(self, e, tags, mask):
        """Mean negative log-likelihood by token; tags, mask [T, B]."""
        T, B, K = e.shape
        tr = self.trans + self.bad
        m = mask.squeeze(2)
        cols = torch.arange(B)
        start = self.start + self.bad0
        gold = start[tags[0]] + e[0, cols, tags[0]]
        alpha = start + e[0]
        for t in range(1, T):
            nxt = torch.logsumexp(alpha.unsqueeze(2) + tr, 1) + e[t]
            mt = m[t].unsqueeze(1)
            alpha = alpha + mt * (nxt - alpha)
            gold = gold + m[t] * (tr[tags[t - 1], tags[t]] + e[t, cols, tags[t]])
        last = m.sum(0).long() - 1
        gold = gold + self.end[tags[last, cols]]
        return (torch.logsumexp(alpha + self.end, 1) - gold).sum() / m.sum()

    @torch.no_grad()
    def transitions(self):
        """Scores of the tags at the start, of one tag after another [from, to] and of the tags at the end, numpy."""
        return (self.start + self.bad0).numpy(), (self.trans + self.bad).numpy(), self.end.numpy()

    def viterbi(self, e, n):
        """Best tags of one sentence, e [n, K] numpy."""
        return viterbi(e[:n], *self.transitions())


def viterbi(e, start, trans, end):
    """Best sequence of tags, e [n, K]."""
    s = e[0] + start
    back = []
    for row in e[1:]:
        q = s[:, None] + trans
        k = q.argmax(0)
        back.append(k)
        s = q[k, np.arange(len(s))] + row
    y = [int((s + end).argmax())]
    for k in reversed(back):
        y.append(int(k[y[-1]]))
    return y[::-1]


def collate(items):
    """A padded batch [T, B] of encoded sentences."""
    lens = [len(e["x"]) for e in items]
    T, B = max(lens), len(items)
    nf = len(items[0]["x"][0])
    x = np.zeros((T, B, nf), dtype=np.int64)
    mask = np.zeros((T, B, 1), dtype=np.float32)
    rev = np.tile(np.arange(T)[:, None], (1, B))
    out = {}
    cols = {k: np.full((T, B), -100, dtype=np.int64) for k in items[0] if k != "x"}
    for b, e in enumerate(items):
        n = lens[b]
        x[:n, b] = e["x"]
        mask[:n, b] = 1
        rev[:n, b] = np.arange(n)[::-1]
        for k, a in cols.items():
            a[:n, b] = e[k]
    out = {k: torch.from_numpy(a) for k, a in cols.items()}
    out.update(x=torch.from_numpy(x), mask=torch.from_numpy(mask), rev=torch.from_numpy(rev), lens=lens)
    return out


def batches(items, tokens, rng, shuffle=True):
    """Batches of about the same length and number of tokens, in random order."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i]["x"]) + (rng.random() * 3 if shuffle else 0), i))
    out, cur = [], []
    for i in order:
        if cur and (len(cur) + 1) * len(items[i]["x"]) > tokens:
            out.append(cur)
            cur = []
        cur.append(i)
    out.append(cur)
    if shuffle:
        rng.shuffle(out)
    return out
