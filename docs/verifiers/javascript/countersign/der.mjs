// Strict DER: one encoding for each value (docs/protocol.md, section 6.1).

export const [BOOLEAN, INTEGER, BIT_STRING, OCTETS, OID, ENUMERATED] = [0x01, 0x02, 0x03, 0x04, 0x06, 0x0a];
export const [UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET] = [0x17, 0x18, 0x30, 0x31];

/** The bytes are not the DER that is expected. */
export class NotDer extends Error {}

export function expect(holds, sentence) {
  if (!holds) {
    throw new NotDer(sentence);
  }
}

/** Takes elements off the front. */
export class Der {
  constructor(data) {
    this.data = data;
    this.at = 0;
  }

  more() {
    return this.at < this.data.length;
  }

  nextIs(tag) {
    return this.more() && this.data[this.at] === tag;
  }

  end() {
    expect(!this.more(), 'something follows the last element');
  }

  /** The next element whole, with tag and length. */
  element(tag = this.data[this.at]) {
    const start = this.at;
    this.content(tag);
    return this.data.subarray(start, this.at);
  }

  content(tag) {
    expect(this.nextIs(tag) && (tag & 0x1f) !== 0x1f, 'another element was expected');
    this.at++;
    const length = this.#length();
    expect(length <= this.data.length - this.at, 'an element is cut off');
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  #length() {
    const first = this.#octet();
    if (first < 0x80) {
      return first;
    }
    const count = first & 0x7f;
    expect(count >= 1 && count <= 4, 'a length is indefinite or too long');
    let length = 0;
    for (let i = 0; i < count; i++) {
      length = length * 256 + this.#octet();
    }
    expect(length >= 0x80 && length >= 256 ** (count - 1), 'a length is not in its shortest form');
    return length;
  }

  #octet() {
    expect(this.more(), 'an element is cut off');
    return this.data[this.at++];
  }

  inner(tag = SEQUENCE) {
    return new Der(this.content(tag));
  }

  /** As a BigInt. */
  integer(tag = INTEGER) {
    const content = this.content(tag);
    expect(content.length > 0, 'an integer without digits');
    const [first, second] = content;
    const needless = content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
    expect(!needless, 'an integer is not in its shortest form');
    return BigInt.asIntN(8 * content.length, BigInt(`0x${content.toString('hex')}`));
  }

  small(tag = INTEGER) {
    const value = this.integer(tag);
    expect(value >= 0n && value < 2n ** 31n, 'an integer is out of its range');
    return Number(value);
  }

  /** A BOOLEAN DEFAULT FALSE: it is there only if it is TRUE. */
  optionalTrue(tag = BOOLEAN) {
    if (!this.nextIs(tag)) {
      return false;
    }
    expect(this.content(tag).equals(Buffer.of(0xff)), 'a boolean is not TRUE in its one form');
    return true;
  }

  wholeBytes() {
    const content = this.content(BIT_STRING);
    expect(content[0] === 0, 'a bit string is not whole bytes');
    return content.subarray(1);
  }

  namedBits() {
    const content = this.content(BIT_STRING);
    const bits = new Set();
    if (content.equals(Buffer.of(0))) {
      return bits;
    }
    const [unused] = content;
    expect(content.length >= 2 && content.length <= 3 && unused <= 7, 'not a list of named bits');
    const shortest = (content[content.length - 1] & ((2 << unused) - 1)) === 1 << unused;
    expect(shortest, 'a list of named bits is not in its shortest form');
    for (let bit = 0; bit < 8 * (content.length - 1); bit++) {
      if (content[1 + (bit >> 3)] & (0x80 >> bit % 8)) {
        bits.add(bit);
      }
    }
    return bits;
  }

  oid() {
    const content = this.content(OID);
    expect(content.length >= 1 && content.length <= 64, 'an object identifier of no usable length');
    const arcs = [];
    let arc = 0n;
    let begins = true;
    for (const octet of content) {
      expect(!(begins && octet === 0x80), 'an arc is not in its shortest form');
      arc = arc * 128n + BigInt(octet & 0x7f);
      begins = octet < 0x80;
      if (begins) {
        arcs.push(arc);
        arc = 0n;
      }
    }
    expect(begins, 'an object identifier is cut off');
    const first = arcs[0] >= 80n ? 2n : arcs[0] / 40n;
    return [first, arcs[0] - 40n * first, ...arcs.slice(1)].join('.');
  }

  /** UTCTime or GeneralizedTime, in Unix seconds. */
  time() {
    if (!this.nextIs(UTC_TIME)) {
      return this.generalizedTime();
    }
    const digits = this.#digits(UTC_TIME, 12);
    return seconds((digits >= '5' ? '19' : '20') + digits);
  }

  generalizedTime() {
    return seconds(this.#digits(GENERALIZED_TIME, 14));
  }

  #digits(tag, count) {
    const text = this.content(tag).toString('latin1');
    expect(/^[0-9]+Z$/.test(text) && text.length === count + 1, 'a time is not digits and Z');
    return text.slice(0, -1);
  }
}

/** What is inside of the one SEQUENCE that the data is. */
export function only(data) {
  const whole = new Der(data);
  const inner = whole.inner();
  whole.end();
  return inner;
}

function seconds(digits) {
  const iso = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z');
  const time = Date.parse(iso);
  // Date takes 30 February for 1 or 2 March, and hour 24: what is written back tells.
  expect(!Number.isNaN(time) && new Date(time).toISOString() === iso, 'there is no such time');
  return time / 1000;
}
