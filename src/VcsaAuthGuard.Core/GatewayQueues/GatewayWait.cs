namespace VcsaAuthGuard.GatewayQueues;

/// <summary>What becomes of requests that come all at once.</summary>
/// <param name="Longest">How long the last of them waits before it is served.</param>
/// <param name="TokensAtRisk">How many wait longer than a token lives in the host gateway's queue.</param>
public readonly record struct GatewayWait(TimeSpan Longest, long TokensAtRisk);

/// <summary>Predicts the wait at vCenter's host gateway for a load. The overlap calculation asks nothing else, so that a better model can stand in.</summary>
/// <param name="vms">How many VMs are worked on: each is one request, and all may come at once.</param>
/// <param name="sessions">How many sessions they come through; 0 where nobody has said.</param>
/// <param name="secondsPerRequest">How long one request takes the gateway, in seconds.</param>
public delegate GatewayWait GatewayWaitModel(int vms, int sessions, double secondsPerRequest);
