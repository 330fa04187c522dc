package gazetteer

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"
)

// The packed file: "RGAZ", the format version (2 bytes), the CRC-32 (IEEE) of
// the rest of the file after the header (4), the length of the unpacked payload
// (4), all little-endian, then the payload under zstd. The payload is columns and indices one after the other;
// numbers are varints, columns of coordinates and ids are differences.

const (
	magic      = "RGAZ"
	version    = 1
	headerSize = 14
	maxPayload = 1 << 28
)

// Encode packs rows into the file format. Divisions must stand before the
// rows that point to them, and at most 65,534 rows may be divisions.
// looseFor says which rows are also found by the skeleton of their names.
func Encode(rows []Row, looseFor func(Row) bool) ([]byte, error) {
	for i, r := range rows {
		if kindIndex(r.Kind) < 0 {
			return nil, fmt.Errorf("gazetteer: row %d (%s): unknown kind %q", i, r.Name, r.Kind)
		}
		if r.Adm1 >= len(rows) || r.Adm2 >= len(rows) || r.Adm1 >= 65534 || r.Adm2 >= 65534 {
			return nil, fmt.Errorf("gazetteer: row %d (%s): its division is out of range", i, r.Name)
		}
	}
	t := buildTable(rows, looseFor)
	if len(t.countries) > 255 {
		return nil, fmt.Errorf("gazetteer: %d country codes, at most 255 fit", len(t.countries))
	}
	raw := t.encode()
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithWindowSize(1<<23))
	if err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	out := append([]byte(magic), make([]byte, headerSize-len(magic))...)
	out = enc.EncodeAll(raw, out)
	binary.LittleEndian.PutUint16(out[4:], version)
	binary.LittleEndian.PutUint32(out[6:], crc32.ChecksumIEEE(out[headerSize:]))
	binary.LittleEndian.PutUint32(out[10:], uint32(len(raw)))
	return out, nil
}

func (t *table) encode() []byte {
	var b []byte
	num := func(v int) { b = binary.AppendUvarint(b, uint64(v)) }
	num(len(t.countries))
	for _, c := range t.countries {
		num(len(c))
		b = append(b, c...)
	}
	num(len(t.id))
	diff := func(get func(i int) int64) {
		last := int64(0)
		for i := range t.id {
			v := get(i)
			b = binary.AppendVarint(b, v-last)
			last = v
		}
	}
	b = append(b, t.country...)
	b = append(b, t.kind...)
	b = append(b, t.fame...)
	diff(func(i int) int64 { return int64(t.id[i]) })
	diff(func(i int) int64 { return int64(t.lat[i]) })
	diff(func(i int) int64 { return int64(t.lon[i]) })
	diff(func(i int) int64 { return int64(t.adm1[i]) })
	diff(func(i int) int64 { return int64(t.adm2[i]) })
	for _, p := range t.pop {
		num(int(p))
	}
	for i := range t.id {
		num(int(t.nameAt[i+1] - t.nameAt[i]))
	}
	num(len(t.names))
	b = append(b, t.names...)
	for _, ix := range []index{t.exact, t.loose} {
		num(ix.keys)
		for _, at := range [][]uint32{ix.keyAt, ix.postAt} {
			num(len(at))
			last := uint32(0)
			for _, o := range at {
				num(int(o - last))
				last = o
			}
		}
		for _, blob := range [][]byte{ix.keyBlob, ix.postBlob} {
			num(len(blob))
			b = append(b, blob...)
		}
	}
	return b
}

var errShort = errors.New("the payload ends early or a number is out of range")

// reader takes numbers and bytes off a payload; after the first fault it
// yields zeros and remembers.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) num() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > maxPayload*8 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

