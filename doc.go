// Package rapporteur is the map of the program. It reads the reporting on a
// conflict and keeps an attributed record of its peace process, in which every
// entry is one click from the sentence that says so.
//
// # Flow: one way, one door
//
//	intake -> article -> nlp (doc) -> link, extract (findings in document coordinates)
//	                                      |
//	                                   report  : the one door: findings + register + gazetteer -> records
//	                                      |
//	                              reconcile : many articles -> one record
//	                                      |
//	                     sqlite | postgres -> server, export, brief, explain
//
// Document coordinates (byte offsets, tokens, frames) stay left of report;
// world coordinates (ids, codes, days, places) right of it.
//
// # Map
//
//	cmd/rapporteur     flags and wiring
//	internal/text      byte offsets and spans            internal/when       dates with precision and basis
//
// Nouns, which import nothing of ours but text and when:
//
//	internal/article   an article as received            internal/doc        its tokens, trees and layers
//	internal/record    the output contract, Store        internal/ontology   PLOVER and CAMEO tables
//	internal/lexicon   predicates and what they say      internal/register   who is who
//	internal/gazetteer places and their names            internal/model      model files
//	internal/lang      word lists of a language
//
// Verbs:
//
//	internal/intake    files -> articles                 internal/nlp        the stages in order
//	internal/nlp/...   one stage each                    internal/link       mentions -> actors
//	internal/extract   document -> findings              internal/report     article -> record
//	internal/conllu    CoNLL-U in and out                internal/eval       scores against gold
//	internal/reconcile records joined: copies, main events, incidents, actors behind spellings
//	internal/series    joined records -> incidents with contested values, positions, instruments over time
//	internal/review    decisions laid over the record    internal/brief      what changed since a day
//	internal/diff      what another version reads otherwise
//
// Adapters, ignorant of one another and of the verbs:
//
//	internal/sqlite    record.Store in one file          internal/server     pages and HTTP API
//	internal/export    one file a layout
//	train/             programs that make the weights; not needed to run
//
// # Glossary
//
//	token      a syntactic word: a byte span of the text, with lemma, tags, head and relation (CoNLL-U names)
//	span       a half-open range of bytes (text.Span); token ranges are plain ints
//	mention    a range of tokens that refers to somebody or something; a cluster is a set of them
//	timex      a time expression with its TIMEX3 value and the days it covers
//	frame      a predicate (verb, noun, predicative adjective) with its arguments, normalised
//	slot       the part an argument plays in a frame: subj, obj, iobj, comp, or a preposition
//	trigger    the words by which a frame evokes an entry of the lexicon
//	operator   a predicate that changes what another one says: refuse to, threaten to, plan to
//	finding    one entry of the record: event, statement, contact, instrument, control, displacement, mandate, process
//	status     what a finding is to its report: new, background, restated, planned, hypothetical, claimed, negated
//	evidence   the bytes of the text that say so
//	step       one step of a derivation, shown by explain
//	incident   one occurrence, however many articles report it
//	main event what an article is about; articles of one main event are same_event_as
//	twin       the same template filled with the news of another day; no copy and no same event
//	stand-in   the well-known name that the models read in place of one that only the user's files have
//	entity     the actor that stands for all its spellings in the whole record
//	decision   what a reviewer said of a finding; laid over the record, never changed
//	sketch     what joining keeps of an article: hashes, days and numbers; good for one revision of its record
//	shelf      where joining keeps sketches while it lasts: in memory, or in a temporary file if they are many
//	revision   counts how often a record was written
//	chain      outlet, agency, website, official: where a report has its news from
//	reject     an input, or a part of one, that could not be read; kept and counted
package rapporteur
