using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>Represents the requests of some logs, and the calls that the same logs say were refused while they came.</summary>
public sealed record ReplayLogs
{
    /// <summary>Gets the requests that show the work of the gateway, in order of arrival.</summary>
    public IReadOnlyList<LoggedRequest> Requests { get; private init; } = [];

    /// <summary>Gets the number of calls refused with NotAuthenticated between the first arrival and the last response.</summary>
    public int Refused { get; private init; }

    /// <summary>Gets the number of calls whose begin or end is not in the logs.</summary>
    public long Unpaired { get; private init; }

    /// <summary>Reads logs.</summary>
    /// <param name="find">
    /// Finds the logs and reports those that cannot be read. It is called twice: requests and refused calls are read one after the other,
    /// and only the first time are problems reported.
    /// </param>
    /// <param name="isWanted">Whether a request counts, by its path or method; null for all.</param>
    /// <param name="after">The time from which requests count; null for all.</param>
    /// <param name="before">The time before which requests count; null for all.</param>
    /// <param name="report">Receives problems and progress.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static ReplayLogs Read(
        Func<LogReadReport, IEnumerable<LogInput>> find, Func<string, bool>? isWanted, DateTimeOffset? after, DateTimeOffset? before,
        LogReadReport report, CancellationToken cancellation = default)
    {
        _ = find ?? throw new ArgumentNullException(nameof(find));
        RequestDurations reader = new(isWanted, report ?? throw new ArgumentNullException(nameof(report)))
        {
            Range = new(after, before),
        };
        IReadOnlyList<LoggedRequest> requests = LoggedRequest.SelectWork(reader.ReadRequests(find(report), cancellation));
        if (requests.Count == 0)
        {
            return new() { Unpaired = reader.Unpaired };
        }

        FaultQuery query = new()
        {
            After = new DateTimeOffset(requests[0].Begin, TimeSpan.Zero),
            Before = new DateTimeOffset(requests.Max(request => request.Begin + request.Duration) + 1, TimeSpan.Zero),
        };
        LogReadReport again = new();
        return new()
        {
            Requests = requests,
            Refused = FaultReader.Read(find(again), query, again, cancellation).Count(),
            Unpaired = reader.Unpaired,
        };
    }
}
