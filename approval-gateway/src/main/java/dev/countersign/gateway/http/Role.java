package dev.countersign.gateway.http;

/** The three kinds of caller that hold an access token. */
enum Role {
  REQUESTER,
  DEVICE,
  EXECUTOR
}