// count is a number of things that take at least size bytes each.
func (r *reader) count(size int) int {
	n := r.num()
	if n*size > len(r.b) {
		r.bad = true
		return 0
	}
	return n
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

// column reads n differences whose sums must lie in [lo, hi].
func column[T int32 | uint32 | uint16](r *reader, n int, lo, hi int64) []T {
	out := make([]T, n)
	b, at := r.b, 0
	sum := int64(0)
	for i := range out {
		if at < len(b) && b[at] < 0x80 { // one byte, the usual case
			sum += int64(b[at]>>1) ^ -int64(b[at]&1)
			at++
		} else {
			v, k := binary.Varint(b[min(at, len(b)):])
			if k <= 0 {
				r.bad = true
				return out
			}
			sum += v
			at += k
		}
		if sum < lo || sum > hi {
			r.bad = true
			return out
		}
		out[i] = T(sum)
	}
	r.b = b[at:]
	return out
}

// decode reads a packed file whole or says what is wrong with it. It never
// panics, and neither does a table that it returned.
func decode(file []byte) (*table, error) {
	if len(file) < headerSize || string(file[:4]) != magic {
		return nil, errors.New("not a packed gazetteer (it does not begin with RGAZ)")
	}
	if v := binary.LittleEndian.Uint16(file[4:]); v != version {
		return nil, fmt.Errorf("format version %d, this program reads version %d", v, version)
	}
	size := int(binary.LittleEndian.Uint32(file[10:]))
	if size > maxPayload {
		return nil, fmt.Errorf("payload of %d bytes, at most %d are read", size, maxPayload)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPayload))
	if err != nil {
		return nil, err
	}
	defer dec.Close()
	if crc32.ChecksumIEEE(file[headerSize:]) != binary.LittleEndian.Uint32(file[6:]) {
		return nil, errors.New("damaged: the checksum does not agree")
	}
	// The promised size is not trusted with memory before the data is seen.
	raw, err := dec.DecodeAll(file[headerSize:], make([]byte, 0, min(size, 64*len(file))))
	if err != nil {
		return nil, fmt.Errorf("damaged: %w", err)
	}
	if len(raw) != size {
		return nil, fmt.Errorf("damaged: %d bytes unpacked, the header says %d", len(raw), size)
	}
	return decodePayload(raw)
}

func decodePayload(raw []byte) (*table, error) {
	r := &reader{b: raw}
	t := &table{}
	for n := r.count(1); n > 0 && !r.bad; n-- {
		t.countries = append(t.countries, string(r.bytes(r.num())))
	}
	n := r.count(9)
	t.country, t.kind, t.fame = r.bytes(n), r.bytes(n), r.bytes(n)
	t.id = column[uint32](r, n, 0, 1<<32-1)
	t.lat = column[int32](r, n, -90*degree, 90*degree)
	t.lon = column[int32](r, n, -180*degree, 180*degree)
	t.adm1 = column[uint16](r, n, 0, int64(min(n, 65535)))
	t.adm2 = column[uint16](r, n, 0, int64(min(n, 65535)))
	t.pop = make([]uint32, n)
	for i := range t.pop {
		t.pop[i] = uint32(r.num())
	}
	t.nameAt = make([]uint32, n+1)
	for i := range n {
		t.nameAt[i+1] = t.nameAt[i] + uint32(r.num())
	}
	t.names = string(r.bytes(r.num()))
	for _, ix := range []*index{&t.exact, &t.loose} {
		ix.keys = r.num()
		for _, at := range []*[]uint32{&ix.keyAt, &ix.postAt} {
			*at = make([]uint32, r.count(1))
			last := uint32(0)
			for i := range *at {
				last += uint32(r.num())
				(*at)[i] = last
			}
		}
		ix.keyBlob = r.bytes(r.num())
		ix.postBlob = r.bytes(r.num())
		if len(ix.keyAt) != len(ix.postAt) {
			return nil, errShort
		}
		for i := range ix.keyAt {
			if int(ix.keyAt[i]) > len(ix.keyBlob) || int(ix.postAt[i]) > len(ix.postBlob) {
				return nil, errShort
			}
		}
	}
	if r.bad || int(t.nameAt[n]) != len(t.names) {
		return nil, errShort
	}
	for i := range n {
		if int(t.country[i]) >= len(t.countries) || int(t.kind[i]&0x0f) >= len(kinds) || t.nameAt[i] > t.nameAt[i+1] {
			return nil, fmt.Errorf("row %d: a code is out of range", i)
		}
	}
	return t, nil
}
