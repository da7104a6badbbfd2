namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the requests under way in one minute.</summary>
/// <param name="Minute">The start of the minute, in UTC.</param>
/// <param name="Peak">The largest number of requests under way at once.</param>
/// <param name="Begun">The number of requests that arrived.</param>
/// <param name="Ended">The number of requests that were answered.</param>
public sealed record MinuteConcurrency(DateTimeOffset Minute, int Peak, int Begun, int Ended);
