// Revocation of certificates (docs/protocol.md, section 6.1): CRLs and OCSP responses of a trust file. Fails closed.

import { createHash } from 'node:crypto';
import {
  CRL_SIGN,
  Certificate,
  DIGITAL_SIGNATURE,
  OCSP_SIGNING,
  Signed,
  isSameName,
  readExtensions,
  readName,
} from './certificate.mjs';
import { Der, ENUMERATED, GENERALIZED_TIME, OCTETS, SEQUENCE, UTC_TIME, expect, only } from './der.mjs';
import { require } from './wire.mjs';

const [GOOD, REVOKED, SILENT] = ['good', 'revoked', 'silent'];
const [MAX_CRL, MAX_OCSP] = [16 * 1024 * 1024, 64 * 1024];
const MAX_AHEAD = 60; // seconds that a statement may be ahead of a gateway's clock
const HASHES = new Map([
  ['300906052b0e03021a0500', 'sha1'],
  ['300706052b0e03021a', 'sha1'],
  ['300d06096086480165030402010500', 'sha256'],
  ['300b0609608648016503040201', 'sha256'],
]);

/** Check 7 of step 11, from the certificate below the root down to the leaf. */
export function requireNotRevoked(path, { statements, maxAge }, time) {
  for (let place = path.length - 2; place >= 0; place--) {
    const said = statements.map((statement) => statement.about(path[place], path[place + 1], time, maxAge));
    require(!said.includes(REVOKED), 'certificate_revoked', 'a certificate is revoked');
    require(said.includes(GOOD), 'revocation_unknown', 'nothing fresh says that a certificate is not revoked');
  }
}

/** Without maxAge a statement may be younger than the judged time: it knows more about an archived proof. */
function isFresh({ thisUpdate, nextUpdate }, certificate, time, maxAge) {
  const recent = maxAge === undefined || (thisUpdate <= time + MAX_AHEAD && time - thisUpdate <= maxAge);
  return recent && nextUpdate !== undefined && time < nextUpdate && thisUpdate <= certificate.notAfter;
}

/** With maxAge the time is now: whatever a fresh statement lists is revoked. */
function isRevoked(date, thisUpdate, time, maxAge) {
  return date !== undefined && (maxAge !== undefined || Math.min(date, thisUpdate) <= time);
}

export class Crl {
  usable = true;
  forUsers = true;
  forAuthorities = true;
  dates = new Map();

  constructor(data) {
    expect(data.length <= MAX_CRL, 'a CRL of more than 16 MiB');
    const frame = only(data);
    this.signed = new Signed(frame);
    frame.end();
    const fields = only(this.signed.content);
    expect(fields.small() === 1, 'not version 2');
    expect(fields.element(SEQUENCE).equals(this.signed.algorithm), 'the two algorithms differ');
    this.issuer = readName(fields);
    this.thisUpdate = fields.time();
    if (fields.nextIs(UTC_TIME) || fields.nextIs(GENERALIZED_TIME)) {
      this.nextUpdate = fields.time();
    }
    if (fields.nextIs(SEQUENCE)) {
      this.#entries(fields.inner());
    }
    if (fields.nextIs(0xa0)) {
      const outer = fields.inner(0xa0);
      this.#extensions(outer.inner());
      outer.end();
    }
    fields.end();
  }

  #entries(entries) {
    while (entries.more()) {
      const entry = entries.inner();
      const serial = entry.integer();
      const dates = [entry.time(), this.dates.get(serial) ?? Infinity];
      for (const { oid, critical, value } of entry.more() ? readExtensions(entry.inner()) : []) {
        if (oid === '2.5.29.24') {
          const content = new Der(value); // invalidityDate
          dates.push(content.generalizedTime());
          content.end();
        } else {
          this.usable &&= !critical;
        }
      }
      entry.end();
      this.dates.set(serial, Math.min(...dates));
    }
  }

  #extensions(extensions) {
    for (const { oid, critical, value } of readExtensions(extensions)) {
      if (oid === '2.5.29.28') {
        const point = only(value); // issuingDistributionPoint
        const [users, authorities] = [point.optionalTrue(0x81), point.optionalTrue(0x82)];
        [this.forUsers, this.forAuthorities] = [!authorities, !users];
        this.usable &&= users !== authorities && !point.more();
      } else if (critical || oid === '2.5.29.27') {
        this.usable = false; // 2.5.29.27 is deltaCRLIndicator
      }
    }
  }

  about(certificate, issuer, time, maxAge) {
    const counts =
      this.usable &&
      (certificate.ca ? this.forAuthorities : this.forUsers) &&
      isSameName(this.issuer, certificate.issuer) &&
      isSameName(this.issuer, issuer.subject) &&
      issuer.keyUsage.has(CRL_SIGN) &&
      isFresh(this, certificate, time, maxAge) &&
      this.signed.isBy(issuer);
    if (!counts) {
      return SILENT;
    }
    return isRevoked(this.dates.get(certificate.serial), this.thisUpdate, time, maxAge) ? REVOKED : GOOD;
  }
}

