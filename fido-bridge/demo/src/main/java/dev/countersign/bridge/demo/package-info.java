/**
 * A FIDO2 key in software, for the demo and for tests only: a CTAP2 authenticator behind a CTAPHID
 * server in memory. It protects nothing.
 */
@NullMarked
package dev.countersign.bridge.demo;

import org.jspecify.annotations.NullMarked;
