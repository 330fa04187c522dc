"""Entity annotations of corpora that mark more or other things than names, brought to one scheme: BIO over person, organisation, place, people
(nationalities, peoples, faiths, adherents, as adjective or noun), event, instrument (agreements, resolutions, laws) and other.
"""
import json
import re

from data import Sentence, lines, spans

DEMONYMS = set("""Afghan Afghans Albanian Albanians Algerian Algerians American Americans Angolan Arab Arabs Arabic Argentine Argentinian Armenian Armenians Asian Asians
Australian Australians Austrian Azerbaijani Azerbaijanis Azeri Azeris African Africans Bahraini Bangladeshi Belarusian Belgian Belgians Bengali Bolivian Bosniak Bosnian
Bosnians Brazilian Brazilians British Briton Britons Bulgarian Bulgarians Burmese Cambodian Cameroonian Canadian Canadians Catalan Catalans Catholic Catholics Chadian
Chechen Chechens Chilean Chinese Christian Christians Colombian Colombians Congolese Coptic Copts Croat Croatian Croats Cuban Cubans Cypriot Cypriots Czech Czechs Danish
Danes Dutch Druze Egyptian Egyptians Emirati English Eritrean Estonian Estonians Ethiopian Ethiopians European Europeans Finnish Finns French Georgian Georgians
German Germans Ghanaian Greek Greeks Guatemalan Haitian Haitians Hindu Hindus Hispanic Hispanics Honduran Hungarian Hungarians Icelandic Indian Indians Indonesian
Indonesians Iranian Iranians Iraqi Iraqis Irish Islamic Islamist Islamists Israeli Israelis Italian Italians Ivorian Jamaican Japanese Jew Jewish Jews Jordanian Jordanians
Kazakh Kenyan Kenyans Korean Koreans Kosovar Kurd Kurdish Kurds Kuwaiti Kyrgyz Laotian Latin Latino Latinos Latvian Latvians Lebanese Liberian Libyan Libyans Lithuanian
Lithuanians Macedonian Malaysian Malian Maltese Mexican Mexicans Moldovan Mongolian Montenegrin Moroccan Moroccans Mormon Muslim Muslims Nepalese Nicaraguan Nigerian Nigerians
Norwegian Norwegians Omani Orthodox Pakistani Pakistanis Palestinian Palestinians Panamanian Pashtun Persian Persians Peruvian Pole Poles Polish Portuguese Protestant
Protestants Puerto-Rican Qatari Roman Romanian Romanians Russian Russians Rwandan Saudi Saudis Scandinavian Scot Scots Scottish Serb Serbian Serbs Shia Shiite Shiites
Sikh Sikhs Singaporean Slovak Slovaks Slovene Slovenian Somali Somalis Soviet Soviets Spaniards Spanish Sudanese Sunni Sunnis Swede Swedes Swedish Swiss Syrian Syrians Tajik
Tamil Tamils Taiwanese Tanzanian Tatar Tatars Thai Tibetan Tibetans Tunisian Tunisians Turk Turkish Turkmen Turks Ugandan Uighur Uighurs Ukrainian Ukrainians
Uzbek Uzbeks Venezuelan Venezuelans Vietnamese Welsh Yazidi Yazidis Yemeni Yemenis Zimbabwean Zionist Zionists Buddhist Buddhists Democrat Democrats Republican
Republicans Democratic Communist Communists Nazi Nazis Tory Tories Liberals Greens Baathist Houthi""".split())
INSTRUMENT = re.compile(r"\b(Agreements?|Accords?|Treaty|Treaties|Resolutions?|Protocol|Convention on|Charter|Pact|Act|Amendment|Bill|Armistice|Constitution|Declaration|Code|Order \d+)\b")
EVENT = re.compile(r"\b(Wars?|Battle|Siege|Revolution|Rebellion|Uprising|Crisis|Olympics?|Games|Cup|Championships?|Election|Elections|Referendum|Conference|Summit|Massacre|Holocaust|Invasion|Operation|Festival|Tournament|Bowl)\b", re.I)
TITLES = set("""President Vice Prime Minister Ministers Foreign Defence Defense Secretary Secretary-General Ambassador General Gen. Lt. Col. Colonel Maj. Major Capt. Captain Sgt. Sergeant Admiral
Commander Chief Chancellor King Queen Prince Princess Sheikh Sheik Ayatollah Pope Cardinal Bishop Archbishop Rev. Father Sister Mr. Mrs. Ms. Miss MR Mr Mrs Ms Dr Dr. Prof. Professor Sir Lord
Lady Dame Senator Sen. Rep. Representative Congressman Congresswoman Governor Gov. Mayor Judge Justice Spokesman Spokesperson Spokeswoman Director Chairman Chairwoman Deputy Under Assistant
State Special Envoy Representative Presidential Acting Former Attorney Speaker Leader Premier Coach St. Saint Uncle Aunt Grandma Officer Inspector Detective Emperor Empress Imam Mullah Deputy-Secretary Press HRH""".split())
WEEK = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split())


