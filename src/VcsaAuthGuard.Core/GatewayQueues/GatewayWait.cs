namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the wait of requests that come all at once.</summary>
/// <param name="Longest">The time that the last of them waits before it is served.</param>
/// <param name="TokensAtRisk">The number of requests that wait longer than the lifetime of a token in the host gateway's queue.</param>
public readonly record struct GatewayWait(TimeSpan Longest, long TokensAtRisk);

/// <summary>Predicts the wait at vCenter's host gateway for a load.</summary>
/// <param name="vms">The number of VMs processed: each is one request, and all may come at once.</param>
/// <param name="sessions">The number of sessions used; 0 if it is not known.</param>
/// <param name="secondsPerRequest">The time that the gateway needs for one request, in seconds.</param>
public delegate GatewayWait GatewayWaitModel(int vms, int sessions, double secondsPerRequest);
