// Judges a certificate as `certs:add` takes it: whether it can be served, and for which hosts.
import { createPrivateKey, X509Certificate } from "node:crypto";

/** PEM; the certificate's own issuers may follow it. */
export interface CertificateFiles {
  readonly crt: string;
  readonly key: string;
}

/** Why it cannot be served, null when it can. Says nothing of the key but whether it fits. */
export function problemOf({ crt, key }: CertificateFiles, now: Date): string | null {
  const certificate = read(() => new X509Certificate(crt));
  if (certificate === null) return "server.crt holds no PEM certificate";
  const privateKey = read(() => createPrivateKey(key));
  if (privateKey === null) return "server.key holds no PEM private key that can be read without a passphrase";
  if (!certificate.checkPrivateKey(privateKey)) return "the key does not belong to the certificate";
  if (now > new Date(certificate.validTo)) return `the certificate expired on ${certificate.validTo}`;
  if (now < new Date(certificate.validFrom)) return `the certificate is not valid before ${certificate.validFrom}`;
  return null;
}

/** ISO 8601; null when it cannot be read. */
export function expiryOf(crt: string): string | null {
  return read(() => new Date(new X509Certificate(crt).validTo).toISOString());
}

/** `host` may be a wildcard. */
export function covers(crt: string, host: string): boolean {
  return read(() => new X509Certificate(crt).checkHost(host)) !== null;
}

function read<T>(parse: () => T): T | null {
  try {
    return parse() ?? null;
  } catch {
    // OpenSSL's English says less than we do.
    return null;
  }
}
