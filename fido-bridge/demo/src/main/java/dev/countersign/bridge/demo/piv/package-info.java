/**
 * A PIV smart card and its reader in software, for the demo and for tests only: enough of NIST SP
 * 800-73-4 that OpenSC uses it, behind the protocol of vsmartcard's virtual reader. It protects
 * nothing.
 */
@NullMarked
package dev.countersign.bridge.demo.piv;

import org.jspecify.annotations.NullMarked;
