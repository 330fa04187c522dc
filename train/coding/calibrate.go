package main

import (
	"log"
	"math"

	"rapporteur/internal/eval"
	"rapporteur/internal/judge"
)

// prior is how many findings' worth of evidence holds a line at slope 1 and
// offset 0.
const prior = 2.0

// calibration fits a line for each kind by Newton's method: the logit of being
// right on the logit of the confidence.
func calibration(fs []eval.Judged) map[string]judge.Line {
	byKind := map[string][]eval.Judged{}
	for _, f := range fs {
		byKind[f.Kind] = append(byKind[f.Kind], f)
	}
	out := map[string]judge.Line{}
	for kind, fs := range byKind {
		l := judge.Line{Slope: 1}
		for range 50 {
			// gradient and Hessian of the penalised log-likelihood
			ga, gb, haa, hab, hbb := -prior*(l.Slope-1), -prior*l.Offset/10, prior, 0.0, prior/10
			for _, f := range fs {
				x, p := judge.Logit(f.Confidence), l.Apply(f.Confidence)
				d, w := -p, p*(1-p)
				if f.Right {
					d++
				}
				ga, gb = ga+d*x, gb+d
				haa, hab, hbb = haa+w*x*x, hab+w*x, hbb+w
			}
			det := haa*hbb - hab*hab
			l.Slope += (hbb*ga - hab*gb) / det
			l.Offset += (haa*gb - hab*ga) / det
			if math.Hypot(ga, gb) < 1e-6 {
				break
			}
		}
		l.Slope = math.Max(l.Slope, 0.01) // confidence never turns round
		log.Printf("%-12s %d findings: slope %.3f, offset %.3f", kind, len(fs), l.Slope, l.Offset)
		out[kind] = l
	}
	return out
}