export class Ocsp {
  constructor(data) {
    expect(data.length <= MAX_OCSP, 'an OCSP response of more than 64 KiB');
    const response = only(data);
    expect(response.small(ENUMERATED) === 0, 'the responder did not answer');
    const outer = response.inner(0xa0);
    response.end();
    const typed = outer.inner();
    outer.end();
    expect(typed.oid() === '1.3.6.1.5.5.7.48.1.1', 'not a basic response');
    const basic = only(typed.content(OCTETS));
    typed.end();
    this.signed = new Signed(basic);
    this.certificates = basic.more() ? readCertificates(basic.inner(0xa0)) : [];
    basic.end();
    const fields = only(this.signed.content);
    this.responder = readResponder(fields);
    fields.generalizedTime(); // producedAt: the answers have times of their own
    const answers = fields.inner();
    this.answers = [];
    while (answers.more()) {
      this.answers.push(new Answer(answers.inner()));
    }
    this.usable = !fields.nextIs(0xa1) || isNoneCritical(fields.inner(0xa1));
    fields.end();
  }

  about(certificate, issuer, time, maxAge) {
    if (!this.usable || !this.#isAuthentic(issuer, time)) {
      return SILENT;
    }
    const said = this.answers.map((answer) => answer.about(certificate, issuer, time, maxAge));
    return [REVOKED, GOOD].find((status) => said.includes(status)) ?? SILENT;
  }

  #isAuthentic(authority, time) {
    const delegates = this.certificates.filter((each) => isDelegate(each, authority, time));
    return [authority, ...delegates].some((each) => this.#isNamed(each) && this.signed.isBy(each));
  }

  #isNamed(signer) {
    const { name, keyHash } = this.responder;
    return name ? isSameName(name, signer.subject) : keyHash.equals(signer.keyHash('sha1'));
  }
}

function readCertificates(outer) {
  const items = outer.inner();
  outer.end();
  const certificates = [];
  while (items.more()) {
    certificates.push(new Certificate(items.element(SEQUENCE)));
  }
  expect(certificates.length <= 4, 'more than 4 certificates');
  return certificates;
}

function readResponder(fields) {
  const byName = fields.nextIs(0xa1);
  const outer = fields.inner(byName ? 0xa1 : 0xa2);
  const responder = byName ? { name: readName(outer) } : { keyHash: outer.content(OCTETS) };
  outer.end();
  return responder;
}

function isNoneCritical(outer) {
  const extensions = outer.inner();
  outer.end();
  return readExtensions(extensions).every(({ critical }) => !critical);
}

function isDelegate(responder, authority, time) {
  return (
    responder.ekus.length === 1 &&
    responder.ekus[0] === OCSP_SIGNING &&
    responder.ocspNoCheck &&
    responder.keyUsage.has(DIGITAL_SIGNATURE) &&
    !responder.ca &&
    !responder.unusable &&
    responder.isValidAt(time) &&
    responder.isIssuedBy(authority)
  );
}

class Answer {
  constructor(answer) {
    const named = answer.inner();
    this.hash = HASHES.get(named.element(SEQUENCE).toString('hex'));
    this.issuerName = named.content(OCTETS);
    this.issuerKey = named.content(OCTETS);
    this.serial = named.integer();
    named.end();
    this.usable = !answer.nextIs(0x82); // unknown
    if (answer.nextIs(0xa1)) {
      const revoked = answer.inner(0xa1);
      this.revokedAt = revoked.generalizedTime();
      if (revoked.more()) {
        revoked.element(0xa0); // the reason: for people
      }
      revoked.end();
    } else {
      expect(answer.content(this.usable ? 0x80 : 0x82).length === 0, 'a status with content');
    }
    this.thisUpdate = answer.generalizedTime();
    if (answer.nextIs(0xa0)) {
      const outer = answer.inner(0xa0);
      this.nextUpdate = outer.generalizedTime();
      outer.end();
    }
    if (answer.nextIs(0xa1)) {
      const known = isNoneCritical(answer.inner(0xa1));
      this.usable &&= known;
    }
    answer.end();
  }

  about(certificate, issuer, time, maxAge) {
    const counts =
      this.usable &&
      this.hash !== undefined &&
      this.serial === certificate.serial &&
      this.issuerKey.equals(issuer.keyHash(this.hash)) &&
      this.issuerName.equals(createHash(this.hash).update(nameDer(certificate.issuer)).digest()) &&
      isFresh(this, certificate, time, maxAge);
    if (!counts) {
      return SILENT;
    }
    return isRevoked(this.revokedAt, this.thisUpdate, time, maxAge) ? REVOKED : GOOD;
  }
}

function nameDer(rdns) {
  const content = Buffer.from(rdns.join(''), 'hex');
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(SEQUENCE, ...(length < 0x80 ? [length] : long)), content]);
}
