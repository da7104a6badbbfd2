namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents one request of a log, from its arrival to its response. Kept small: a log holds millions.</summary>
/// <param name="Begin">The arrival, in ticks of UTC; 0 if it is not known.</param>
/// <param name="Duration">The time to the response, in ticks.</param>
/// <param name="Client">Who called, as a hash of the address or the session; 0 if it is not known.</param>
/// <param name="Kind">What the request is.</param>
public readonly record struct LoggedRequest(long Begin, long Duration, ulong Client, LoggedRequestKind Kind)
{
    /// <summary>
    /// Selects the requests that show the work of the gateway: those through the host gateway, or else the calls of vpxd's log, or else
    /// all requests of access logs; those that have a time and do not wait on purpose, in order of their arrival.
    /// </summary>
    /// <param name="requests">The requests of some logs. The same work may be in both kinds of log, and must count once.</param>
    public static IReadOnlyList<LoggedRequest> SelectWork(IReadOnlyList<LoggedRequest> requests)
    {
        LoggedRequest[] timed = [.. requests.Where(request => request.Begin > 0 && request.Kind != LoggedRequestKind.Waiting)];
        bool hasGateway = timed.Any(request => request.Kind == LoggedRequestKind.Gateway);
        bool hasCalls = timed.Any(request => request.Kind == LoggedRequestKind.Call);
        LoggedRequestKind left = hasGateway || hasCalls ? LoggedRequestKind.Request : LoggedRequestKind.Waiting;
        LoggedRequestKind alsoLeft = hasGateway ? LoggedRequestKind.Call : LoggedRequestKind.Waiting;
        return [.. timed.Where(request => request.Kind != left && request.Kind != alsoLeft).OrderBy(request => request.Begin)];
    }
}
