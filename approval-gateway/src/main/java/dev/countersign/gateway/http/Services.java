package dev.countersign.gateway.http;

import dev.countersign.gateway.GatewayIdentity;
import dev.countersign.gateway.decision.ChallengeService;
import dev.countersign.gateway.decision.DecisionService;
import dev.countersign.gateway.enrollment.CardPolicy;
import dev.countersign.gateway.enrollment.EnrolmentService;
import dev.countersign.gateway.enrollment.TokenService;
import dev.countersign.gateway.feed.Feed;
import dev.countersign.gateway.grant.GrantService;
import dev.countersign.gateway.request.RequestService;
import dev.countersign.gateway.session.ApproverSessions;
import dev.countersign.gateway.session.RequesterSessions;
import dev.countersign.gateway.store.ApprovalStore;
import dev.countersign.gateway.witness.Cosigner;
import dev.countersign.gateway.witness.LogAlarms;
import dev.countersign.gateway.witness.WitnessService;
import java.util.Optional;

/**
 * What the API makes callable.
 *
 * @param cosigner present when this gateway witnesses logs of other gateways' devices too
 */
public record Services(
    GatewayIdentity identity,
    ApprovalStore store,
    RequesterSessions requesterSessions,
    ApproverSessions approverSessions,
    RequestService requests,
    ChallengeService challenges,
    DecisionService decisions,
    GrantService grants,
    WitnessService witness,
    LogAlarms alarms,
    Feed feed,
    EnrolmentService enrolments,
    TokenService tokens,
    CardPolicy cards,
    Optional<Cosigner> cosigner) {}