def refine(sents):
    """Finds peoples, events and instruments among what a corpus calls other, and organisations among event-like names stay as they are."""
    for s in sents:
        for a, b, t in spans(s.ner):
            if t not in ("other", "event"):
                continue
            text = " ".join(s.forms[a:b])
            if t == "other" and b - a <= 2 and s.forms[b - 1] in DEMONYMS:
                t = "people"
            elif INSTRUMENT.search(text):
                t = "instrument"
            elif t == "other" and EVENT.search(text):
                t = "event"
            for i in range(a, b):
                s.ner[i] = s.ner[i][:2] + t
    return sents


def peoples(s):
    """Marks demonyms outside names as people."""
    for i, f in enumerate(s.forms):
        if s.ner[i] == "O" and f in DEMONYMS and not (s.upos and s.upos[i] not in ("ADJ", "PROPN", "NOUN")):
            s.ner[i] = "B-people"


def put(s, a, b, t):
    if b > a and all(x == "O" for x in s.ner[a:b]):
        s.ner[a:b] = ["B-" + t] + ["I-" + t] * (b - a - 1)


def gum_names(sents):
    """NER tags from GUM's entities: those with a proper-noun head, cut to the name around the head."""
    kinds = {"person": "person", "organization": "organisation", "place": "place", "event": "event", "object": "other", "abstract": "other"}
    for s in sents:
        s.ner = ["O"] * len(s)
        found, stack = [], {}
        for i, m in enumerate(s.misc):
            e = next((x[7:] for x in m.split("|") if x.startswith("Entity=")), "")
            for part in re.findall(r"\([^()]+\)?|[^()]+\)", e):
                if part[0] == "(":
                    f = part.strip("()").split("-")
                    stack.setdefault(f[0], []).append((i, f))
                    if part[-1] == ")":
                        j, f = stack[f[0]].pop()
                        found.append((j, i + 1, f))
                else:
                    k = part.strip(")").split("-")[0]
                    if stack.get(k):
                        j, f = stack[k].pop()
                        found.append((j, i + 1, f))
        for a, b, f in sorted(found, key=lambda x: (x[0] - x[1], x[0])):
            kind = kinds.get(f[1])
            head = next((i for i in range(a, b) if not a < s.heads[i] <= b), None)
            if kind is None or head is None or s.upos[head] != "PROPN" or s.forms[head] in WEEK:
                continue
            linked = len(f) > 7
            if kind == "other" and not linked:
                continue
            inside = lambda i: s.upos[i] == "PROPN" or s.upos[i] in ("ADJ", "NOUN", "NUM", "VERB", "X") and s.forms[i][0].isupper() or s.upos[i] == "NUM"
            glue = ("of", "and", "the", "for", "'s", "’s", "-", "&", "de", "in", ".")
            lo = head
            while lo > a and (inside(lo - 1) or s.forms[lo - 1] in glue and kind != "person" or s.forms[lo - 1] == "-"):
                lo -= 1
            hi = head + 1
            while hi < b and (inside(hi) or s.forms[hi] in glue and kind != "person" or s.forms[hi] == "-"):
                hi += 1
            while lo < head and not inside(lo):
                lo += 1
            while hi > head + 1 and not inside(hi - 1):
                hi -= 1
            if kind == "person":
                while lo < hi - 1 and (s.forms[lo] in TITLES or s.forms[lo] in DEMONYMS):
                    lo += 1
                if s.forms[lo] in TITLES:
                    continue
            if kind in ("place", "organisation") and hi - lo == 1 and s.forms[lo] in DEMONYMS:
                kind = "people"
            if s.forms[lo][0].isupper():
                put(s, lo, hi, kind)
        peoples(s)
    return refine(sents)


