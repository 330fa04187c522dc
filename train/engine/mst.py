"""Maximum spanning tree with a single child of ROOT (Chu & Liu 1965, Edmonds 1967)."""
import numpy as np


def tree(s):
    """s [n, n+1]: score of head j (0 is ROOT) for token i. Gives the heads."""
    n = s.shape[0]
    s = s - np.log(np.exp(s - s.max(1, keepdims=True)).sum(1, keepdims=True)) - s.max(1, keepdims=True)
    s = s.astype(np.float64)
    s[np.arange(n), np.arange(1, n + 1)] = -1e9
    heads = s.argmax(1)
    if (heads == 0).sum() == 1 and not cycle(heads):
        return heads
    w = np.full((n + 1, n + 1), -1e9)
    w[1:] = s
    roots = np.argsort(-s[:, 0])[:min(n, 5)]
    best = None
    for r in roots:
        v = w.copy()
        v[1:, 0] = -1e9
        v[r + 1, 0] = s[r, 0]
        h = edmonds(v)
        score = sum(v[i, h[i]] for i in range(1, n + 1))
        if best is None or score > best[0]:
            best = (score, h)
    return np.array(best[1][1:])


def cycle(heads):
    n = len(heads)
    state = [0] * (n + 1)
    state[0] = 2
    for i in range(1, n + 1):
        path, j = [], i
        while state[j] == 0:
            state[j] = 1
            path.append(j)
            j = heads[j - 1]
        if state[j] == 1:
            return True
        for k in path:
            state[k] = 2
    return False


def edmonds(w):
    """w [m, m]: score of head j for node i; node 0 is the root. Gives heads (heads[0] = 0)."""
    m = w.shape[0]
    heads = [0] * m
    for i in range(1, m):
        row = w[i].copy()
        row[i] = -np.inf
        heads[i] = int(row.argmax())
    # Find a cycle.
    seen = [0] * m
    cyc = None
    for i in range(1, m):
        if seen[i]:
            continue
        j, path = i, []
        while j and not seen[j]:
            seen[j] = i
            path.append(j)
            j = heads[j]
        if j and seen[j] == i:
            cyc = path[path.index(j):]
            break
    if cyc is None:
        return heads
    inside = set(cyc)
    rest = [i for i in range(m) if i not in inside]
    k = len(rest)
    v = np.full((k + 1, k + 1), -1e18)
    total = sum(w[c, heads[c]] for c in cyc)
    enter, leave = {}, {}
    for a, i in enumerate(rest):
        for b, j in enumerate(rest):
            if a and i != j:
                v[a, b] = w[i, j]
        if a:
            c = max(cyc, key=lambda c: w[i, c])
            v[a, k], leave[a] = w[i, c], c
        c = max(cyc, key=lambda c: w[c, i] - w[c, heads[c]])
        v[k, a], enter[a] = total + w[c, i] - w[c, heads[c]], c
    sub = edmonds(v)
    out = [0] * m
    for a in range(1, k):
        i = rest[a]
        out[i] = leave[a] if sub[a] == k else rest[sub[a]]
    for c in cyc:
        out[c] = heads[c]
    out[enter[sub[k]]] = rest[sub[k]]
    return out