WORD = re.compile(r"[A-Za-zÀ-ÿ]\.(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|St)\.|\w+(?:[.,]\d+)*|n't|['’]s\b|\S")


def re3d(name):
    """re3d sentence by sentence; nominal mentions are left out, names cut to their words."""
    kinds = {"Person": "person", "Organisation": "organisation", "Location": "place", "Nationality": "people", "DocumentReference": "instrument"}
    out = []
    for l in lines(name):
        d = json.loads(l)
        toks = [(m.start(), m.end()) for m in WORD.finditer(d["text"])]
        forms = [d["text"][a:b] for a, b in toks]
        doc = Sentence()
        doc.forms, doc.ner = forms, ["O"] * len(forms)
        for e in sorted(d["entities"], key=lambda e: (e["start"] - e["end"], e["start"])):
            kind = kinds.get(e["type"])
            idx = [i for i, (a, b) in enumerate(toks) if a >= e["start"] and b <= e["end"]]
            if kind is None or not idx:
                continue
            lo, hi = idx[0], idx[-1] + 1
            while lo < hi and not forms[lo][0].isupper() or lo < hi and forms[lo] in ("The", "A", "An"):
                lo += 1
            if kind == "person":
                while lo < hi and (forms[lo] in TITLES or forms[lo] in DEMONYMS or not forms[lo][0].isupper()):
                    lo += 1
                end = lo
                while end < hi and (forms[end][0].isupper() or forms[end] in ("-", "al", "bin", "ibn", "de")):
                    end += 1
                hi = end
            while hi > lo and forms[hi - 1] in ("'s", "’s"):
                hi -= 1
            if lo >= hi or hi - lo > 6 or len(forms[lo]) == 1 or not forms[hi - 1][0].isalnum() or forms[hi - 1][0].islower():
                continue
            if any(forms[i] in ("the", ",", "who", "in", "at", "from") for i in range(lo, hi)) or forms[lo] in ("We", "I", "He", "She", "They", "It", "His", "Their", "Our"):
                continue
            if hi - lo == 1 and forms[lo] in DEMONYMS:
                kind = "people"
            put(doc, lo, hi, kind)
        peoples(doc)
        start = 0
        for i, f in enumerate(forms):
            if i + 1 == len(forms) or f in ".!?" or "\n" in d["text"][toks[i][1]:toks[i + 1][0]]:
                if i + 1 - start > 3:
                    s = Sentence()
                    s.forms, s.ner = forms[start:i + 1], doc.ner[start:i + 1]
                    if s.ner[0][0] != "I":
                        out.append(s)
                start = i + 1
    return out


def countries(sents, others):
    """Organisations of sents that others call places (states as actors) become places."""
    known = {" ".join(s.forms[a:b]) for s in others + sents for a, b, t in spans(s.ner) if t == "place"}
    for s in sents:
        for a, b, t in spans(s.ner):
            if t == "organisation" and " ".join(s.forms[a:b]) in known:
                s.ner[a:b] = ["B-place"] + ["I-place"] * (b - a - 1)
    return sents


def hyphens(sents):
    """Copies of the sentences with hyphenated words, cut as the treebanks cut them."""
    out = []
    for s in sents:
        c = Sentence()
        c.forms, c.ner = [], []
        for f, t in zip(s.forms, s.ner):
            parts = re.split(r"(-)", f) if re.search(r"\w-\w", f) else [f]
            for k, p in enumerate(x for x in parts if x):
                c.forms.append(p)
                c.ner.append(t if k == 0 or t == "O" else "I" + t[1:])
        if len(c) > len(s):
            out.append(c)
    return out


if __name__ == "__main__":
    import os, random, sys
    from data import read_conllu
    random.seed(2)
    d = sys.argv[1] if len(sys.argv) > 1 else "../shared/data"
    g = gum_names(read_conllu(os.path.join(d, "treebank/gum-train.conllu.gz")))
    r = re3d(os.path.join(d, "ner/re3d.jsonl.gz"))
    for n, x in (("gum", g), ("re3d", r)):
        print(n, len(x), sum(len(spans(s.ner)) for s in x))
        for s in random.sample(x, 25):
            print(" ".join(f if t == "O" else "[%s %s" % (t, f) for f, t in zip(s.forms, s.ner)))
